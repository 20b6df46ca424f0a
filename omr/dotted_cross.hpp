#pragma once
// An X of which a black-and-white scan kept dots and pieces only: two straight lines that all the ink of a box lies on.

#include <optional>

#include "omr/added_ink.hpp"
#include "omr/crosses.hpp"

namespace kiemphieu::omr {

/// The X whose four arms the ink of a cell shows, dotted as it may be. Nothing where an arm is gone, or where ink lies
/// beside the two lines.
std::optional<Cross> find_dotted_cross(const AddedInk& ink, const PageTransform& transform, const base::PageRect& cell);

}  // namespace kiemphieu::omr
