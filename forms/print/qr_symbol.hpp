#pragma once
// A payload as QR modules in page millimetres.

#include <vector>

#include "base/geometry.hpp"
#include "base/hash.hpp"

namespace kiemphieu::forms {

/// The dark modules of a version 5-Q symbol that fills `box`, neighbours in a row merged into one rectangle.
/// Source: ISO/IEC 18004; docs/formats/code.md fixes version and level.
std::vector<base::PageRect> qr_modules(base::Bytes payload, const base::PageRect& box);

}  // namespace kiemphieu::forms
