#pragma once
// A reading drawn on its scan, for people.

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/reading.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// The scan with what was read: the box that counts in green, rows for people in amber (with the boxes that seem
/// marked), rows read as none, double or triple in red, names that seem struck in violet. A signature is covered.
/// Source: plan II.6.2, a signature is allowed and is nobody's business.
base::PageImage picture_of_reading(const base::GrayView& scan, const PageTransform& transform,
                                   const forms::LayoutPage& page, const SheetReading& reading);

}  // namespace kiemphieu::omr
