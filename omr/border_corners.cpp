#include "omr/border_corners.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// Directions before and after a corner are taken over this length: shorter, and the tracing's pixel steps show.
constexpr double reach_mm = 1.0;
/// The limbs of a V that an X leaves beside a border: its bars cross at 30° at least.
constexpr double corner_cosine = 0.77;  // of 40°
/// A felt pen's line ends half its width before the border when it is thinned, after the zone's own growth.
constexpr double beside_mm = 0.8;
/// A V's shorter limb; less is a hook.
constexpr double limb_mm = 1.0;

bool lies_beside_print(base::PagePoint p, const PrintZone& zone) {
    constexpr std::array<base::PagePoint, 8> around{
        {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0.7, 0.7}, {0.7, -0.7}, {-0.7, 0.7}, {-0.7, -0.7}}};
    for (const base::PagePoint& step : around) {
        for (const double far : {0.4 * beside_mm, beside_mm}) {
            if ((zone.at(p.x + step.x * far, p.y + step.y * far) & PrintZone::line) != 0) return true;
        }
    }
    return false;
}

double length_of(const std::vector<base::PagePoint>& points, std::size_t from, std::size_t to) {
    double length = 0;
    for (std::size_t i = from + 1; i <= to; ++i) length += distance(points[i - 1], points[i]);
    return length;
}

/// The sharpest point beside print that turns enough, with a limb on both sides.
std::optional<std::size_t> find_corner(const SkeletonEdge& edge, const PrintZone& zone) {
    if (edge.length_mm < 2 * limb_mm || edge.points.size() < 5) return std::nullopt;
    const double step = edge.length_mm / static_cast<double>(edge.points.size() - 1);
    const auto reach = static_cast<std::size_t>(std::lround(reach_mm / step));
    if (reach == 0) return std::nullopt;
    std::optional<std::size_t> best;
    double least = corner_cosine;
    for (std::size_t i = reach; i + reach < edge.points.size(); ++i) {
        const base::PagePoint in = direction(edge.points[i - reach], edge.points[i]);
        const base::PagePoint out = direction(edge.points[i], edge.points[i + reach]);
        const double cosine = in.x * out.x + in.y * out.y;
        if (cosine >= least || !lies_beside_print(edge.points[i], zone)) continue;
        best = i;
        least = cosine;
    }
    return best;
}

}  // namespace

std::vector<CutCorner> cut_corners_beside_print(SkeletonGraph& graph, const PrintZone& zone) {
    std::vector<CutCorner> out;
    const std::size_t traced = graph.edges.size();
    for (std::size_t e = 0; e < traced; ++e) {
        const auto corner = find_corner(graph.edges[e], zone);
        if (!corner) continue;
        SkeletonEdge rest = graph.edges[e];
        SkeletonEdge& edge = graph.edges[e];
        rest.points.erase(rest.points.begin(), rest.points.begin() + static_cast<std::ptrdiff_t>(*corner));
        edge.points.resize(*corner + 1);
        edge.length_mm = length_of(edge.points, 0, edge.points.size() - 1);
        rest.length_mm = length_of(rest.points, 0, rest.points.size() - 1);
        edge.to = static_cast<int>(graph.nodes.size());
        rest.from = edge.to + 1;
        for (int k = 0; k < 2; ++k) {
            graph.nodes.push_back(edge.points.back());
            graph.degree.push_back(1);
        }
        out.push_back({static_cast<int>(e), static_cast<int>(graph.edges.size())});
        graph.edges.push_back(std::move(rest));
    }
    return out;
}

}  // namespace kiemphieu::omr
