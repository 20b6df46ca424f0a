#pragma once
// From findings to what reading does with them.

#include "calibration/findings.hpp"
#include "omr/profile.hpp"

namespace kiemphieu::calibration {

/// How a scan of this scanner is mended for a second look: the tone curve straightened, noise smoothed until the
/// palest ink stands out of it at the stated risk, blur sharpened as far as the noise allows. Nothing that the scanner
/// does not need; within ProfileBounds.
omr::ScannerProfile fit_reading(const Findings& findings);

/// Standard deviations of noise between paper and the palest ink. One pixel in 150,000 of bare paper lies further out:
/// a dozen on a page, each alone, none a stroke.
inline constexpr double noise_deviations = 4.5;

/// The palest line of a pen's width that stands out of the noise at that risk, as share of print.
double palest_mark(const Findings& findings);

}  // namespace kiemphieu::calibration
