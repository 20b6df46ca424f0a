#pragma once
// A thin pen that a black-and-white scan left in dashes, put together again.

#include "omr/added_ink.hpp"
#include "omr/print_zone.hpp"

namespace kiemphieu::omr {

/// How much of a line's way must show before its gaps are closed.
enum class Kept { most, nearly_all };

/// Closes gaps in added ink that are no wider than a pale stretch of a thin pen's line; nothing that is printed becomes
/// ink.
void close_dashes(AddedInk& ink, const PrintZone& zone, Kept kept = Kept::most);

}  // namespace kiemphieu::omr
