#pragma once
// Rings that a cup leaves: pale arcs far larger than anything a voter draws.

#include <optional>
#include <vector>

#include "omr/added_ink.hpp"
#include "omr/strokes.hpp"

namespace kiemphieu::omr {

struct Ring {
    base::PagePoint centre;
    double radius_mm{};
    double darkness{};  ///< its usual darkness, share of full print
};

/// The ring that many pale and soft lines of a page lie along, if there is one.
std::optional<Ring> find_ring(const std::vector<Stroke>& strokes, const SkeletonGraph& graph);

/// Takes a ring's pixels out of the ink; darker ink that crosses it stays.
void erase_ring(AddedInk& ink, const Ring& ring);

}  // namespace kiemphieu::omr
