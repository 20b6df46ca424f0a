#include "omr/stroke_ends.hpp"

#include <algorithm>

#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// A printed line of 0.3 mm grown by 0.25 mm on both sides cuts a stroke at 20° over 2.4 mm, and thinning shortens both
/// ends by half a pen.
constexpr double gap_over_print_mm = 3.2;
/// Where nothing is printed only a skip of the pen or a pale pixel breaks a line.
constexpr double gap_on_paper_mm = 0.8;
/// A black-and-white scan leaves a thin pen's line in dashes.
constexpr double gap_in_dashes_mm = 1.8;
/// The shortest line that has a direction: three pixels at 200 dpi.
constexpr double line_mm = 0.4;
/// … of a dash.
constexpr double dash_mm = 0.2;
/// Bends of a pen's line over a gap.
constexpr double gap_turn_deg = 32.0;
/// … and where the gap is long or the line is broken on bare paper, only what runs straight on.
constexpr double straight_turn_deg = 22.0;
constexpr double long_gap_mm = 2.6;
/// Tips this near say nothing of a direction.
constexpr double touching_mm = 0.4;
/// Thinning takes half a pixel off a line that a zone cuts, and a pixel is 0.13 mm at 200 dpi.
constexpr double print_near_mm = 0.35;

}  // namespace

double GapJudge::least_dash_mm() const {
    return ink_.depth == ScanDepth::bilevel ? dash_mm : line_mm;
}

double GapJudge::reach_mm() const {
    return gap_over_print_mm;
}

bool GapJudge::is_beside_print(base::PagePoint tip) const {
    for (const double d : {-print_near_mm, print_near_mm}) {
        if (zone_.at(tip.x + d, tip.y) != 0 || zone_.at(tip.x, tip.y + d) != 0) return true;
    }
    return false;
}

bool GapJudge::over_print(base::PagePoint a, base::PagePoint b) const {
    int printed = 0;
    for (const double t : {0.3, 0.5, 0.7}) {
        const base::PagePoint p = a + (b - a) * t;
        const bool hidden = std::any_of(ink_.hidden.begin(), ink_.hidden.end(),
                                        [&](const HiddenBand& band) { return band.contains(p); });
        printed += zone_.at(p.x, p.y) != 0 || hidden ? 1 : 0;
    }
    return printed >= 2;
}

double GapJudge::misfit(const LooseEnd& a, const LooseEnd& b) const {
    const double gap = distance(a.tip, b.tip);
    if (gap > gap_over_print_mm) return no_link;
    const double turn = angle_between_deg(a.heading, b.heading * -1.0);
    const base::PagePoint over = direction(a.anchor, b.anchor);
    const double aside =
        gap < touching_mm ? 0 : std::max(angle_between_deg(a.heading, over), angle_between_deg(b.heading * -1.0, over));
    const double worst = std::max(turn, aside);
    if (worst > gap_turn_deg) return no_link;
    if (gap > gap_on_paper_mm && !over_print(a.tip, b.tip)) {
        if (ink_.depth != ScanDepth::bilevel || gap > gap_in_dashes_mm || worst > straight_turn_deg) return no_link;
    }
    if (gap > long_gap_mm && worst > straight_turn_deg) return no_link;
    return turn + aside + 5 * gap;
}

}  // namespace kiemphieu::omr
