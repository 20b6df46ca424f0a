#pragma once
// A smooth field of shifts over the page from many single measurements, some of them wrong.

#include <vector>

#include "base/geometry.hpp"

namespace kiemphieu::omr {

/// One measured component of the shift at a page point.
struct ShiftSample {
    base::PagePoint at;
    double shift_mm{};
    double trust{1};  ///< how many ordinary samples it counts for
};

/// The field of one component on knots, row by row, and which samples it believed.
struct ShiftField {
    std::vector<double> knots_mm;
    std::vector<double> weights;  ///< per sample, 0 (disbelieved) to 1
};

/// Fits a bilinear field on ascending knots: robust (a sample far off the rest counts nothing), smooth where samples
/// are few.
ShiftField fit_shift_field(const std::vector<ShiftSample>& samples, const std::vector<double>& xs,
                           const std::vector<double>& ys);

/// `count` equally spaced knots from low to high.
std::vector<double> equal_knots(double low, double high, int count);

}  // namespace kiemphieu::omr
