#pragma once
// Marks as a hand makes them, drawn by the printer: for the test deck.

#include <cstdint>
#include <vector>

#include "base/geometry.hpp"
#include "forms/print/canvas.hpp"

namespace kiemphieu::forms {

/// What a mark is drawn with. Source: ball-point lines are 0.3 to 0.6 mm wide; the greys are those of blue-black ink
/// and of a pen that gives out, on a gray scan.
struct Pen {
    double width_mm{0.5};
    double gray{0.15};
};
inline constexpr Pen ballpoint{0.5, 0.15};
inline constexpr Pen faint_pen{0.4, 0.62};

/// An X in the box. `hand` varies it: the same number gives the same mark.
std::vector<InkStroke> cross_in(const base::PageRect& box, Pen pen, std::uint64_t hand);
/// An X that was scribbled over.
std::vector<InkStroke> corrected_in(const base::PageRect& box, Pen pen, std::uint64_t hand);
/// A line through a printed name.
std::vector<InkStroke> line_through(const base::PageRect& name, Pen pen, std::uint64_t hand);
/// Words written into the blank band.
std::vector<InkStroke> writing_in(const base::PageRect& band, Pen pen, std::uint64_t hand);

}  // namespace kiemphieu::forms
