#pragma once
// Crossings that a printed border hides: of the X whose bars meet on it only a V is left, traced as one bent line.

#include <vector>

#include "omr/print_zone.hpp"
#include "omr/skeleton.hpp"

namespace kiemphieu::omr {

/// The two edges that a bent line beside print was cut into. Neither is joined to the other unless nothing else
/// continues them.
struct CutCorner {
    int first{};   ///< edge whose side 1 lies at the corner
    int second{};  ///< edge whose side 0 lies at the corner
};

/// Cuts edges where they turn sharply beside print, so that each limb can go on over the border by itself.
std::vector<CutCorner> cut_corners_beside_print(SkeletonGraph& graph, const PrintZone& zone);

}  // namespace kiemphieu::omr
