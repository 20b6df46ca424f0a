#pragma once
// What stands in the margins of every page of a report: the foot, and on a draft the mark.

#include <string>
#include <vector>

#include "station/minutes/report.hpp"

namespace kiemphieu::station {

/// Adds the page's number from the second page on, style and the record's fingerprint to every foot, and the draft's
/// mark while the figures are provisional. Errors: as forms::break_lines.
/// Source: Domain (NĐ 30/2020, Phụ lục I: the number stands above the text, in its middle, not on the first page).
[[nodiscard]] base::Expected<void, base::Failure> add_margins(std::vector<forms::PrintedPage>& pages,
                                                              const base::StyleId& style, const ReportContext& context);

}  // namespace kiemphieu::station
