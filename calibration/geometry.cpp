#include "calibration/geometry.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/core.hpp>

#include "omr/affine_fit.hpp"
#include "omr/mark_search.hpp"
#include "omr/print_probe.hpp"
#include "omr/shift_grid.hpp"

namespace kiemphieu::calibration {

namespace {

using base::PagePoint;
using base::PageRect;
using base::ScanPoint;
using omr::PointPair;

/// A coarse pose is half a millimetre off, and local stretch as much again.
constexpr double reach_mm = 1.5;
/// A third of the points tells scale and stretch; fewer, and another sheet was taken for this one.
constexpr double least_share = 0.33;
/// Known points are good to a twentieth of a pixel; what lies off by more than this is dirt on the point.
constexpr double stray_mm = 0.3;
/// Rollers of feeders are 20 to 80 mm thick to the round turn of a belt over two of them.
constexpr double shortest_wave_mm = 60;
constexpr double longest_wave_mm = 320;
/// A feed that is one wave leaves its known points this little off it: five times what they are good to.
constexpr double off_one_wave_mm = 0.03;
/// A wave is believed when it explains this share of what one scale leaves.
constexpr double wave_gain = 0.25;

std::vector<PointPair> measured(const base::GrayView& scan, const omr::Homography& pose,
                                const std::vector<PageRect>& squares) {
    std::vector<PointPair> pairs;
    const double px_per_mm = omr::PageTransform(pose).px_per_mm({105, 148});
    const std::array thresholds{omr::ink_threshold(scan, omr::Print::full), omr::ink_threshold(scan, omr::Print::pale)};
    for (const PageRect& square : squares) {
        std::optional<ScanPoint> middle;
        for (const double threshold : thresholds) {
            if (middle) break;
            const auto found = omr::square_near(scan, pose.to_scan(square.center()), reach_mm * px_per_mm,
                                                {square.w * px_per_mm, threshold});
            if (found) middle = omr::measure_mark(scan, pose, square, found->center);
        }
        if (middle) pairs.push_back({square.center(), *middle});
    }
    return pairs;
}

/// One image coordinate as a plane over the page, with a wave along the feed where there is one.
struct Fit {
    std::array<double, 3> plane{};  ///< at (105, 148.5), a millimetre right, a millimetre down
    double wave_cosine{};
    double wave_sine{};
    double wave_mm{};  ///< its length; 0 for none
    double squares{};

    double amplitude() const { return std::hypot(wave_cosine, wave_sine); }
    double wave_at(double scan_y, double px_per_mm) const {
        const double phase = wave_mm > 0 ? 2 * std::numbers::pi * scan_y / px_per_mm / wave_mm : 0;
        return wave_cosine * std::cos(phase) + wave_sine * std::sin(phase);
    }
};

Fit fit(const std::vector<PointPair>& pairs, double ScanPoint::*coordinate, double px_per_mm, double wave_mm) {
    const int unknowns = wave_mm > 0 ? 5 : 3;
    cv::Mat a(static_cast<int>(pairs.size()), unknowns, CV_64F);
    cv::Mat b(static_cast<int>(pairs.size()), 1, CV_64F);
    for (int i = 0; i < a.rows; ++i) {
        const PointPair& pair = pairs[static_cast<std::size_t>(i)];
        a.at<double>(i, 0) = 1;
        a.at<double>(i, 1) = pair.page.x - 105;
        a.at<double>(i, 2) = pair.page.y - 148.5;
        if (unknowns == 5) {
            const double phase = 2 * std::numbers::pi * pair.scan.y / px_per_mm / wave_mm;
            a.at<double>(i, 3) = std::cos(phase);
            a.at<double>(i, 4) = std::sin(phase);
        }
        b.at<double>(i, 0) = pair.scan.*coordinate;
    }
    cv::Mat x;
    cv::solve(a, b, x, cv::DECOMP_QR);
    Fit out;
    for (int i = 0; i < 3; ++i) out.plane.at(static_cast<std::size_t>(i)) = x.at<double>(i);
    if (unknowns == 5) {
        out.wave_cosine = x.at<double>(3);
        out.wave_sine = x.at<double>(4);
        out.wave_mm = wave_mm;
    }
    const cv::Mat off = a * x - b;
    out.squares = off.dot(off);
    return out;
}

/// The best wave of all lengths, or none.
Fit fit_feed(const std::vector<PointPair>& pairs, double px_per_mm) {
    const Fit plain = fit(pairs, &ScanPoint::y, px_per_mm, 0);
    Fit best = plain;
    for (double wave = shortest_wave_mm; wave <= longest_wave_mm; wave *= 1.02) {
        const Fit waved = fit(pairs, &ScanPoint::y, px_per_mm, wave);
        // A wave far larger than the shift it explains stands against a slope: that is a scale told twice.
        if (waved.squares < best.squares && waved.amplitude() < 2 * px_per_mm) best = waved;
    }
    return best.squares < (1 - wave_gain) * plain.squares ? best : plain;
}

/// Drops points that lie off what their neighbourhood says.
void drop_strays(std::vector<PointPair>& pairs, double px_per_mm) {
    for (int round = 0; round < 3; ++round) {
        const Fit x = fit(pairs, &ScanPoint::x, px_per_mm, 0);
        const Fit y = fit_feed(pairs, px_per_mm);
        const auto off = [&](const PointPair& pair) {
            const auto at = [&](const Fit& f) {
                return f.plane[0] + f.plane[1] * (pair.page.x - 105) + f.plane[2] * (pair.page.y - 148.5) +
                       f.wave_at(pair.scan.y, px_per_mm);
            };
            return std::hypot(pair.scan.x - at(x), pair.scan.y - at(y));
        };
        const std::size_t before = pairs.size();
        std::erase_if(pairs,
                      [&](const PointPair& pair) { return off(pair) > (stray_mm + 0.3 * (2 - round)) * px_per_mm; });
        if (pairs.size() == before || pairs.size() < 12) return;
    }
}

/// What is left of the feed's way after its scale, in steps of the grid's pitch.
void tell_stretch(Geometry& geometry, const std::vector<PointPair>& pairs, const Fit& feed, double px_per_mm,
                  double sy) {
    constexpr double step_mm = 10;
    struct Bin {
        std::vector<double> places;  // along the feed: points lie where they lie, not at the bin's middle
        std::vector<double> shifts;
    };
    std::vector<Bin> bins;
    double off_wave = 0;
    for (const PointPair& pair : pairs) {
        const double straight =
            feed.plane[0] + feed.plane[1] * (pair.page.x - 105) + feed.plane[2] * (pair.page.y - 148.5);
        const double shift = (pair.scan.y - straight) / sy;
        const auto bin = static_cast<std::size_t>(std::max(0.0, pair.scan.y / sy / step_mm));
        if (bins.size() <= bin) bins.resize(bin + 1);
        bins[bin].places.push_back(pair.scan.y / sy);
        bins[bin].shifts.push_back(shift);
        const double rest = shift - feed.wave_at(pair.scan.y, px_per_mm) / sy;
        off_wave += rest * rest;
    }
    std::vector<double> shifts;
    for (Bin& bin : bins) {
        if (bin.shifts.empty()) continue;
        geometry.stretch.push_back({mean_of(bin.places), median_of(std::move(bin.shifts))});
        shifts.push_back(geometry.stretch.back().shift_mm);
    }
    // A wave's constant part belongs to the sheet's place. What one wave leaves is no wave: told as it lies.
    const bool one_wave = feed.wave_mm > 0 && std::sqrt(off_wave / static_cast<double>(pairs.size())) < off_one_wave_mm;
    const double middle = one_wave ? 0 : mean_of(shifts);
    double most = 0;
    for (StretchPoint& point : geometry.stretch) {
        point.shift_mm -= middle;
        most = std::max(most, std::abs(point.shift_mm));
    }
    geometry.stretch_mm = one_wave ? feed.amplitude() / sy : most;
}

/// The transform with the stretch in it, for looking at the rest of the sheet.
omr::PageTransform transform_of(const omr::Homography& map, const std::vector<PointPair>& pairs) {
    const std::vector<double> xs = omr::equal_knots(8, 202, 5);
    const std::vector<double> ys = omr::equal_knots(8, 289, 21);
    std::vector<omr::ShiftSample> along_x;
    std::vector<omr::ShiftSample> along_y;
    for (const PointPair& pair : pairs) {
        const PagePoint shift = map.to_page(pair.scan) - pair.page;
        along_x.push_back({pair.page, shift.x, 4});
        along_y.push_back({pair.page, shift.y, 4});
    }
    const omr::ShiftField x = omr::fit_shift_field(along_x, xs, ys);
    const omr::ShiftField y = omr::fit_shift_field(along_y, xs, ys);
    std::vector<PagePoint> shifts;
    for (std::size_t i = 0; i < x.knots_mm.size(); ++i) shifts.push_back({x.knots_mm[i], y.knots_mm[i]});
    return {map, xs, ys, shifts};
}

}  // namespace

std::optional<PlacedSheet> place_sheet(const base::GrayView& scan, const omr::CoarsePose& pose,
                                       const forms::CalibrationSheet& sheet) {
    std::vector<PageRect> squares = sheet.grid;
    squares.insert(squares.end(), sheet.page.registration_marks.begin(), sheet.page.registration_marks.end());
    std::vector<PointPair> pairs = measured(scan, pose.page_to_scan, squares);
    if (static_cast<double>(pairs.size()) < least_share * static_cast<double>(squares.size())) return std::nullopt;
    double px_per_mm = omr::PageTransform(pose.page_to_scan).px_per_mm({105, 148});
    drop_strays(pairs, px_per_mm);
    const auto map = omr::fit_affine(pairs);
    if (!map || static_cast<double>(pairs.size()) < least_share * static_cast<double>(squares.size()))
        return std::nullopt;

    const Fit across = fit(pairs, &ScanPoint::x, px_per_mm, 0);
    const Fit feed = fit_feed(pairs, px_per_mm);
    // Rows of the page's map to the image: the feed's own is turned by the skew alone, the sensor's is sheared too.
    const double sy = std::hypot(feed.plane[1], feed.plane[2]);
    const double sx = std::abs(across.plane[1] * feed.plane[2] - across.plane[2] * feed.plane[1]) / sy;
    PlacedSheet out;
    Geometry& g = out.geometry;
    g.points = static_cast<int>(pairs.size());
    g.dpi_x = sx * base::mm_per_inch;
    g.dpi_y = sy * base::mm_per_inch;
    const double turn = std::atan2(feed.plane[1], feed.plane[2]);
    const double quarter = std::numbers::pi / 2;
    g.skew_deg = (turn - std::round(turn / quarter) * quarter) * 180 / std::numbers::pi;
    g.shear = -(across.plane[1] * feed.plane[1] + across.plane[2] * feed.plane[2]) / (sx * sy);
    tell_stretch(g, pairs, feed, px_per_mm, sy);
    const omr::PageTransform transform = transform_of(*map, pairs);
    double squares_sum = 0;
    for (const PointPair& pair : pairs) {
        const ScanPoint off = transform.to_scan(pair.page) - pair.scan;
        squares_sum += off.x * off.x + off.y * off.y;
    }
    g.residual_mm = std::sqrt(squares_sum / static_cast<double>(pairs.size())) / sy;
    out.placed = {scan, transform, pose.rotation_deg};
    return out;
}

}  // namespace kiemphieu::calibration
