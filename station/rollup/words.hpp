#pragma once
// The roll-up's words, in Vietnamese and English.

#include <string>
#include <string_view>

#include "station/rollup/roll_up.hpp"

namespace kiemphieu::station::rollup {

struct Words {
    std::string_view vi;
    std::string_view en;
};

Words words_of(UnitState state);
Words words_of(Proof proof);
Words words_of(SubmissionKind kind);
Words words_of(RefusalReason reason);
/// Of a result: "trên 50% nhưng dưới 2/3"; of none "dưới ngưỡng".
Words words_of(LowConsequence consequence);
/// What people must look at, and what to do about it.
Words words_of(AttentionKind kind);

/// "an exact half": a result that is at a threshold and not over it.
Words threshold_note(int low, int collected);

/// Where a person was voted on: "Sở A, loại phiếu A, số 3".
std::string place_text(const PlaceResult& place);

}  // namespace kiemphieu::station::rollup
