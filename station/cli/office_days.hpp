#pragma once
// --day-off and --work-day: what the authorities set each year.

#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/calendar/working_days.hpp"

namespace CLI {
class App;
}

namespace kiemphieu::station::cli {

struct OfficeDayOptions {
    std::vector<std::string> days_off;
    std::vector<std::string> work_days;
};

/// --day-off, --work-day
void add_office_day_options(CLI::App& command, OfficeDayOptions& options);

/// Reads days such as 2024-02-08. Errors: bad_input naming the option.
[[nodiscard]] base::Expected<forms::Date, base::Failure> read_day(const std::string& text, const std::string& option);
/// Errors: as read_day.
[[nodiscard]] base::Expected<WorkingDays, base::Failure> read_office_days(const OfficeDayOptions& options);

}  // namespace kiemphieu::station::cli
