#pragma once
// Loose ends of traced lines, and which two of them go on into each other over a gap.

#include "base/geometry.hpp"
#include "omr/added_ink.hpp"
#include "omr/print_zone.hpp"

namespace kiemphieu::omr {

/// A line's end and where it points.
struct LooseEnd {
    base::PagePoint tip;
    /// A little before the tip, where thinning at a cut no longer bends the line.
    base::PagePoint anchor;
    base::PagePoint heading;  ///< beyond the tip
};

/// Says which gaps a stroke goes on over.
class GapJudge {
  public:
    GapJudge(const PrintZone& zone, const AddedInk& ink) : zone_(zone), ink_(ink) {}

    static constexpr double no_link = -1;
    /// Shorter pieces of line than this point nowhere. Units: mm.
    double least_dash_mm() const;
    /// Longest gap over print or a hidden band. Units: mm.
    double reach_mm() const;
    /// How ill two ends fit, 0 for the same line; `no_link` where they do not.
    double misfit(const LooseEnd& a, const LooseEnd& b) const;
    /// Whether a line that ends here may go on beyond print, however short it is.
    bool is_beside_print(base::PagePoint tip) const;

  private:
    bool over_print(base::PagePoint a, base::PagePoint b) const;

    const PrintZone& zone_;
    const AddedInk& ink_;
};

}  // namespace kiemphieu::omr
