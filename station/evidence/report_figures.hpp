#pragma once
// The figures of a printed Phụ lục 5 or of counting minutes, read out of the PDF as a person would read them.

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/ids.hpp"
#include "station/tally/attendance.hpp"

namespace kiemphieu::station {

/// A candidate's line: number, valid ballots, and count and share of each level.
struct ReportRow {
    int number{};
    int valid{};
    std::array<int, 3> counts{};
    std::array<std::string, 3> percents;
    bool operator==(const ReportRow&) const = default;
};

/// A candidate's line of the table of reasons: number, invalid ballots, and how many by each reason.
struct ReasonRow {
    int number{};
    int invalid{};
    std::array<int, invalid_reasons.size()> by_reason{};
    bool operator==(const ReasonRow&) const = default;
};

enum class PaperTitle { report, counting_minutes };

struct ReportFigures {
    PaperTitle title{PaperTitle::report};
    std::optional<base::StyleId> style;
    std::optional<int> present;
    std::optional<int> issued;
    std::optional<int> collected;
    std::string fingerprint;  ///< beginning of the record's hash, from the foot
    std::vector<ReportRow> rows;
    // Of counting minutes only.
    std::optional<int> summoned;
    std::optional<int> printed;
    std::optional<int> exchanged;
    std::optional<int> unused;
    std::optional<int> scanned;
    std::optional<int> invalid_ballots;
    std::optional<int> rows_ruled;
    std::vector<ReasonRow> reasons;
};

/// Nothing when the text is of no such paper.
std::optional<ReportFigures> figures_in_text(const std::string& text);
/// The text of a PDF in the order of its lines. Errors: world when pdftotext is not installed; broken_evidence when the
/// file is no PDF that can be read.
[[nodiscard]] base::Expected<std::string, base::Failure> text_of_pdf(const std::filesystem::path& pdf);
/// What a paper says otherwise than the tally and the attendance, a sentence each.
std::vector<std::string> differences(const ReportFigures& report, const StyleTally& tally,
                                     const Attendance& attendance);

}  // namespace kiemphieu::station
