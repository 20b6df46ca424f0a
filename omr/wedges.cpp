#include "omr/wedges.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// How far from the crossing towards the middle between two arms' ends. Further out a patch's ragged edge begins,
/// nearer in the arms of a felt pen's X meet.
constexpr double way_out = 0.7;
/// A felt pen's X has arms hardly longer than the pen is wide, and thinning takes half that off: between the ends of
/// the ink itself its ground is bare on all four sides this far out. Dents of a patch are on one or two.
constexpr double ink_way_out = 0.8;
/// A line this broad for its length may be a patch with spikes: then nothing but bare ground on all sides will do. Of
/// 1,134 ragged patches on hard scans one was counted without this, and no X of 779 on the sheets tried needs it.
constexpr double fat_share = 1.0 / 3;
/// Half of the broadest pen's width, 1.7 mm with bleeding.
constexpr double most_beyond_mm = 0.9;
constexpr double step_mm = 0.06;
/// Ink as dark as the arms, or bare paper blurred beside them: a patch has all of it, bare ground a third at most.
constexpr double as_dark = 0.6;

using Ends = std::array<base::PagePoint, 4>;

/// The ground around a cross.
class Ground {
  public:
    Ground(const Cross& cross, const AddedInk& ink, const PageTransform& transform)
        : cross_(cross), ink_(ink), transform_(transform), least_(as_dark * cross.darkness * ink.range) {}

    /// Where the ink of an arm ends, straight on from where its thinned line does.
    base::PagePoint end_of_ink(base::PagePoint end) const {
        const base::PagePoint step = direction(cross_.meeting, end) * step_mm;
        base::PagePoint out = end;
        while (distance(out, end) < most_beyond_mm && is_inked(out + step)) out = out + step;
        return out;
    }

    /// How many of the wedges between neighbouring ends, as they stand around the crossing, are inked.
    int inked_between(const Ends& ends, double way) const {
        int inked = 0;
        for (std::size_t i = 0; i < ends.size(); ++i) {
            const base::PagePoint middle = (ends[i] + ends[(i + 1) % ends.size()]) * 0.5;
            inked += is_inked(cross_.meeting + (middle - cross_.meeting) * way) ? 1 : 0;
        }
        return inked;
    }

  private:
    bool is_inked(base::PagePoint p) const {
        const base::ScanPoint at = transform_.to_scan(p);
        const int x = static_cast<int>(std::floor((at.x - ink_.origin.x) / ink_.scale));
        const int y = static_cast<int>(std::floor((at.y - ink_.origin.y) / ink_.scale));
        if (x < 0 || y < 0 || x >= ink_.gray.width || y >= ink_.gray.height) return false;
        return ink_.darkness(x, y) >= least_;
    }

    const Cross& cross_;
    const AddedInk& ink_;
    const PageTransform& transform_;
    double least_;
};

int inked_wedges(const Cross& c, const std::vector<Stroke>& strokes, const Ground& ground, bool mended) {
    const auto& a = strokes[static_cast<std::size_t>(c.bars[0])].points;
    const auto& b = strokes[static_cast<std::size_t>(c.bars[1])].points;
    Ends ends{a.front(), b.front(), a.back(), b.back()};
    const int between_lines = ground.inked_between(ends, way_out);
    for (base::PagePoint& end : ends) end = ground.end_of_ink(end);
    const int between_ink = ground.inked_between(ends, ink_way_out);
    // A profile digs dents into a patch, so in a mended picture there must be bare ground all around at both places.
    const bool doubtful =
        mended ? between_ink + between_lines > 0 : between_ink > 0 && c.width_mm > fat_share * c.longest_bar_mm;
    if (doubtful) return static_cast<int>(ends.size());
    return between_ink == 0 ? 0 : std::max(between_ink, between_lines);
}

}  // namespace

void look_between_arms(CrossSearch& search, const std::vector<Stroke>& strokes, const AddedInk& ink,
                       const PageTransform& transform) {
    for (Cross& c : search.crosses) {
        c.inked_wedges = inked_wedges(c, strokes, Ground(c, ink, transform), ink.mended);
    }
}

}  // namespace kiemphieu::omr
