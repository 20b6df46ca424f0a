#pragma once
// A part of a page as it was printed against what the layout prints there, spot by spot.

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

struct PrintComparison {
    double difference{};  ///< at the worst spot of 0.6 mm: share of full ink missing or too much
    double darkness{};    ///< of the ink that is expected, against the paper: 1 is black
};

/// Errors: world when a font file is missing.
[[nodiscard]] base::Expected<PrintComparison, base::Failure> compare_print(const base::GrayView& scan,
                                                                           const PageTransform& transform,
                                                                           const forms::LayoutPage& page,
                                                                           const base::PageRect& area);

/// A page rectangle drawn upright at a resolution; outside of the scan it is white.
base::PageImage upright_part(const base::GrayView& scan, const PageTransform& transform, const base::PageRect& area,
                             double px_per_mm);

}  // namespace kiemphieu::omr
