#pragma once
// From findings to what reading does with them.

#include "calibration/findings.hpp"
#include "omr/profile.hpp"

namespace kiemphieu::calibration {

/// The chance a row that the second look may count what another sheet shows through, where none is named.
inline constexpr double usual_risk = 1e-5;
inline constexpr double least_risk = 1e-9;
inline constexpr double most_risk = 1e-2;

/// The palest mark that a second look may count, fitted to a scanner at a stated risk. docs/formats/profile.md derives
/// it. Units: shares of print.
struct FittedLimit {
    double risk{};            ///< that in one of a row's three boxes show-through is measured darker than the limit
    double deviations{};      ///< of a normal distribution at that risk
    double show_through{};    ///< the strongest there is, as this scanner sees it
    double mark_noise{};      ///< one sigma of a stroke's measured darkness
    double least_darkness{};  ///< the limit: never below ProfileBounds::show_through
    bool operator==(const FittedLimit&) const = default;
};
FittedLimit fit_limit(const Findings& findings, double risk);

/// How a scan of this scanner is mended for a second look: the tone curve straightened, noise smoothed until the
/// palest ink stands out of it at the stated risk, blur sharpened as far as the noise allows. Nothing that the scanner
/// does not need; within ProfileBounds.
omr::ScannerProfile fit_reading(const Findings& findings, double risk = usual_risk);

/// Standard deviations of noise between paper and the palest ink. One pixel in 150,000 of bare paper lies further out:
/// a dozen on a page, each alone, none a stroke.
inline constexpr double noise_deviations = 4.5;

/// The palest line of a pen's width that stands out of the noise at that risk, as share of print.
double palest_mark(const Findings& findings);

}  // namespace kiemphieu::calibration
