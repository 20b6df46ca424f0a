#pragma once
// One sheet of paper as an ideal picture, finer than any scan: what the printer, the voter and the day leave on it.

#include <cstdint>
#include <vector>

#include "base/geometry.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::simulator {

/// How much light a page throws back, 0 black to 255 bare paper, covering exactly the sheet (or two that overlap).
struct Paper {
    base::PageImage picture;
    double px_per_mm{};
    base::PagePoint origin{};  ///< page millimetres of the picture's top left

    std::uint8_t* row(int y) {
        return picture.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width);
    }
};

/// Paper's own grain at a pixel, 0 to 1 and the same every time: pencils and dry pens catch on it.
double paper_grain(int x, int y);

/// Pixels of a page rectangle, cut at the paper's edges; `right` and `bottom` are exclusive.
struct PixelBox {
    int left{};
    int top{};
    int right{};
    int bottom{};
};
PixelBox pixels_of(const Paper& paper, const base::PageRect& box);

/// Prints an evenly dark box with its edges anti-aliased. Units: gray 0 black to 1 white.
void fill_gray(Paper& paper, const base::PageRect& box, double gray);
/// Prints a straight line through points with round ends, as a printer draws it.
void line_gray(Paper& paper, const std::vector<base::PagePoint>& points, double width_mm, double gray);

}  // namespace kiemphieu::simulator
