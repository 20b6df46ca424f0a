#include "omr/corners.hpp"

#include <algorithm>
#include <cmath>

#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

constexpr double resample_mm = 0.25;
/// A corner is where the pen turns more than this within 2.5 mm: hooks and the returns of an X drawn in one go; an X's
/// bar never does.
constexpr double corner_deg = 58.0;
constexpr double corner_reach_mm = 1.25;
/// The two corners of a small X drawn in one go lie so near to each other that they are one turn at that length: there
/// each turns more than this within 1.5 mm.
constexpr double near_corner_deg = 75.0;
constexpr double near_corner_reach_mm = 0.75;

std::vector<base::PagePoint> resampled(const std::vector<base::PagePoint>& points) {
    std::vector<double> step_mm(points.size());
    double length = 0;
    for (std::size_t i = 1; i < points.size(); ++i) length += step_mm[i] = distance(points[i - 1], points[i]);
    const int steps = std::max(1, static_cast<int>(std::lround(length / resample_mm)));
    std::vector<base::PagePoint> out;
    out.reserve(static_cast<std::size_t>(steps) + 1);
    double walked = 0;
    std::size_t i = 1;
    double before = 0;
    for (int k = 0; k < steps; ++k) {
        const double wanted = length * k / steps;
        while (i < points.size() && before + step_mm[i] < wanted) before += step_mm[i++];
        if (i >= points.size()) break;
        const double step = step_mm[i];
        walked = step > 0 ? (wanted - before) / step : 0;
        out.push_back(points[i - 1] + (points[i] - points[i - 1]) * walked);
    }
    out.push_back(points.back());
    return out;
}

std::size_t samples(double mm) {
    return static_cast<std::size_t>(std::lround(mm / resample_mm));
}

/// How much the line turns at each point, over so much of it on both sides; nothing near its ends.
std::vector<double> turns(const std::vector<base::PagePoint>& points, double reach_mm) {
    const std::size_t reach = samples(reach_mm);
    std::vector<double> out(points.size(), 0.0);
    for (std::size_t i = reach; i + reach < points.size(); ++i) {
        out[i] = angle_between_deg(direction(points[i - reach], points[i]), direction(points[i], points[i + reach]));
    }
    return out;
}

/// The corners of one turn, from `first` to before `end`: its sharpest point, or two that lie near to each other.
std::vector<std::size_t> corners_of_turn(const std::vector<double>& wide, const std::vector<double>& near,
                                         std::size_t first, std::size_t end) {
    const auto sharpest = [](const std::vector<double>& turn, std::size_t from, std::size_t to) {
        const auto at = [&](std::size_t i) { return turn.begin() + static_cast<std::ptrdiff_t>(i); };
        return static_cast<std::size_t>(std::max_element(at(from), at(to)) - turn.begin());
    };
    const std::size_t apart = samples(near_corner_reach_mm);
    const std::size_t from = first - std::min(first, apart);
    const std::size_t to = std::min(near.size(), end + apart);
    const std::size_t one = sharpest(near, from, to);
    if (near[one] >= near_corner_deg) {
        std::size_t other = one;
        for (std::size_t i = from; i < to; ++i) {
            if ((i > one ? i - one : one - i) < apart || near[i] < near_corner_deg) continue;
            if (other == one || near[i] > near[other]) other = i;
        }
        if (other != one) return {std::min(one, other), std::max(one, other)};
    }
    return {sharpest(wide, first, end)};
}

}  // namespace

void split_at_corners(const Stroke& whole, const std::vector<base::PagePoint>& kept, std::vector<Stroke>& out) {
    const std::vector<base::PagePoint> points = resampled(whole.points);
    const std::vector<double> wide = turns(points, corner_reach_mm);
    const std::vector<double> near = turns(points, near_corner_reach_mm);
    std::size_t start = 0;
    int before = -1;
    const auto cut = [&](std::size_t end) {
        Stroke piece = whole;
        piece.points.assign(points.begin() + static_cast<std::ptrdiff_t>(start),
                            points.begin() + static_cast<std::ptrdiff_t>(end) + 1);
        piece.length_mm = polyline_length(piece.points);
        piece.before = before;
        out.push_back(std::move(piece));
        const int self = static_cast<int>(out.size()) - 1;
        if (before >= 0) out[static_cast<std::size_t>(before)].after = self;
        before = self;
        start = end;
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (wide[i] < corner_deg) continue;
        const std::size_t first = i;
        while (i < points.size() && wide[i] >= corner_deg) ++i;
        for (const std::size_t corner : corners_of_turn(wide, near, first, i)) {
            const auto is_here = [&](base::PagePoint p) { return distance(p, points[corner]) <= corner_reach_mm; };
            if (corner > start && std::ranges::none_of(kept, is_here)) cut(corner);
        }
    }
    cut(points.size() - 1);
}

}  // namespace kiemphieu::omr
