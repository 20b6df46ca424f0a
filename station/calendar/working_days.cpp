#include "station/calendar/working_days.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace kiemphieu::station {
namespace {

using forms::Date;

struct LunarHolidays {
    Date new_year;    ///< mùng 1 Tết
    Date hung_kings;  ///< 10 tháng 3 âm lịch
};

/// Computed from new moons and the sun's longitude at UTC+7 (Meeus, Astronomical Algorithms); 2023 to 2026 are as
/// the calendars in force have them.
constexpr std::array<LunarHolidays, last_known_year - first_known_year + 1> lunar_holidays{{
    {{2023, 1, 22}, {2023, 4, 29}},
    {{2024, 2, 10}, {2024, 4, 18}},
    {{2025, 1, 29}, {2025, 4, 7}},
    {{2026, 2, 17}, {2026, 4, 26}},
    {{2027, 2, 6}, {2027, 4, 16}},
    {{2028, 1, 26}, {2028, 4, 4}},
    {{2029, 2, 13}, {2029, 4, 23}},
    {{2030, 2, 2}, {2030, 4, 12}},
    {{2031, 1, 23}, {2031, 4, 1}},
    {{2032, 2, 11}, {2032, 4, 19}},
    {{2033, 1, 31}, {2033, 4, 9}},
    {{2034, 2, 19}, {2034, 4, 28}},
    {{2035, 2, 8}, {2035, 4, 17}},
    {{2036, 1, 28}, {2036, 4, 6}},
    {{2037, 2, 15}, {2037, 4, 24}},
    {{2038, 2, 4}, {2038, 4, 13}},
    {{2039, 1, 24}, {2039, 4, 3}},
    {{2040, 2, 12}, {2040, 4, 20}},
}};

std::chrono::sys_days to_days(const Date& date) {
    return std::chrono::year{date.year} / date.month / date.day;
}

Date to_date(std::chrono::sys_days days) {
    const std::chrono::year_month_day ymd{days};
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

/// 0 is Sunday.
unsigned weekday_of(const Date& date) {
    return std::chrono::weekday{to_days(date)}.c_encoding();
}
bool is_weekend(const Date& date) {
    return weekday_of(date) == 0 || weekday_of(date) == 6;
}

/// A year's holidays in order. Source: Bộ luật Lao động 2019, Điều 112 khoản 1.
std::vector<Date> holidays_of(int year) {
    std::vector<Date> days{{year, 1, 1}, {year, 4, 30}, {year, 5, 1}, {year, 9, 2}};
    if (year >= first_known_year && year <= last_known_year) {
        const LunarHolidays& lunar = lunar_holidays.at(static_cast<std::size_t>(year - first_known_year));
        for (int day = -1; day <= 2; ++day) days.push_back(days_after(lunar.new_year, day));
        days.push_back(lunar.hung_kings);
    }
    std::ranges::sort(days);
    return days;
}

/// Holidays and the days that make up for those on weekends. Source: Bộ luật Lao động 2019, Điều 111 khoản 3.
std::set<Date> days_off_of(int year) {
    const auto holidays = holidays_of(year);
    std::set<Date> off(holidays.begin(), holidays.end());
    for (const Date& holiday : holidays) {
        if (!is_weekend(holiday)) continue;
        Date instead = days_after(holiday, 1);
        while (is_weekend(instead) || off.contains(instead)) instead = days_after(instead, 1);
        off.insert(instead);
    }
    return off;
}

}  // namespace

Date days_after(const Date& date, int days) {
    return to_date(to_days(date) + std::chrono::days{days});
}

std::string_view weekday_name(const Date& date) {
    constexpr std::array<std::string_view, 7> names{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư",
                                                    "thứ Năm",  "thứ Sáu", "thứ Bảy"};
    return names.at(weekday_of(date));
}

bool WorkingDays::is_working(const Date& date) const {
    if (office_.work_days.contains(date)) return true;
    // No holiday of December falls on a weekend's end, so nothing is made up for across the year.
    return !is_weekend(date) && !office_.days_off.contains(date) && !days_off_of(date.year).contains(date);
}

Date WorkingDays::after(const Date& date, int n) const {
    Date day = date;
    for (int left = n; left > 0;) {
        day = days_after(day, 1);
        if (is_working(day)) --left;
    }
    return day;
}

Date WorkingDays::at_or_before(const Date& date) const {
    Date day = date;
    while (!is_working(day)) day = days_after(day, -1);
    return day;
}

}  // namespace kiemphieu::station
