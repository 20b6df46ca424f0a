#pragma once
// A signed report of Phụ lục 5, its figures and names read out of the PDF as a person would read them.

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/evidence/pdf_text.hpp"
#include "station/rollup/submission.hpp"
#include "station/signing/cms_check.hpp"

namespace kiemphieu::station::rollup {

struct SignedReport {
    bool draft{};  ///< it says of itself that it is none yet; nothing more is read of it then
    std::string organisation;
    forms::Date vote_day;
    std::string fingerprint;  ///< the beginning of the confirmation's hash, from the foot
    std::vector<std::string> signers;
    VoteFigures figures;
};

/// Reads a report all of whose signatures hold and are of trusted issuers. Errors: broken_evidence when a signature
/// does not hold, or it says two things of one; bad_input when it is no such report; world.
[[nodiscard]] base::Expected<SignedReport, base::Failure> read_report(const std::filesystem::path& pdf,
                                                                      const Trust& trust);

/// A person's line of the table: number, name, position and the numbers after them, as words.
struct TableLine {
    int number{};
    std::string name;
    std::string position;
    std::vector<std::string> numbers;
    bool operator==(const TableLine&) const = default;
};

/// The lines of the results' table, from the words' places in its columns.
std::vector<TableLine> table_lines(const std::vector<PdfWord>& words);

}  // namespace kiemphieu::station::rollup
