#pragma once
// Who is who: the places of the votes that count, and the people over them. Pure.

#include "station/rollup/roll_up.hpp"

namespace kiemphieu::station::rollup {

/// Fills places and people, and adds what people must look at. A name alone never makes two places one person: only
/// lines of the register do, by unit, style, name and position. Source: plan II.9.4, II.1; docs/adr/0048.
void find_persons(const Register& people, RollUp& out);

}  // namespace kiemphieu::station::rollup
