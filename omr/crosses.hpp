#pragma once
// Finds the X marks among strokes: two bars that cross, each crossing taken once, tails of neighbours left out.

#include <vector>

#include "omr/strokes.hpp"

namespace kiemphieu::omr {

/// Two strokes that cross like an X.
struct Cross {
    int bars[2]{};            ///< indices of the strokes
    base::PagePoint meeting;  ///< where they cross
    base::PagePoint center;   ///< middle of the box around both bars
    double angle_deg{};       ///< between the bars, 0 to 90
    double tilt_deg{};  ///< how far the more slanted bar stands from level or upright: near 0 for a plus, about 45 for
                        ///< an X
    double shortest_arm_mm{};
    double shortest_bar_mm{};
    double longest_bar_mm{};
    double evenness{};      ///< of the less even bar: shorter arm over longer arm
    double straightness{};  ///< of the less straight bar: chord over length
    double darkness{};      ///< of the paler bar, share of full print
    double width_mm{};      ///< of the broader bar
    int inked_wedges{};     ///< of the four between its arms; set by look_between_arms
};

struct CrossSearch {
    std::vector<Cross> crosses;  ///< accepted; a stroke may be a bar of two only when neighbours' marks join end to end
    std::vector<Cross> contested;  ///< crossings that could be an X too, had another not used their bars
    std::vector<bool> used;        ///< a stroke: whether it is a bar of an accepted cross
};

CrossSearch find_crosses(const std::vector<Stroke>& strokes);

}  // namespace kiemphieu::omr
