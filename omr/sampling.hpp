#pragma once
// Single looks at a scan between and over its pixels; outside of the image everything is paper.

#include <algorithm>
#include <cmath>

#include "base/geometry.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::omr {

inline constexpr double outside_gray = 255.0;

/// Whether the four pixels around a scan point all lie in the image.
inline bool is_within(const base::GrayView& scan, base::ScanPoint p) {
    const double x = p.x - 0.5;
    const double y = p.y - 0.5;
    return x >= 0 && y >= 0 && x < scan.width - 1 && y < scan.height - 1;
}

/// What `gray_at` says of a point that is within the image.
inline double gray_within(const base::GrayView& scan, base::ScanPoint p) {
    // Truncation is floor here, since nothing lies below zero.
    const double x = p.x - 0.5;
    const double y = p.y - 0.5;
    const int left = static_cast<int>(x);
    const int top = static_cast<int>(y);
    const double across = x - left;
    const double down = y - top;
    const std::uint8_t* above = scan.row(top) + left;
    const std::uint8_t* below = above + scan.stride;
    const double upper = above[0] + (above[1] - above[0]) * across;
    const double lower = below[0] + (below[1] - below[0]) * across;
    return upper + (lower - upper) * down;
}

/// Bilinear gray at a scan point, whose pixel centres lie at halves.
inline double gray_at(const base::GrayView& scan, base::ScanPoint p) {
    if (!is_within(scan, p)) {
        const double x = p.x - 0.5;
        const double y = p.y - 0.5;
        if (!(x >= -0.5 && y >= -0.5 && x < scan.width - 0.5 && y < scan.height - 0.5)) return outside_gray;
        return scan.at(std::clamp(static_cast<int>(x), 0, scan.width - 1),
                       std::clamp(static_cast<int>(y), 0, scan.height - 1));
    }
    return gray_within(scan, p);
}

/// Mean gray of a square of pixels whose middle is at (x, y); parts outside of the image are left out.
inline double mean_around(const base::GrayView& scan, double x, double y, int side_px) {
    const int left = static_cast<int>(std::floor(x)) - side_px / 2;
    const int top = static_cast<int>(std::floor(y)) - side_px / 2;
    const int x0 = std::max(left, 0);
    const int x1 = std::min(left + side_px, scan.width);
    const int y0 = std::max(top, 0);
    const int y1 = std::min(top + side_px, scan.height);
    if (x0 >= x1 || y0 >= y1) return outside_gray;
    int sum = 0;
    for (int row = y0; row < y1; ++row) {
        const std::uint8_t* pixels = scan.row(row);
        for (int column = x0; column < x1; ++column) sum += pixels[column];
    }
    return static_cast<double>(sum) / ((x1 - x0) * (y1 - y0));
}

}  // namespace kiemphieu::omr
