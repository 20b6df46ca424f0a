#pragma once
// The machine's places on every ballot page, the same on all pages and styles, in page millimetres.

#include <array>

#include "base/geometry.hpp"

namespace kiemphieu::forms::page_frame {

inline constexpr double page_width_mm = 210;
inline constexpr double page_height_mm = 297;
/// Source: Party handbook and NĐ 30/2020: 25 mm above and below, 35 left, 15 right.
inline constexpr base::PageRect text_area{35, 25, 160, 247};

/// Filled squares, 8 mm off the edges (printers and feeders reach to 5). Four corners, and one on each long side at
/// unequal heights: any five tell where the page lies and which way up.
inline constexpr std::array<base::PageRect, 6> registration_marks{
    base::PageRect{8, 8, 5, 5},     base::PageRect{197, 8, 5, 5}, base::PageRect{8, 284, 5, 5},
    base::PageRect{197, 284, 5, 5}, base::PageRect{8, 110, 5, 5}, base::PageRect{197, 175, 5, 5}};

/// A module of 1.44 pt is 4 px at 200 dpi; version 5 has 37 of them. Source: facts measured with ZXing-C++ 1.4.
inline constexpr double qr_module_mm = 0.508;
inline constexpr int qr_modules = 37;
inline constexpr base::PageRect qr_box{170, 8, qr_module_mm* qr_modules, qr_module_mm* qr_modules};

/// Two lines of up to 16 characters under the QR.
inline constexpr base::PageRect readable_box{162, 29, 34, 9.5};
inline constexpr double readable_size_pt = 9.5;
inline constexpr std::array<double, 2> readable_baselines_mm{32.6, 36.9};

/// Where a rehearsal's ballot says so: above the date, beside seal and code.
inline constexpr base::PagePoint test_baseline{98, 21};

/// Kept free for the red seal.
inline constexpr base::PageRect stamp_area{35, 14, 45, 45};

}  // namespace kiemphieu::forms::page_frame
