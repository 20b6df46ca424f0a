#pragma once
// What is known of the scanner a sheet came from, as reading uses it. `calibration` learns it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace kiemphieu::omr {

/// How a scan is mended before a second look at rows that a plain look left to people. Whatever a profile says, these
/// numbers are cut to what the bounds allow; docs/adr/0028 says why a wrong profile can't make a silent error.
struct ScannerProfile {
    std::string id;  ///< of the file it comes from; goes into readings it decided
    /// Gray that light would have on an even scanner, by the gray it has; from the darkest to the brightest.
    std::optional<std::array<std::uint8_t, 256>> gray_map;
    int white{255};  ///< the gray of bare paper, which the map leaves as it is
    /// Units: sigma in pixels of the scan at `dpi`; 0 for none.
    double smooth_px{};
    double sharpen_px{};
    double sharpen_amount{};  ///< of the difference to a blurred copy
    double dpi{200};
    /// The palest mark that a second look may count, as the plain look sees it: share of print.
    double least_darkness{0.16};
    bool operator==(const ScannerProfile&) const = default;
};

/// What a profile may ask for at most. Show-through and shade stay under 12 % of print; a map that darkens 1.6 times
/// leaves them under the fifth that a clear mark has.
struct ProfileBounds {
    static constexpr double darkening = 1.6;
    static constexpr double smooth_px = 1.0;
    static constexpr double sharpen_px = 2.5;
    static constexpr double sharpen_amount = 1.5;
    /// What shows through from another sheet, rings and shade stay under this share of print: 16 % by the broadest felt
    /// pen on the thinnest paper simulated. A profile may ask for more than that, never for less.
    static constexpr double show_through = 0.16;
    /// Darker than half of print nothing is faint.
    static constexpr double least_darkness = 0.5;
};

/// The profile with every number cut to its bounds; a map that falls somewhere is dropped.
ScannerProfile bounded(const ScannerProfile& profile);

}  // namespace kiemphieu::omr
