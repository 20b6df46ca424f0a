#pragma once
// A row as it lies on the paper, and under it the same with the strokes the machine saw: a debug picture.

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/crosses.hpp"
#include "omr/strokes.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// Bars of crosses are red, other strokes blue.
base::PageImage picture_of_row(const base::GrayView& scan, const PageTransform& transform, const forms::Row& row,
                               const std::vector<Stroke>& strokes, const CrossSearch& search);

}  // namespace kiemphieu::omr
