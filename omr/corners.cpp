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

}  // namespace

void split_at_corners(const Stroke& whole, std::vector<Stroke>& out) {
    const std::vector<base::PagePoint> points = resampled(whole.points);
    const auto reach = static_cast<std::size_t>(std::lround(corner_reach_mm / resample_mm));
    std::vector<double> turn(points.size(), 0.0);
    for (std::size_t i = reach; i + reach < points.size(); ++i) {
        turn[i] = angle_between_deg(direction(points[i - reach], points[i]), direction(points[i], points[i + reach]));
    }
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
    for (std::size_t i = reach; i + reach < points.size(); ++i) {
        if (turn[i] < corner_deg) continue;
        std::size_t sharpest = i;
        while (i + reach < points.size() && turn[i] >= corner_deg) {
            if (turn[i] > turn[sharpest]) sharpest = i;
            ++i;
        }
        cut(sharpest);
    }
    cut(points.size() - 1);
}

}  // namespace kiemphieu::omr
