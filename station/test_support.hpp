#pragma once
// Small cases for the station's tests: readings made by hand, no paper and no files.

#include <initializer_list>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "station/rules/judge.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station::testing {

inline const base::ConferenceId the_conference{0xC0FFEE};
inline const base::StyleId style_a{"A"};
/// Two sheets: numbers 1 and 2 on page 1, number 3 on page 2.
inline const base::StyleId style_b{"B"};

inline forms::BallotStyle make_style(const base::StyleId& id, std::vector<forms::Candidate> candidates) {
    forms::BallotStyle style;
    style.id = id;
    style.candidates = std::move(candidates);
    style.summoned = 60;
    style.present = 47;
    return style;
}

inline forms::Conference make_conference() {
    forms::Conference conference;
    conference.organisation = "Tỉnh ủy";
    conference.styles = {make_style(style_a, {{1, "An", "x"}, {2, "Bình", "y"}}),
                         make_style(style_b, {{1, "Cúc", "x"}, {2, "Dũng", "y"}, {3, "Em", "z"}})};
    conference.committee = {{"Trưởng", forms::CommitteeRole::head},
                            {"Thư", forms::CommitteeRole::secretary},
                            {"Viên", forms::CommitteeRole::member},
                            {"Kỹ", forms::CommitteeRole::technician},
                            {"Giám", forms::CommitteeRole::observer}};
    return conference;
}

/// Serials 1 to 99 are style A's, 101 to 199 style B's.
inline CaseFacts make_facts() {
    CaseFacts facts;
    facts.conference = the_conference;
    facts.styles = {{style_a, 2, {{1, 1, {1, 2}}}}, {style_b, 3, {{1, 1, {1, 2}}, {2, 2, {3}}}}};
    for (std::uint64_t i = 1; i < 100; ++i) {
        facts.printed.edit()[base::Serial{i}] = {style_a, forms::BallotKind::official};
        facts.printed.edit()[base::Serial{100 + i}] = {style_b, forms::BallotKind::official};
    }
    return facts;
}

inline omr::RowReading row(int number, omr::Decision decision, omr::NameCrossed crossed = omr::NameCrossed::no) {
    return {number, decision, {}, crossed, {}};
}

inline SheetKey key(std::string_view name) {
    return {base::sha256(base::as_bytes(name)), 1};
}

inline forms::SheetCode code(std::uint64_t serial, int page = 1) {
    return {the_conference, serial < 100 ? style_a : style_b, {}, base::Serial{serial}, page,
            page,           forms::BallotKind::official};
}

/// A page that was read, authentic, its image named `image`.
inline AcceptedSheet sheet(std::string_view image, std::uint64_t serial, std::initializer_list<omr::RowReading> rows,
                           int page = 1, std::uint64_t batch = 1) {
    AcceptedSheet result{key(image), BatchId{batch}, std::string{image} + ".jpg", {}};
    result.reading.status = omr::PageStatus::read;
    result.reading.code = code(serial, page);
    result.reading.authentic = true;
    result.reading.rows = rows;
    return result;
}

/// A page that could not be read.
inline AcceptedSheet unreadable(std::string_view image, omr::UnreadableReason reason) {
    AcceptedSheet result{key(image), BatchId{1}, std::string{image} + ".jpg", {}};
    result.reading.reason = reason;
    return result;
}

inline ItemId sheet_item(std::string_view image) {
    return item_of(key(image));
}
inline ItemId row_item(std::uint64_t serial, int number) {
    return RowItem{base::Serial{serial}, number};
}

}  // namespace kiemphieu::station::testing
