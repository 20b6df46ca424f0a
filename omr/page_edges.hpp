#pragma once
// Where the paper ends: whether an edge of the page is missing in the scan, and whether paper goes on beyond it.

#include "base/page_image.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

struct PageSize {
    double width_mm{};
    double height_mm{};
};

struct PageEdges {
    bool is_cut{false};       ///< 4 mm or more of an edge are missing: outside of the image, torn off or folded in
    bool goes_beyond{false};  ///< paper with something on it, or an edge of it, lies beyond this page
};

PageEdges look_at_edges(const base::GrayView& scan, const PageTransform& transform, const PageSize& page);

}  // namespace kiemphieu::omr
