#pragma once
// Pictures of paper for people to rule on: upright cut-outs of a registered page, the signature always covered, the
// machine's reading as thin outlines beside the ink and never over it.

#include <optional>

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/reading.hpp"
#include "omr/registration.hpp"

namespace kiemphieu::omr {

/// Registers a page again whose reading the record holds. `rotation_deg` is the reading's; it is tried first.
/// Nothing when the print does not lie where the layout has it.
std::optional<RegisteredPage> place_page(const base::GrayView& scan, const forms::BallotLayout& layout,
                                         const forms::LayoutPage& page, int rotation_deg);

enum class Drawing { off, on };

/// A scan with where its page lies.
struct PlacedScan {
    const base::PageImage& scan;  ///< gray or RGB
    const PageTransform& transform;
    const forms::LayoutPage& page;
};

/// A row as it lies on the paper, with what reaches over its borders. With `reading` and Drawing::on the boxes are
/// outlined and each box's score stands in a strip below.
base::PageImage picture_of_paper_row(const PlacedScan& placed, const forms::Row& row, double px_per_mm, Drawing drawing,
                                     const RowReading* reading);

/// Rows and the band below them, with a margin on either side; a bar left of the table stands beside `pointed_at`.
/// Units: `top` and `bottom` mm of the page.
base::PageImage picture_of_paper_rows(const PlacedScan& placed, double top, double bottom, double px_per_mm,
                                      const std::optional<base::PageRect>& pointed_at);

/// The whole page upright, `width_px` wide; with Drawing::on rows are outlined with a tag in the margin.
base::PageImage picture_of_paper(const PlacedScan& placed, double page_width_mm, double page_height_mm, int width_px,
                                 Drawing drawing, const SheetReading& reading);

/// A scan of which nobody knows where the page lies, turned by quarters and scaled. Where a signature may be in any
/// orientation of the layout is covered: the foot's right side and, turned by half, the head's left.
base::PageImage picture_of_unplaced(const base::PageImage& scan, const forms::BallotLayout& layout, int rotation_deg,
                                    int width_px);

}  // namespace kiemphieu::omr
