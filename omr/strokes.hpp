#pragma once
// Lines of the skeleton joined into what the pen drew: through crossings by straightness, over printed lines, ending at
// sharp corners.

#include <vector>

#include "base/geometry.hpp"
#include "omr/polyline.hpp"
#include "omr/skeleton.hpp"

namespace kiemphieu::omr {

/// One smooth run of the pen.
struct Stroke {
    std::vector<base::PagePoint> points;  ///< about every 0.25 mm
    double length_mm{};
    double darkness{};
    double width_mm{};  ///< mean width of the ink patches it runs through
    int component{};    ///< the patch of its longest part
    int before{-1};     ///< the stroke it goes on from over a sharp corner, or -1
    int after{-1};      ///< the stroke that goes on from it over a sharp corner, or -1
};

/// Strokes of at least a dot's length; a dot is a stroke of one point whose length is its patch's longer side.
/// Lines go on over print and over the bands that were hidden by folds and streaks.
std::vector<Stroke> join_strokes(const SkeletonGraph& graph, const PrintZone& zone, const AddedInk& ink);

}  // namespace kiemphieu::omr
