#pragma once
// The known points of the sheet: resolution both ways, skew, shear, and what the feed stretches.

#include <optional>

#include "base/page_image.hpp"
#include "calibration/findings.hpp"
#include "calibration/look.hpp"
#include "forms/print/calibration_sheet.hpp"
#include "omr/registration.hpp"

namespace kiemphieu::calibration {

struct PlacedSheet {
    PlacedScan placed;
    Geometry geometry;
};

/// Finds the grid from a coarse pose. Nothing when too few of its points are there.
std::optional<PlacedSheet> place_sheet(const base::GrayView& scan, const omr::CoarsePose& pose,
                                       const forms::CalibrationSheet& sheet);

}  // namespace kiemphieu::calibration
