#include "omr/wedges.hpp"

#include <cmath>

namespace kiemphieu::omr {

namespace {

/// How far from the crossing towards the middle between two arms' ends. Further out a patch's ragged edge begins,
/// nearer in the arms of a felt pen's X meet.
constexpr double way_out = 0.7;
/// Ink as dark as the arms, or bare paper blurred beside them: a patch has all of it, bare ground a third at most.
constexpr double as_dark = 0.6;

bool is_inked(base::PagePoint p, double least, const AddedInk& ink, const PageTransform& transform) {
    const base::ScanPoint at = transform.to_scan(p);
    const int x = static_cast<int>(std::floor((at.x - ink.origin.x) / ink.scale));
    const int y = static_cast<int>(std::floor((at.y - ink.origin.y) / ink.scale));
    if (x < 0 || y < 0 || x >= ink.gray.width || y >= ink.gray.height) return false;
    return ink.darkness(x, y) >= least;
}

int inked_wedges(const Cross& c, const std::vector<Stroke>& strokes, const AddedInk& ink,
                 const PageTransform& transform) {
    const auto& a = strokes[static_cast<std::size_t>(c.bars[0])].points;
    const auto& b = strokes[static_cast<std::size_t>(c.bars[1])].points;
    int inked = 0;
    for (const base::PagePoint p : {a.front(), a.back()}) {
        for (const base::PagePoint q : {b.front(), b.back()}) {
            const base::PagePoint middle = (p + q) * 0.5;
            const base::PagePoint between = c.meeting + (middle - c.meeting) * way_out;
            if (is_inked(between, as_dark * c.darkness * ink.range, ink, transform)) ++inked;
        }
    }
    return inked;
}

}  // namespace

void look_between_arms(CrossSearch& search, const std::vector<Stroke>& strokes, const AddedInk& ink,
                       const PageTransform& transform) {
    for (Cross& c : search.crosses) c.inked_wedges = inked_wedges(c, strokes, ink, transform);
}

}  // namespace kiemphieu::omr
