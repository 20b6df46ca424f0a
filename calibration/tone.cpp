#include "calibration/tone.hpp"

#include <algorithm>
#include <cmath>

#include "omr/photometry.hpp"

namespace kiemphieu::calibration {

namespace {

/// Away from a patch's edges by more than the widest blur.
constexpr double inset_mm = 1.5;
/// Bare paper right above and below the wedge.
constexpr double strip_mm = 0.9;

/// One sigma of pixels, by neighbours two apart: slow shading does not count.
double noise_of(const PlacedScan& placed, const base::PageRect& box) {
    std::vector<double> differences;
    const base::ScanPoint a = placed.transform.to_scan({box.x, box.y});
    const base::ScanPoint b = placed.transform.to_scan({box.right(), box.bottom()});
    const int x0 = std::max(0, static_cast<int>(std::min(a.x, b.x)));
    const int x1 = std::min(placed.scan.width - 3, static_cast<int>(std::max(a.x, b.x)));
    const int y0 = std::max(0, static_cast<int>(std::min(a.y, b.y)));
    const int y1 = std::min(placed.scan.height - 1, static_cast<int>(std::max(a.y, b.y)));
    double squares = 0;
    std::size_t count = 0;
    for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; x += 3) {
            const double d = placed.scan.at(x, y) - placed.scan.at(x + 2, y);
            // A speck on the blank is no noise.
            if (std::abs(d) > 60) continue;
            squares += d * d;
            ++count;
        }
    }
    // The difference of two has twice the variance.
    return count > 0 ? std::sqrt(squares / static_cast<double>(count) / 2) : 0;
}

/// How bright the paper is in steps over the page, in image directions, each divided by the brightest.
void measure_light(const PlacedScan& placed, Tone& tone) {
    const omr::PaperLevel level(placed.scan);
    const double px_per_mm = placed.transform.px_per_mm({105, 148});
    const auto profile = [&](int length, int other, bool across) {
        std::vector<LightPoint> out;
        const int step = std::max(1, static_cast<int>(10 * px_per_mm));
        // The scanner's own background shows at the edges of a sheet that lies a little off.
        const int margin = static_cast<int>(8 * px_per_mm);
        for (int at = margin; at < length - margin; at += step) {
            std::vector<double> values;
            for (int side = margin; side < other - margin; side += step / 2) {
                values.push_back(across ? level.at(at, side) : level.at(side, at));
            }
            out.push_back({at / px_per_mm, quantile_of(values, 0.6)});
        }
        return out;
    };
    tone.across = profile(placed.scan.width, placed.scan.height, true);
    tone.along = profile(placed.scan.height, placed.scan.width, false);
    double darkest = 1;
    for (auto* points : {&tone.across, &tone.along}) {
        double most = 1;
        for (const LightPoint& point : *points) most = std::max(most, point.share);
        double least = 1;
        for (LightPoint& point : *points) {
            point.share /= most;
            least = std::min(least, point.share);
        }
        darkest = std::min(darkest, least);
    }
    tone.unevenness = 1 - darkest;
}

/// Grays that do not fall towards white: what noise turned around is evened out.
void make_ascending(std::vector<TonePoint>& curve) {
    for (std::size_t i = 1; i < curve.size(); ++i) curve[i].gray = std::max(curve[i].gray, curve[i - 1].gray);
}

}  // namespace

Tone measure_tone(const PlacedScan& placed, const forms::CalibrationSheet& sheet) {
    Tone tone;
    const base::PageRect blank = sheet.blank.grown(-1.5);
    tone.white = median_of(grays_in(placed, {blank.x, blank.y + 1, blank.w, blank.h - 1}));
    for (const forms::GrayPatch& patch : sheet.wedge) {
        const base::PageRect& box = patch.box;
        const double here = median_of(grays_in(placed, box.grown(-inset_mm)));
        std::vector<double> paper = grays_in(placed, {box.x, box.y - strip_mm - 0.4, box.w, strip_mm});
        const std::vector<double> below = grays_in(placed, {box.x, box.bottom() + 0.4, box.w, strip_mm});
        paper.insert(paper.end(), below.begin(), below.end());
        const double local = median_of(std::move(paper));
        tone.curve.push_back({patch.gray, local > 0 ? here * tone.white / local : here});
    }
    make_ascending(tone.curve);
    tone.black = tone.curve.front().gray;
    tone.curve.back().gray = std::max(tone.white, tone.curve[tone.curve.size() - 2].gray);
    tone.noise = noise_of(placed, {blank.x, blank.y + 1, blank.w, blank.h - 1});
    tone.noise_black = noise_of(placed, sheet.wedge.front().box.grown(-inset_mm));
    measure_light(placed, tone);
    return tone;
}

double gray_of(const std::vector<TonePoint>& curve, double light) {
    if (curve.size() < 2) return 0;
    std::size_t i = 1;
    while (i + 1 < curve.size() && light > curve[i].printed) ++i;
    const TonePoint& a = curve[i - 1];
    const TonePoint& b = curve[i];
    if (b.printed - a.printed < 1e-6) return b.gray;
    return a.gray + (b.gray - a.gray) * std::clamp((light - a.printed) / (b.printed - a.printed), 0.0, 1.0);
}

double light_of(const std::vector<TonePoint>& curve, double gray) {
    if (curve.size() < 2) return 0;
    std::size_t i = 1;
    while (i + 1 < curve.size() && gray > curve[i].gray) ++i;
    const TonePoint& a = curve[i - 1];
    const TonePoint& b = curve[i];
    if (b.gray - a.gray < 1e-6) return b.printed;
    return std::clamp(a.printed + (b.printed - a.printed) * (gray - a.gray) / (b.gray - a.gray), -0.2, 1.2);
}

}  // namespace kiemphieu::calibration
