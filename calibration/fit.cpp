#include "calibration/fit.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/units.hpp"
#include "calibration/tone.hpp"

namespace kiemphieu::calibration {

namespace {

/// What reading takes for ink on a good scanner, as share of print (omr/added_ink).
constexpr double ink_share = 0.12;
/// A curve that strays less from straight than noise does needs no map.
constexpr double straight_share = 0.03;
/// Printer's grays and scanner's noise leave the map unsure by this much; a map is drawn through so many points only.
constexpr double least_range = 50;
/// Blur under this costs a pen's stroke a tenth of its darkness at most.
constexpr double sharp_enough_px = 1.1;
/// The contrast a pen's stroke keeps on a good scanner.
constexpr double wanted_at_stroke = 0.8;
/// Sharpening raises the noise with the strokes; beyond a twentieth of print it costs more than it gives.
constexpr double most_noise = 0.05;

double range_of(const Findings& f) {
    return f.tone.white - f.tone.black;
}

std::optional<std::array<std::uint8_t, 256>> straight_map(const Findings& f) {
    double stray = 0;
    for (const TonePoint& point : f.tone.curve) {
        stray = std::max(stray, std::abs(point.gray - f.tone.black - point.printed * range_of(f)));
    }
    if (range_of(f) < least_range || stray < straight_share * range_of(f)) return std::nullopt;
    std::array<std::uint8_t, 256> map{};
    for (int g = 0; g < 256; ++g) {
        const double light = std::clamp(light_of(f.tone.curve, g), 0.0, 1.0);
        const double inside = f.tone.black + light * range_of(f);
        // Darker than print and brighter than paper stays as it is.
        const double to = g <= f.tone.black || g >= f.tone.white ? g : inside;
        map.at(static_cast<std::size_t>(g)) = static_cast<std::uint8_t>(std::lround(std::clamp(to, 0.0, 255.0)));
    }
    for (std::size_t g = 1; g < map.size(); ++g) map.at(g) = std::max(map.at(g), map.at(g - 1));
    return map;
}

/// The shortest stroke a second look asks for. Source: omr/second_look.
constexpr double shortest_stroke_mm = 2.0;
/// Neighbouring pixels share their noise, by JPEG and by the scanner's own blur: as many independent ones are left as
/// half of the pixels of a stroke's middle line.
constexpr double pixels_an_independent = 2.0;
/// A stroke's darkness strays by where it falls between pixels, too, on a scanner without noise: in proportion to its
/// darkness, by 0.0047 of print on marks of 0.7. Measured: tests/blackbox/calibration_table_test, 60 places of one X.
constexpr double between_pixels = 0.007;

/// How many deviations of a normal distribution lie above all but a share of it.
double deviations_at(double share) {
    double low = 0;
    double high = 10;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (std::erfc(middle / std::numbers::sqrt2) / 2 > share ? low : high) = middle;
    }
    return high;
}

/// A normal blur of sigma s leaves 1 / (2 sqrt(pi) s) of white noise.
constexpr double noise_by_blur = 2 * std::numbers::inv_sqrtpi_v<double> * std::numbers::pi;

}  // namespace

FittedLimit fit_limit(const Findings& f, double risk) {
    constexpr double boxes = 3;
    using Bounds = omr::ProfileBounds;
    const double range = std::max(1.0, range_of(f));
    FittedLimit out;
    out.risk = std::clamp(risk, least_risk, most_risk);
    out.deviations = deviations_at(out.risk / boxes);
    out.show_through =
        1 - std::clamp((gray_of(f.tone.curve, 1 - Bounds::show_through) - f.tone.black) / range, 0.0, 1.0);
    const double pixels = shortest_stroke_mm * f.dpi_x.middle / base::mm_per_inch;
    out.mark_noise = std::hypot(f.tone.noise / range * std::sqrt(pixels_an_independent / std::max(1.0, pixels)),
                                between_pixels * out.show_through);
    out.least_darkness =
        std::clamp(out.show_through + out.deviations * out.mark_noise, Bounds::show_through, Bounds::least_darkness);
    return out;
}

omr::ScannerProfile fit_reading(const Findings& f, double risk) {
    omr::ScannerProfile out;
    out.least_darkness = fit_limit(f, risk).least_darkness;
    out.dpi = f.dpi_x.middle;
    out.gray_map = straight_map(f);
    out.white = static_cast<int>(std::lround(f.tone.white));
    const double wanted_noise = ink_share * range_of(f) / noise_deviations;
    if (f.tone.noise > 1.2 * wanted_noise) {
        out.smooth_px = std::clamp(f.tone.noise / wanted_noise / noise_by_blur, 0.5, omr::ProfileBounds::smooth_px);
        return omr::bounded(out);
    }
    const double blur = std::max(f.sharpness.blur_across_px, f.sharpness.blur_along_px);
    if (blur > sharp_enough_px && f.sharpness.at_stroke > 0.05) {
        // At a stroke's frequency the blurred copy keeps what the scanner keeps.
        const double kept = std::min(0.95, f.sharpness.at_stroke);
        const double wanted = std::max(0.0, (wanted_at_stroke / kept - 1) / (1 - kept));
        const double bearable = std::max(0.0, most_noise * range_of(f) / std::max(0.5, f.tone.noise) - 1);
        out.sharpen_px = blur;
        out.sharpen_amount = std::min({wanted, bearable, omr::ProfileBounds::sharpen_amount});
    }
    return omr::bounded(out);
}

double palest_mark(const Findings& f) {
    const double by_noise = noise_deviations * f.tone.noise / std::max(1.0, range_of(f));
    return std::max(ink_share, by_noise) / std::max(0.1, f.sharpness.at_stroke);
}

}  // namespace kiemphieu::calibration
