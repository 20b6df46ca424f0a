#pragma once
// Paper that is not one whole sheet: two sheets drawn in at once, or one with an edge torn off.

#include "tests/simulator/conditions.hpp"
#include "tests/simulator/paper.hpp"

namespace kiemphieu::simulator {

/// Two sheets as the scanner sees them, `top` whole and `under` where it sticks out, its corner `offset_mm` from the
/// top sheet's. What neither covers is the scanner's background. The origin is the top sheet's corner.
Paper overlapped(const Paper& top, const Paper& under, base::PagePoint offset_mm, int background);

/// Puts the scanner's background where paper is missing.
void tear_off(Paper& paper, const Tear& tear, int background);

}  // namespace kiemphieu::simulator
