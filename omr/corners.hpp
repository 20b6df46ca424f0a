#pragma once
// Where the pen turned sharply: a line that goes on over a corner is two strokes.

#include <vector>

#include "omr/strokes.hpp"

namespace kiemphieu::omr {

/// Adds the pieces of a line between its sharp corners to `out`, each naming the piece before and after it. Corners at
/// `kept` places stay within a piece.
void split_at_corners(const Stroke& whole, const std::vector<base::PagePoint>& kept, std::vector<Stroke>& out);

}  // namespace kiemphieu::omr
