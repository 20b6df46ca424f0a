#pragma once
// The deadlines of the plan's section II, counted from the day of the conference.

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"
#include "forms/print/page_flow.hpp"
#include "station/calendar/working_days.hpp"

namespace kiemphieu::station {

/// One thing to be done by a day.
struct Deadline {
    std::string key;  ///< names it in files: "report", "dossier", "questions", "answers", "vote", "results"
    forms::Date day;
    std::string what;    ///< in Vietnamese, after the plan's words
    std::string source;  ///< the clause, as "điểm 7.3, khoản 7, mục II"
    std::string note;    ///< when the day is no working day: the one before it; else empty
    bool operator==(const Deadline&) const = default;
};

/// In the order of their days. Source: plan II.5.1, II.7.1, II.7.3, II.7.4 (20, 15, 10 and 3 days before, 7 working
/// days after).
std::vector<Deadline> deadlines_of(const forms::Date& conference, const WorkingDays& days);

/// What the calendar says of itself: how working days were counted, and whether holidays of the year are known.
std::string counting_note(const forms::Date& conference);

std::string calendar_text(const forms::Conference& conference, const std::vector<Deadline>& deadlines);
/// docs/formats/calendar.md has the fields.
std::string calendar_json(const forms::Conference& conference, const std::vector<Deadline>& deadlines);
/// An iCalendar file of whole-day events. Source: RFC 5545.
std::string calendar_ics(const forms::Conference& conference, const std::vector<Deadline>& deadlines);
/// Errors: as forms::PageFlow::finish.
[[nodiscard]] base::Expected<std::vector<forms::PrintedPage>, base::Failure> calendar_pages(
    const forms::Conference& conference, const std::vector<Deadline>& deadlines);

}  // namespace kiemphieu::station
