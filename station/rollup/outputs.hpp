#pragma once
// The roll-up for people: a document, a workbook, a page, and JSON. docs/formats/rollup.md specifies them.

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/rollup/roll_up.hpp"

namespace kiemphieu::station::rollup {

std::string to_json(const RollUp& result);
/// A page that needs nothing else: no script, no font, no request. The same result gives the same bytes.
std::string to_html(const RollUp& result, const Register& units);
/// Errors: world; bad_input when a text can't be set.
[[nodiscard]] base::Expected<void, base::Failure> print_rollup(const RollUp& result, const Register& units,
                                                               const std::filesystem::path& pdf);
/// Sheets: summary, levels, units, people, thresholds, to look at. Errors: world.
[[nodiscard]] base::Expected<void, base::Failure> write_rollup_xlsx(const RollUp& result, const Register& units,
                                                                    const std::filesystem::path& path);

}  // namespace kiemphieu::station::rollup
