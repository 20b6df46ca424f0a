#pragma once
// Looking at places of a placed sheet. Inside calibration only.

#include <vector>

#include "base/geometry.hpp"
#include "base/page_image.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::calibration {

/// A scan and where the sheet lies in it.
struct PlacedScan {
    base::GrayView scan;
    omr::PageTransform transform;
    int rotation_deg{};
};

/// Grays of all pixels whose middles lie in a page rectangle.
std::vector<double> grays_in(const PlacedScan& placed, const base::PageRect& box);
/// The middle value; 0 of none.
double median_of(std::vector<double> values);
/// The value that a share of all lie below; 0 of none.
double quantile_of(std::vector<double> values, double share);
double mean_of(const std::vector<double>& values);

}  // namespace kiemphieu::calibration
