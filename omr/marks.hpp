#pragma once
// What was written in each row's three boxes: crosses, and ink that belongs to none.

#include <array>
#include <vector>

#include "forms/layout.hpp"
#include "omr/crosses.hpp"
#include "omr/skeleton.hpp"

namespace kiemphieu::omr {

/// The ink of one ô.
struct BoxEvidence {
    std::vector<Cross> crosses;  ///< whose bars meet in this box's table cell
    double other_ink_mm{};       ///< length of strokes in the cell that are part of no cross
    double longest_other_mm{};   ///< the longest of these strokes, as far as it lies in the cell
    double other_darkness{};     ///< of the darkest of them, share of full print
    double widest_other_mm{};
    int dots{};       ///< patches no larger than a dot, which dust and a pen put down once both leave
    double ink_mm{};  ///< length of all strokes in the cell, crosses' tails too
};

struct RowEvidence {
    int number{};
    std::array<BoxEvidence, 3> boxes;
    bool contested{false};  ///< a stroke of this row crosses a mark that belongs elsewhere
};

/// Sorts a page's strokes into its boxes.
std::vector<RowEvidence> gather_marks(const forms::LayoutPage& page, const std::vector<Stroke>& strokes,
                                      const CrossSearch& search, const SkeletonGraph& graph);

/// Which strokes a pen drew: neither the rim of print nor what shows through, shades or stains.
std::vector<bool> drawn_by_pens(const std::vector<Stroke>& strokes, const SkeletonGraph& graph);

}  // namespace kiemphieu::omr
