#pragma once
// An invented conference of any length, and a layout made of it, for tests and benches.

#include <cstdlib>
#include <iostream>
#include <string>

#include "forms/layout.hpp"

namespace kiemphieu::forms::testing {

/// One style of so many candidates; every third position takes several lines, every fifth name two.
inline Conference conference_of(int candidates) {
    Conference conference;
    conference.parent_organisation = "Tỉnh ủy Sông Vân";
    conference.organisation = "Ban Thường vụ Tỉnh ủy";
    conference.place = "Sông Vân";
    conference.date = {2023, 12, 5};
    BallotStyle style;
    style.id = {"A"};
    style.voters = "Ban Chấp hành Đảng bộ tỉnh";
    style.positions = "Bí thư, Phó Bí thư, Ủy viên Ban Thường vụ Tỉnh ủy";
    for (int i = 1; i <= candidates; ++i) {
        const std::string position =
            i % 3 == 0 ? "Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Tỉnh ủy, Chủ tịch Hội đồng nhân dân"
                       : "Tỉnh ủy viên";
        const std::string name = i % 5 == 0 ? "Công Tằng Tôn Nữ Hoàng Thục Khuê " : "Nguyễn Thị Phượng ";
        style.candidates.push_back({i, name + std::to_string(i), position});
    }
    conference.styles.push_back(style);
    return conference;
}

/// The layout of the only style; ends the program with the reason when there is none.
inline BallotLayout layout_of(const Conference& conference) {
    auto layout = make_layout(conference, conference.styles.front(), {0x0123456789abcdefULL});
    if (!layout) {
        std::cerr << to_string(layout.error()) << '\n';
        std::abort();
    }
    return *layout;
}

}  // namespace kiemphieu::forms::testing
