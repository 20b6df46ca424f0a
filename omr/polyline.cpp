#include "omr/polyline.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kiemphieu::omr {

double distance(base::PagePoint a, base::PagePoint b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

base::PagePoint direction(base::PagePoint from, base::PagePoint to) {
    const double length = distance(from, to);
    return length > 0 ? (to - from) * (1 / length) : base::PagePoint{};
}

double angle_between_deg(base::PagePoint a, base::PagePoint b) {
    const double cosine = std::clamp(a.x * b.x + a.y * b.y, -1.0, 1.0);
    return std::acos(cosine) * 180.0 / std::numbers::pi;
}

double polyline_length(const std::vector<base::PagePoint>& points) {
    double length = 0;
    for (std::size_t i = 1; i < points.size(); ++i) length += distance(points[i - 1], points[i]);
    return length;
}

/// The point `along` millimetres from one end of a line.
base::PagePoint point_from_end(const std::vector<base::PagePoint>& points, int side, double along) {
    const auto n = static_cast<int>(points.size());
    const auto at = [&](int i) { return points[static_cast<std::size_t>(side == 0 ? i : n - 1 - i)]; };
    double walked = 0;
    for (int i = 1; i < n; ++i) {
        const double step = distance(at(i - 1), at(i));
        if (step > 0 && walked + step >= along) return at(i - 1) + (at(i) - at(i - 1)) * ((along - walked) / step);
        walked += step;
    }
    return at(n - 1);
}

}  // namespace kiemphieu::omr
