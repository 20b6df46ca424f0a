#pragma once
// Whether the ground between an X's arms is bare: a patch of ink is thinned to two crossing diagonals as well.

#include "omr/added_ink.hpp"
#include "omr/crosses.hpp"

namespace kiemphieu::omr {

/// Fills in how many of the four wedges between each cross's arms are inked.
void look_between_arms(CrossSearch& search, const std::vector<Stroke>& strokes, const AddedInk& ink,
                       const PageTransform& transform);

}  // namespace kiemphieu::omr
