#pragma once
// What a sheet shows as a whole, beside its marks: facts for people and for the care of the scanner, never a verdict.

#include <vector>

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/added_ink.hpp"
#include "omr/page_edges.hpp"
#include "omr/reading.hpp"
#include "omr/registration.hpp"

namespace kiemphieu::omr {

/// Whether a registration mark of another sheet is to be seen: a filled square of a mark's size where neither this
/// page has one nor a voter may blacken a box, as dark as this page's own marks.
bool shows_second_sheet(const base::GrayView& scan, const CoarsePose& pose, const PageTransform& transform,
                        const forms::LayoutPage& page);

/// double_feed, cut_edge, folded and low_toner of a page in place.
std::vector<Flag> look_at_sheet(const base::GrayView& scan, const CoarsePose& pose, const PageTransform& transform,
                                const forms::LayoutPage& page, const PageSize& size);

/// The streaks found in the table's region, as places on the scanner's glass.
std::vector<GlassStreak> glass_streaks(const AddedInk& ink);

/// Leaves to people the rows whose printed lines are not where they should be: something covers them.
void doubt_covered_rows(const base::GrayView& scan, const PageTransform& transform, const forms::LayoutPage& page,
                        std::vector<RowReading>& rows);

}  // namespace kiemphieu::omr
