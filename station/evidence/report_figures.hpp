#pragma once
// The figures of a printed Phụ lục 5, read out of the PDF as a person would read them.

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/ids.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station {

/// A candidate's line: number, valid ballots, and count and share of each level.
struct ReportRow {
    int number{};
    int valid{};
    std::array<int, 3> counts{};
    std::array<std::string, 3> percents;
    bool operator==(const ReportRow&) const = default;
};

struct ReportFigures {
    std::optional<base::StyleId> style;
    std::optional<int> issued;
    std::optional<int> collected;
    std::string fingerprint;  ///< beginning of the record's hash, from the foot
    std::vector<ReportRow> rows;
};

/// Nothing when the text is of no such report.
std::optional<ReportFigures> figures_in_text(const std::string& text);
/// The text of a PDF in the order of its lines. Errors: world when pdftotext is not installed; broken_evidence when the
/// file is no PDF that can be read.
[[nodiscard]] base::Expected<std::string, base::Failure> text_of_pdf(const std::filesystem::path& pdf);
/// What a report says otherwise than the tally, a sentence each.
std::vector<std::string> differences(const ReportFigures& report, const StyleTally& tally);

}  // namespace kiemphieu::station
