#pragma once
// Words and tables that the report and the counting minutes share.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/conference.hpp"
#include "forms/print/page_flow.hpp"
#include "station/minutes/report.hpp"
#include "station/tally/attendance.hpp"

namespace kiemphieu::station {

/// Body text as office documents have it. Source: Domain (NĐ 30/2020: 13-14 pt).
inline constexpr forms::ParagraphStyle body_style{13.0, forms::Align::justify, 10.0, 1.3};
inline constexpr forms::ParagraphStyle title_style{14.0, forms::Align::center, 0.0, 1.3, forms::Breaking::even};
/// What a hand fills in.
inline constexpr std::string_view hand_blank = "......";

/// "09 giờ 05 phút"; a blank for the hand while the time is not known.
std::string clock_text(const std::optional<ClockTime>& time);
/// Head, secretary and members; technician and observer belong to no committee.
bool on_committee(const forms::CommitteeMember& person);
std::vector<std::string> names_of(const forms::Conference& conference, forms::CommitteeRole role);
/// The first of that role; empty when there is none.
std::string name_of_first(const forms::Conference& conference, forms::CommitteeRole role);
/// Who charges the committee with the count. Source: plan II.5.1, step 2.
std::string_view giver_of(const forms::Conference& conference);

/// "label number unit" with the number in bold; a blank for the hand while it is not known.
forms::Paragraph figure_line(const std::string& label, const std::optional<int>& number, const std::string& unit,
                             forms::Face face = forms::Face::serif);
/// The six lines of attendance and ballots, attendance as declared on the day. Source: Phụ lục 5, item 1.
std::vector<forms::Paragraph> attendance_lines(const forms::BallotStyle& style, const StyleTally& figures);

/// How many were summoned and whether two thirds of them came; blanks for the hand where nobody told.
/// Source: plan II.2.
std::string summoned_sentence(const Attendance& attendance);

/// What people wrote, with a full stop unless they closed it themselves.
std::string closed_sentence(const std::string& text);

/// Every letter that signatures of the committee and the chair show, whenever they sign.
std::string signature_letters(const forms::Conference& conference);

/// Source: Phụ lục 5, item 2.
forms::Table results_table(const StyleTally& figures);

/// "trên 50% nhưng dưới 2/3", "từ 2/3 trở lên", or nothing. Source: plan II.9.2, II.9.3.
std::string_view consequence_text(LowConsequence consequence);
/// Why a ballot is invalid as a whole, as the minutes say it.
std::string_view fault_text(BallotFault fault);

}  // namespace kiemphieu::station
