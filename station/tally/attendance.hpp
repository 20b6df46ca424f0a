#pragma once
// Who came, on which the quorum is decided and which the documents print.

#include <optional>

#include "forms/conference.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station {

/// Who came, as declared on the day; where that was not declared, as defined.
struct Attendance {
    int summoned{};
    int present{};
    bool operator==(const Attendance&) const = default;
};
Attendance attendance_of(const forms::BallotStyle& definition, const std::optional<Declaration>& declared);

}  // namespace kiemphieu::station
