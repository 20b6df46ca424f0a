#pragma once
// Debug pictures of registration: what was found, drawn on the scan.

#include <vector>

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/mark_search.hpp"
#include "omr/registration.hpp"

namespace kiemphieu::omr {

/// Squares found (blue) and where the likeliest pose puts the layout's marks (green crosses).
base::PageImage picture_of_marks(const base::GrayView& scan, const std::vector<MarkCandidate>& candidates,
                                 const std::vector<base::PagePoint>& marks, const std::vector<CoarsePose>& poses);

/// A point where a line or mark was looked for and found.
struct FoundPoint {
    base::ScanPoint at;
    enum class Trust { kept, dropped } trust{Trust::kept};
};

/// The layout's lines as the transform puts them (green) and the points that were found (red where dropped).
base::PageImage picture_of_lines(const base::GrayView& scan, const PageTransform& transform,
                                 const forms::LayoutPage& page, const std::vector<FoundPoint>& points);

}  // namespace kiemphieu::omr
