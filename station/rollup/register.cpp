#include "station/rollup/register.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include <fmt/format.h>

#include "station/calendar/working_days.hpp"

namespace kiemphieu::station::rollup {

const Unit* Register::find_unit(std::string_view id) const {
    const auto found = std::ranges::find(units, id, &Unit::id);
    return found == units.end() ? nullptr : &*found;
}

const ManagementLevel* Register::find_level(std::string_view id) const {
    const auto found = std::ranges::find(levels, id, &ManagementLevel::id);
    return found == levels.end() ? nullptr : &*found;
}

base::Expected<void, base::Failure> check_people(const std::vector<PlaceLine>& people, const std::string& file) {
    const auto fail = [&](const PlaceLine& line, const char* field, std::string message) {
        return base::fail(base::Failure{base::FailureClass::bad_input, file,
                                        fmt::format("line {}: {}", line.line, field), std::move(message)});
    };
    std::map<std::string, const PlaceLine*> first_of;
    std::set<std::array<std::string, 4>> places;
    for (const PlaceLine& line : people) {
        const auto [first, fresh] = first_of.emplace(line.person, &line);
        if (!fresh && first->second->name != line.name) {
            return fail(line, "ho_ten",
                        fmt::format("is \"{}\", but {} is \"{}\" in line {}; expected one name for one code", line.name,
                                    line.person, first->second->name, first->second->line));
        }
        if (!fresh && first->second->birth != line.birth) {
            return fail(line, "ngay_sinh",
                        fmt::format("is \"{}\", but {} was born \"{}\" in line {}; expected one birth for one code",
                                    line.birth, line.person, first->second->birth, first->second->line));
        }
        if (!places.insert({line.name, line.unit, line.style.value, line.position}).second) {
            return fail(line, "ho_ten",
                        fmt::format("{} stands at this place in an earlier line already; expected each person once at "
                                    "a place, namesakes told apart by chuc_vu",
                                    line.name));
        }
    }
    return {};
}

std::optional<forms::Date> day_of(const std::string& text) {
    forms::Date day;
    int end = 0;
    const auto whole = [&] { return static_cast<std::size_t>(end) == text.size(); };
    const bool iso = std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &day.year, &day.month, &day.day, &end) == 3 && whole();
    end = 0;
    const bool spoken =
        !iso && std::sscanf(text.c_str(), "%2d/%2d/%4d%n", &day.day, &day.month, &day.year, &end) == 3 && whole();
    if (!iso && !spoken) return std::nullopt;
    // A day that does not exist comes back as another one.
    if (day.year < 1900 || days_after(day, 0) != day) return std::nullopt;
    return day;
}

std::string iso_day(const forms::Date& day) {
    return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

}  // namespace kiemphieu::station::rollup
