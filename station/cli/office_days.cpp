#include "station/cli/office_days.hpp"

#include <cstdio>

#include <CLI/CLI.hpp>

namespace kiemphieu::station::cli {
namespace {

base::Expected<std::set<forms::Date>, base::Failure> read_days(const std::vector<std::string>& texts,
                                                               const std::string& option) {
    std::set<forms::Date> days;
    for (const std::string& text : texts) {
        const auto day = read_day(text, option);
        if (!day) return tl::unexpected(day.error());
        days.insert(*day);
    }
    return days;
}

}  // namespace

void add_office_day_options(CLI::App& command, OfficeDayOptions& options) {
    command.add_option("--day-off", options.days_off, "a further day off, as 2024-02-08");
    command.add_option("--work-day", options.work_days, "a weekend day worked in exchange");
}

base::Expected<forms::Date, base::Failure> read_day(const std::string& text, const std::string& option) {
    forms::Date date;
    int end = 0;
    const int read = std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &date.year, &date.month, &date.day, &end);
    const bool whole = read == 3 && text.size() == 10 && static_cast<std::size_t>(end) == text.size();
    // A day that does not exist comes back as another one.
    if (!whole || days_after(days_after(date, 0), 0) != date) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", option,
                                        "\"" + text + "\" is no day; expected one such as 2024-02-08"});
    }
    return date;
}

base::Expected<WorkingDays, base::Failure> read_office_days(const OfficeDayOptions& options) {
    auto days_off = read_days(options.days_off, "--day-off");
    if (!days_off) return tl::unexpected(days_off.error());
    auto work_days = read_days(options.work_days, "--work-day");
    if (!work_days) return tl::unexpected(work_days.error());
    return WorkingDays({std::move(*days_off), std::move(*work_days)});
}

}  // namespace kiemphieu::station::cli
