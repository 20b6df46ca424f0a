#pragma once
// Joined lines followed from end to end: what the pen drew, cut at sharp corners, and the dots.

#include <vector>

#include "omr/line_joins.hpp"
#include "omr/strokes.hpp"

namespace kiemphieu::omr {

std::vector<Stroke> follow_lines(const LineJoins& lines);

}  // namespace kiemphieu::omr
