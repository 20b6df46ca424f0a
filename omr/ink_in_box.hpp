#pragma once
// The ink pixels of a box on the page.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/geometry.hpp"
#include "omr/added_ink.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// Calls `take` with the page place of every added pixel within the box, row by row.
template <class Take>
void each_ink_in(const AddedInk& ink, const PageTransform& transform, const base::PageRect& box, const Take& take) {
    double x0 = ink.gray.width;
    double y0 = ink.gray.height;
    double x1 = 0;
    double y1 = 0;
    for (const double x : {box.x, box.right()}) {
        for (const double y : {box.y, box.bottom()}) {
            const base::ScanPoint p = (transform.to_scan({x, y}) - ink.origin) * (1.0 / ink.scale);
            x0 = std::min(x0, p.x);
            x1 = std::max(x1, p.x);
            y0 = std::min(y0, p.y);
            y1 = std::max(y1, p.y);
        }
    }
    const int left = std::max(0, static_cast<int>(x0));
    const int right = std::min(ink.gray.width, static_cast<int>(x1) + 1);
    for (int y = std::max(0, static_cast<int>(y0)); y < std::min(ink.gray.height, static_cast<int>(y1) + 1); ++y) {
        const std::uint8_t* const row = ink.ink.data() + ink.index(0, y);
        for (const std::uint8_t* at = row + left; at < row + right; ++at) {
            // memchr passes over bare paper many pixels at a time.
            at = static_cast<const std::uint8_t*>(std::memchr(at, 1, static_cast<std::size_t>(row + right - at)));
            if (at == nullptr) break;
            const base::PagePoint p = ink.to_page(static_cast<double>(at - row) + 0.5, y + 0.5);
            if (box.contains(p)) take(p);
        }
    }
}

}  // namespace kiemphieu::omr
