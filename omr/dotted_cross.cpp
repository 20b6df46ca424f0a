#include "omr/dotted_cross.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <vector>

#include "omr/ink_in_box.hpp"
#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// Bars of X marks bow by 4 % of their length, 0.3 mm on 8 mm, and a thin pen is half a millimetre wide at most.
constexpr double beside_mm = 0.4;
/// A bar that bows more leaves these lines by up to so much, for a twelfth of the ink at most.
constexpr double bowed_mm = 0.9;
constexpr double bowed_share = 0.08;
/// Ink beside both lines: specks are a hundredth of an X's ink, a slip of the pen or a second stroke a tenth and more.
constexpr double spare_share = 0.015;
/// Directions tried for a line; at 4 mm from a bar's middle two of them lie half a pen's width apart.
constexpr int directions = 60;
constexpr double bin_mm = 0.1;
/// An arm is walked in steps of this length; one holds two pixels at 200 dpi.
constexpr double step_mm = 0.25;
/// The two lines' common blot reaches this far from where they cross; an arm shows beyond it.
constexpr double blot_mm = 0.5;
/// So many steps of an arm beyond the blot hold ink, and this share of all up to its end: of fewer, a speck could be
/// one.
constexpr int least_steps = 3;
constexpr double least_filled = 0.4;
/// Flatter bars are not told apart by their dots.
constexpr double least_angle_deg = 30.0;

struct Line {
    base::PagePoint at;
    base::PagePoint along;  ///< unit length

    double beside(base::PagePoint p) const { return std::abs((p.x - at.x) * along.y - (p.y - at.y) * along.x); }
    double walked(base::PagePoint p) const { return (p.x - at.x) * along.x + (p.y - at.y) * along.y; }
};

using Points = std::vector<base::PagePoint>;

/// The cell's ink pixels, in page millimetres.
Points ink_in(const AddedInk& ink, const PageTransform& transform, const base::PageRect& cell) {
    Points out;
    each_ink_in(ink, transform, cell, [&](base::PagePoint p) { out.push_back(p); });
    return out;
}

/// The line that most points lie on, away from the direction of another one.
std::optional<Line> densest_line(const Points& points, const base::PageRect& cell, const Line* other) {
    const double reach = std::hypot(cell.w, cell.h);
    const auto bins = static_cast<std::size_t>(2 * reach / bin_mm) + 2;
    constexpr int window = static_cast<int>(2 * beside_mm / bin_mm);
    std::optional<Line> best;
    int most = 0;
    std::vector<int> counts(bins);
    for (int k = 0; k < directions; ++k) {
        const double angle = std::numbers::pi * k / directions;
        const base::PagePoint along{std::cos(angle), std::sin(angle)};
        if (other != nullptr) {
            const double between = angle_between_deg(along, other->along);
            if (std::min(between, 180 - between) < least_angle_deg) continue;
        }
        const Line through{cell.center(), along};
        std::fill(counts.begin(), counts.end(), 0);
        for (const base::PagePoint p : points) {
            const double aside = (p.x - through.at.x) * along.y - (p.y - through.at.y) * along.x;
            ++counts[static_cast<std::size_t>((aside + reach) / bin_mm)];
        }
        int sum = 0;
        for (std::size_t b = 0; b < bins; ++b) {
            sum += counts[b];
            if (b >= window) sum -= counts[b - window];
            if (sum <= most) continue;
            most = sum;
            const double aside = (static_cast<double>(b) + 1) * bin_mm - beside_mm - reach;
            best = Line{{through.at.x + aside * along.y, through.at.y - aside * along.x}, along};
        }
    }
    return best;
}

/// The line through the points beside it, by least squares.
Line settled(Line line, const Points& points) {
    for (int round = 0; round < 3; ++round) {
        double n = 0, sx = 0, sy = 0, xx = 0, xy = 0, yy = 0;
        for (const base::PagePoint p : points) {
            if (line.beside(p) > beside_mm) continue;
            n += 1, sx += p.x, sy += p.y;
            xx += p.x * p.x, xy += p.x * p.y, yy += p.y * p.y;
        }
        if (n < 2) return line;
        xx -= sx * sx / n, xy -= sx * sy / n, yy -= sy * sy / n;
        const double angle = std::atan2(2 * xy, xx - yy) / 2;
        line = {{sx / n, sy / n}, {std::cos(angle), std::sin(angle)}};
    }
    return line;
}

std::optional<base::PagePoint> crossing_of(const Line& a, const Line& b) {
    const double across = a.along.x * b.along.y - a.along.y * b.along.x;
    if (std::abs(across) < std::sin(least_angle_deg * std::numbers::pi / 180)) return std::nullopt;
    const double t = ((b.at.x - a.at.x) * b.along.y - (b.at.y - a.at.y) * b.along.x) / across;
    return a.at + a.along * t;
}

/// Length of the arm that leaves the crossing along a line; nothing where too little of it shows.
std::optional<double> arm_length(const std::vector<double>& walked) {
    std::vector<bool> filled;
    for (const double t : walked) {
        const auto step = static_cast<std::size_t>(t / step_mm);
        if (step >= filled.size()) filled.resize(step + 1, false);
        filled[step] = true;
    }
    const auto beyond = static_cast<std::ptrdiff_t>(blot_mm / step_mm);
    if (std::ssize(filled) <= beyond) return std::nullopt;
    const auto steps = std::count(filled.begin() + beyond, filled.end(), true);
    const auto all = std::count(filled.begin(), filled.end(), true);
    if (steps < least_steps || static_cast<double>(all) < least_filled * static_cast<double>(filled.size()))
        return std::nullopt;
    return static_cast<double>(filled.size()) * step_mm;
}

/// A black-and-white scan has one darkness for all; where no print was measured there is none to tell it by.
double darkness_of(const AddedInk& ink) {
    return ink.range > 0 ? 1.0 : 0.0;
}

/// Lengths of each line's two arms.
using Arms = std::array<std::array<double, 2>, 2>;

/// The arms that two lines have from where they cross; nothing where one does not show, or ink lies beside both lines.
std::optional<Arms> arms_of(const std::array<Line, 2>& lines, const Points& points) {
    std::array<std::array<std::vector<double>, 2>, 2> walked;
    std::size_t bowed = 0;
    std::size_t spare = 0;
    for (const base::PagePoint p : points) {
        const std::size_t b = lines[0].beside(p) <= lines[1].beside(p) ? 0 : 1;
        const double beside = lines[b].beside(p);
        if (beside > beside_mm) {
            ++(beside > bowed_mm ? spare : bowed);
            continue;
        }
        const double t = lines[b].walked(p);
        walked[b][t < 0 ? 0 : 1].push_back(std::abs(t));
    }
    const auto all = static_cast<double>(points.size());
    if (static_cast<double>(spare) > spare_share * all || static_cast<double>(bowed) > bowed_share * all)
        return std::nullopt;
    Arms out{};
    for (std::size_t b = 0; b < 2; ++b) {
        for (std::size_t side = 0; side < 2; ++side) {
            const auto length = arm_length(walked[b][side]);
            if (!length) return std::nullopt;
            out[b][side] = *length;
        }
    }
    return out;
}

Cross describe(const std::array<Line, 2>& lines, const Arms& arms, std::size_t pixels, const AddedInk& ink) {
    Cross out;
    const base::PagePoint meeting = lines[0].at;
    out.meeting = meeting;
    const double between = angle_between_deg(lines[0].along, lines[1].along);
    out.angle_deg = std::min(between, 180 - between);
    out.straightness = 1;
    out.evenness = 1;
    out.darkness = darkness_of(ink);
    out.shortest_arm_mm = out.shortest_bar_mm = std::numeric_limits<double>::max();
    double total = 0;
    base::PagePoint low = meeting;
    base::PagePoint high = meeting;
    for (std::size_t b = 0; b < 2; ++b) {
        const auto [back, forth] = arms[b];
        total += back + forth;
        out.shortest_arm_mm = std::min({out.shortest_arm_mm, back, forth});
        out.shortest_bar_mm = std::min(out.shortest_bar_mm, back + forth);
        out.longest_bar_mm = std::max(out.longest_bar_mm, back + forth);
        out.evenness = std::min(out.evenness, std::min(back, forth) / std::max(back, forth));
        const double slope =
            std::atan2(std::abs(lines[b].along.y), std::abs(lines[b].along.x)) * 180 / std::numbers::pi;
        out.tilt_deg = std::max(out.tilt_deg, std::min(slope, 90 - slope));
        for (const base::PagePoint end : {meeting - lines[b].along * back, meeting + lines[b].along * forth}) {
            low = {std::min(low.x, end.x), std::min(low.y, end.y)};
            high = {std::max(high.x, end.x), std::max(high.y, end.y)};
        }
    }
    out.center = (low + high) * 0.5;
    out.width_mm = static_cast<double>(pixels) / (ink.px_per_mm * ink.px_per_mm) / total;
    return out;
}

}  // namespace

std::optional<Cross> find_dotted_cross(const AddedInk& ink, const PageTransform& transform,
                                       const base::PageRect& cell) {
    const Points points = ink_in(ink, transform, cell);
    auto first = densest_line(points, cell, nullptr);
    if (!first) return std::nullopt;
    first = settled(*first, points);
    Points rest;
    std::ranges::copy_if(points, std::back_inserter(rest),
                         [&](base::PagePoint p) { return first->beside(p) > beside_mm; });
    auto second = densest_line(rest, cell, &*first);
    if (!second) return std::nullopt;
    second = settled(*second, rest);
    const auto meeting = crossing_of(*first, *second);
    if (!meeting || !cell.contains(*meeting)) return std::nullopt;

    const std::array<Line, 2> lines{Line{*meeting, first->along}, Line{*meeting, second->along}};
    const auto arms = arms_of(lines, points);
    if (!arms) return std::nullopt;
    return describe(lines, *arms, points.size(), ink);
}

}  // namespace kiemphieu::omr
