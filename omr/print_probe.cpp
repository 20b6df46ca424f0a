#include "omr/print_probe.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "omr/sampling.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;
using base::PageRect;
using base::ScanPoint;

/// The scan's step for a page millimetre along each axis, near a point.
struct Axes {
    ScanPoint x;
    ScanPoint y;
};

Axes axes_at(const Homography& map, PagePoint p) {
    const ScanPoint here = map.to_scan(p);
    return {map.to_scan({p.x + 1, p.y}) - here, map.to_scan({p.x, p.y + 1}) - here};
}

double length(ScanPoint p) {
    return std::hypot(p.x, p.y);
}

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

bool inside(const base::GrayView& scan, ScanPoint p) {
    return p.x >= 1 && p.y >= 1 && p.x < scan.width - 1 && p.y < scan.height - 1;
}

// Measuring a mark: nine lines over the inner two thirds of it.
constexpr int mark_lines = 9;
constexpr double mark_inner = 0.66;
// Blur, dot gain and threshold move both edges of a mark by up to 0.3 mm each; a stroke across moves one much more.
constexpr double mark_size_slack_mm = 0.7;

/// Where the gray rises above `level` on the way out from a dark point, in millimetres along `direction`.
std::optional<double> edge_along(const base::GrayView& scan, ScanPoint from, ScanPoint direction, double start_mm,
                                 double end_mm, double level) {
    const double step = std::max(0.08, 0.7 / length(direction));
    double before = gray_at(scan, from + direction * start_mm);
    if (before > level) return std::nullopt;
    for (double t = start_mm + step; t < end_mm; t += step) {
        const ScanPoint at = from + direction * t;
        // A mark that the image cuts off has no edge there, only an end.
        if (!inside(scan, at)) return std::nullopt;
        const double here = gray_at(scan, at);
        if (here > level) return t - step * (here - level) / (here - before);
        before = here;
    }
    return std::nullopt;
}

/// The offset of the mark's middle along one axis, from lines parallel to it.
std::optional<double> middle_along(const base::GrayView& scan, ScanPoint near, ScanPoint along, ScanPoint across,
                                   double size_mm, double level) {
    std::vector<double> middles;
    for (int i = 0; i < mark_lines; ++i) {
        const double aside = (i - (mark_lines - 1) / 2.0) / mark_lines * mark_inner * size_mm;
        const ScanPoint from = near + across * aside;
        // The start is a third of the way out, so a middle known to a fifth of the side is enough.
        const auto high = edge_along(scan, from, along, size_mm / 4, size_mm, level);
        const auto low = edge_along(scan, from, along * -1.0, size_mm / 4, size_mm, level);
        if (!high || !low || std::abs(*high + *low - size_mm) > mark_size_slack_mm) continue;
        middles.push_back((*high - *low) / 2);
    }
    if (middles.size() < 3) return std::nullopt;
    return median(middles);
}

/// The gray halfway between a mark's inside and the paper around it.
std::optional<double> half_level(const base::GrayView& scan, ScanPoint near, const Axes& axes, double size_mm) {
    std::vector<double> ink;
    std::vector<double> paper;
    for (int i = -2; i <= 2; ++i) {
        for (int j = -2; j <= 2; ++j) {
            ink.push_back(gray_at(scan, near + axes.x * (i * size_mm / 10) + axes.y * (j * size_mm / 10)));
        }
        for (const double side : {-0.75 * size_mm, 0.75 * size_mm}) {
            paper.push_back(gray_at(scan, near + axes.x * side + axes.y * (i * size_mm / 5)));
            paper.push_back(gray_at(scan, near + axes.y * side + axes.x * (i * size_mm / 5)));
        }
    }
    const double dark = median(ink);
    const double light = median(paper);
    // The palest print that still reads is 50 grays darker than its paper.
    if (light - dark < 50) return std::nullopt;
    return (dark + light) / 2;
}

// Measuring lines. The table's are at least a row head long, a printed box's side is 8 mm. Junctions are left out:
// there the other line darkens the way across.
constexpr double shortest_line_mm = 15.0;
constexpr double line_step_mm = 4.0;
constexpr double junction_mm = 0.9;
// The way across in steps of an eighth of a millimetre, or of a pixel where pixels are larger.
constexpr double finest_step_mm = 0.12;
constexpr std::size_t longest_way = 64;
// A hair line of 0.25 mm at 150 dpi with blur keeps over a quarter of the contrast.
constexpr double least_contrast = 40;
// Width at half depth: print of 0.18 to 0.35 mm, dot gain to 0.15 mm, and the scanner's blur, which is about a pixel.
constexpr double dot_gain_mm = 0.3;

/// The middle of the dark run nearest to the expected place whose width is a line's.
std::optional<double> line_across(const std::array<double, longest_way>& grays, std::size_t count, double step_mm,
                                  double widest_mm) {
    const auto end = grays.begin() + static_cast<std::ptrdiff_t>(count);
    const auto [darkest, brightest] = std::minmax_element(grays.begin(), end);
    if (*brightest - *darkest < least_contrast) return std::nullopt;
    const double level = (*darkest + *brightest) / 2;
    const double middle = (static_cast<double>(count) - 1) / 2;
    std::optional<double> best;
    double down = -1;
    for (std::size_t i = 1; i < count; ++i) {
        if (grays[i - 1] >= level && grays[i] < level) {
            down = static_cast<double>(i) - (level - grays[i]) / (grays[i - 1] - grays[i]);
        } else if (grays[i - 1] < level && grays[i] >= level && down >= 0) {
            const double up = static_cast<double>(i) - (grays[i] - level) / (grays[i] - grays[i - 1]);
            const double off = ((down + up) / 2 - middle) * step_mm;
            const bool narrow = (up - down) * step_mm <= widest_mm;
            if (narrow && (!best || std::abs(off) < std::abs(*best))) best = off;
            down = -1;
        }
    }
    return best;
}

/// Places along a line between its ends, in page millimetres along the line.
std::vector<double> places_along(double from, double to, const std::vector<double>& junctions) {
    std::vector<double> places;
    const int count = std::max(1, static_cast<int>((to - from) / line_step_mm));
    for (int i = 0; i < count; ++i) {
        const double at = from + (to - from) * (i + 0.5) / count;
        const bool near =
            std::any_of(junctions.begin(), junctions.end(), [&](double j) { return std::abs(j - at) < junction_mm; });
        if (!near) places.push_back(at);
    }
    return places;
}

}  // namespace

std::optional<ScanPoint> measure_mark(const base::GrayView& scan, const Homography& page_to_scan, const PageRect& mark,
                                      ScanPoint near) {
    const Axes axes = axes_at(page_to_scan, mark.center());
    const auto level = half_level(scan, near, axes, mark.w);
    if (!level) return std::nullopt;
    const auto x = middle_along(scan, near, axes.x, axes.y, mark.w, *level);
    const auto y = middle_along(scan, near, axes.y, axes.x, mark.h, *level);
    if (!x || !y) return std::nullopt;
    return near + axes.x * *x + axes.y * *y;
}

LineSamples measure_lines(const base::GrayView& scan, const PageTransform& around, const forms::LayoutPage& page,
                          double reach_mm) {
    std::vector<double> crossed_by_level;
    std::vector<double> crossed_by_upright;
    for (const auto& rule : page.rules) {
        if (rule.w > rule.h)
            crossed_by_level.push_back(rule.center().y);
        else
            crossed_by_upright.push_back(rule.center().x);
    }
    LineSamples samples;
    samples.looked.assign(page.rules.size(), 0);
    std::array<double, longest_way> grays{};
    for (std::size_t index = 0; index < page.rules.size(); ++index) {
        const PageRect& rule = page.rules[index];
        if (std::max(rule.w, rule.h) < shortest_line_mm) continue;
        const bool level = rule.w > rule.h;
        const double thickness = std::min(rule.w, rule.h);
        const PagePoint middle = rule.center();
        const Axes axes = axes_at(around.base(), middle);
        const ScanPoint across = level ? axes.y : axes.x;
        const double px_mm = 1 / length(across);
        const double step = std::max({finest_step_mm, 0.7 * px_mm, 2 * reach_mm / (longest_way - 1)});
        const auto count = static_cast<std::size_t>(2 * reach_mm / step) + 1;
        const double widest = thickness + dot_gain_mm + 1.5 * px_mm;
        const auto places = level ? places_along(rule.x, rule.right(), crossed_by_upright)
                                  : places_along(rule.y, rule.bottom(), crossed_by_level);
        for (const double place : places) {
            const PagePoint at = level ? PagePoint{place, middle.y} : PagePoint{middle.x, place};
            const PagePoint known = around.shift_at(at);
            const ScanPoint center = around.base().to_scan(at + known);
            if (!inside(scan, center)) continue;
            ++samples.looked[index];
            const ScanPoint start = center - across * (step * (static_cast<double>(count) - 1) / 2);
            const auto place_at = [&](std::size_t i) { return start + across * (step * static_cast<double>(i)); };
            if (is_within(scan, start) && is_within(scan, place_at(count - 1))) {
                for (std::size_t i = 0; i < count; ++i) grays[i] = gray_within(scan, place_at(i));
            } else {
                for (std::size_t i = 0; i < count; ++i) grays[i] = gray_at(scan, place_at(i));
            }
            if (const auto off = line_across(grays, count, step, widest)) {
                samples.found.push_back({index, at, level ? Axis::y : Axis::x, *off + (level ? known.y : known.x)});
            }
        }
    }
    return samples;
}

}  // namespace kiemphieu::omr
