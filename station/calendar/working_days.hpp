#pragma once
// Which days count as working days.

#include <set>
#include <string_view>

#include "forms/conference.hpp"

namespace kiemphieu::station {

/// The day so many days later, or earlier for a negative number.
forms::Date days_after(const forms::Date& date, int days);

/// "thứ Hai" … "Chủ nhật".
std::string_view weekday_name(const forms::Date& date);

/// The years whose lunar holidays are known here.
inline constexpr int first_known_year = 2023;
inline constexpr int last_known_year = 2040;

/// Days that the authorities set each year: they come from people, not from this table.
struct OfficeDays {
    std::set<forms::Date> days_off;   ///< further holidays, and working days given off in exchange
    std::set<forms::Date> work_days;  ///< weekends worked in exchange; they go before everything else
    bool operator==(const OfficeDays&) const = default;
};

/// Working days of state and party offices: Monday to Friday but for public holidays; a holiday on a weekend is made
/// up for on the next working day. Only days that are holidays in every arrangement the law allows are taken as such
/// (of Tết the last day of the old year and the first three of the new; not the neighbour of 2 September), so that a
/// deadline counted here is never later than the law's.
/// Source: Bộ luật Lao động 2019, Điều 111 khoản 3, Điều 112; Quyết định 188/1999/QĐ-TTg (Saturdays).
class WorkingDays {
  public:
    explicit WorkingDays(OfficeDays office = {}) : office_(std::move(office)) {}

    bool is_working(const forms::Date& date) const;
    /// The n-th working day after a day; the first one is the next that is worked.
    forms::Date after(const forms::Date& date, int n) const;
    /// The day itself when it is worked, else the last one before it that is.
    forms::Date at_or_before(const forms::Date& date) const;

  private:
    OfficeDays office_;
};

}  // namespace kiemphieu::station
