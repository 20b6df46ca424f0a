#pragma once
// A small register and submissions made by hand, for the tests of rollup/.

#include <utility>

#include "station/rollup/roll_up.hpp"

namespace kiemphieu::station::rollup::testing {

inline base::Digest digest_of(const std::string& text) {
    return base::sha256(base::as_bytes(text));
}

/// Three units that vote on Friday 15/12/2023, of two levels of management.
inline Register small_register() {
    Register out;
    out.board = "Ban Tổ chức Tỉnh ủy Sông Vân";
    out.place = "Sông Vân";
    out.campaign = "năm 2023";
    out.levels = {{"tinh", "Ban Thường vụ Tỉnh ủy"}, {"huyen", "Ban Thường vụ Huyện ủy"}};
    const forms::Date friday{2023, 12, 15};
    out.units = {{"so-a", "Sở A", "tinh", friday, {}, {"Trưởng ban"}, ""},
                 {"so-b", "Sở B", "tinh", friday, {}, {"Trưởng ban"}, ""},
                 {"so-c", "Huyện C", "huyen", friday, {}, {"Trưởng ban"}, ""}};
    return out;
}

/// A vote in which everybody's ballots that are not low are high.
inline VoteFigures vote(const std::string& style, int collected, const std::vector<std::pair<std::string, int>>& low) {
    VoteFigures out{base::StyleId{style}, collected, collected, {}};
    for (const auto& [name, count] : low) {
        const int number = static_cast<int>(out.people.size()) + 1;
        out.people.push_back({number, name, "Chức vụ của " + name, collected, 0, {collected - count, 0, count}});
    }
    return out;
}

/// A signed package of a unit's count; another number is another count.
inline Submission submission(const std::string& unit, int number, const forms::Date& received) {
    Submission out;
    const std::string name = unit + " " + std::to_string(number);
    out.digest = out.came = digest_of(name);
    out.file = name + ".zip";
    out.received = received;
    out.unit = unit;
    out.session = "lần thứ nhất";
    out.vote_day = {2023, 12, 15};
    out.conference = base::to_hex(digest_of("conference " + name)).substr(0, 16);
    out.fingerprint = base::to_hex(digest_of("confirmed " + name));
    out.signers = {"Thư ký", "Trưởng ban"};
    out.votes = {vote("A", 40 + number, {{"An " + unit, number}, {"Bình " + unit, 0}})};
    return out;
}

}  // namespace kiemphieu::station::rollup::testing
