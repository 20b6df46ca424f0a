#pragma once
// A QR symbol redrawn clean from its place: for print too fat, too pale or too dotted to be read as it is.

#include <optional>

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// Looks into the middle of every module where the pose has it, after sliding the symbol to where its finder patterns
/// fit best. What is darker than `level`, from the gray of dark modules (0) to that of light ones (1), is dark; fat
/// print wants a low level, dotted print a high one. Draws it as perfect modules with a quiet zone. Nothing when no
/// place shows finder patterns. Source: ISO/IEC 18004: finder patterns of 7 modules in three corners, version 5 has 37
/// modules a side.
std::optional<base::PageImage> redrawn_symbol(const base::GrayView& scan, const Homography& page_to_scan,
                                              const base::PageRect& box, double level);

}  // namespace kiemphieu::omr
