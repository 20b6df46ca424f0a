#pragma once
// Measuring printed squares and lines to a fraction of a pixel, along the page's axes.

#include <optional>
#include <vector>

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// The middle of a registration mark near a scan point, from the median of its edges on nine lines each way: pen,
/// streaks and voids on some of the lines do not move it, dot gain moves opposite edges alike.
/// Nothing when fewer than three lines each way show both edges at the mark's size.
std::optional<base::ScanPoint> measure_mark(const base::GrayView& scan, const Homography& page_to_scan,
                                            const base::PageRect& mark, base::ScanPoint near);

/// Which way a line was crossed, and so which component of the shift it tells.
enum class Axis { x, y };

/// A printed line as it was found at one place: how far it lies from where the transform has it.
struct LinePoint {
    std::size_t rule{};  ///< index in the page's rules
    base::PagePoint at;  ///< on the layout's line
    Axis axis{Axis::y};
    double shift_mm{};  ///< from where the transform's homography alone has it
};

struct LineSamples {
    std::vector<LinePoint> found;
    std::vector<int> looked;  ///< per rule, places within the image where it was looked for
};

/// Crosses every long line at even steps, away from where lines meet, and finds a line of its thickness
/// within reach of where the transform has it.
/// The short lines of printed boxes are left out: they stand so near the table's own that one would be taken for the
/// other.
LineSamples measure_lines(const base::GrayView& scan, const PageTransform& around, const forms::LayoutPage& page,
                          double reach_mm);

}  // namespace kiemphieu::omr
