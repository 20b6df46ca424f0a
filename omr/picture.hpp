#pragma once
// Small upright pictures cut out of a scan, for readers that want one; the page itself is never resampled.

#include "base/geometry.hpp"
#include "base/page_image.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// The part of a scan that holds a page rectangle, as a view of the scan's own pixels; empty when it lies outside.
base::GrayView crop_around(const base::GrayView& scan, const Homography& page_to_scan, const base::PageRect& area);

/// A page rectangle drawn upright at a resolution; outside of the scan it is white.
base::PageImage upright(const base::GrayView& scan, const Homography& page_to_scan, const base::PageRect& area,
                        double px_per_mm);

/// Twice or half the size; halving takes the mean, doubling is bilinear.
base::PageImage doubled(const base::GrayView& picture);
base::PageImage halved(const base::GrayView& picture);
/// Blurred by a Gaussian of that many pixels.
base::PageImage blurred(const base::GrayView& picture, double sigma_px);
/// Stretched so that the darkest and the brightest fiftieth become black and white.
base::PageImage stretched(const base::GrayView& picture);
/// Black and white, by a threshold that lies so far from the darkest fiftieth (0) to the brightest (1).
base::PageImage two_toned(const base::GrayView& picture, double level);

}  // namespace kiemphieu::omr
