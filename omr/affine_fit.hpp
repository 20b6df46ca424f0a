#pragma once
// The affine map that fits pairs of points best.

#include <optional>
#include <vector>

#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// A point of the layout and where the scan shows it.
struct PointPair {
    base::PagePoint page;
    base::ScanPoint scan;
};

/// Least squares over all pairs; nothing for fewer than three, or when they lie nearly on one line.
std::optional<Homography> fit_affine(const std::vector<PointPair>& pairs);

/// Distance in scan pixels between where a map puts a pair's page point and where it was found.
double distance_px(const Homography& map, const PointPair& pair);

}  // namespace kiemphieu::omr
