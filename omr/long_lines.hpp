#pragma once
// Lines from edge to edge of the table's region: folds and scanner streaks. No voter draws one, so they are taken out
// of the ink.

#include <vector>

#include "base/geometry.hpp"
#include "omr/added_ink.hpp"

namespace kiemphieu::omr {

/// A fold or streak, in work pixels: how far aside the line runs at the middle of every strip along it.
struct LongLine {
    enum class Run { across, down };  ///< along the rows of the picture, or along its columns
    static constexpr int strip_px = 32;

    Run run{Run::across};
    std::vector<double> aside_px;  ///< one a strip, over the whole region
    double half_width_px{};
    int level{};  ///< its usual darkness, gray below paper

    double aside_at(double along_px) const;
};

/// Lines that run through the whole region, from margin to margin.
std::vector<LongLine> find_long_lines(const AddedInk& ink, const PrintZone& zone);

/// Ink up to this darkness is taken for the line's own. Units: gray below paper.
int erased_up_to(const LongLine& line);

/// Takes a line's pixels out of the ink; darker ink that crosses it stays.
void erase_line(AddedInk& ink, const LongLine& line);

}  // namespace kiemphieu::omr
