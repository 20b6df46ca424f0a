#include "omr/line_joins.hpp"

#include <cmath>
#include <numeric>

#include "omr/polyline.hpp"

namespace kiemphieu::omr {

LineJoins::LineJoins(const SkeletonGraph& graph)
    : graph_(graph),
      alive_(graph.edges.size(), true),
      cluster_(graph.nodes.size()),
      partner_(graph.edges.size() * 2, no_end),
      component_length_(graph.components.size(), 0.0) {
    std::iota(cluster_.begin(), cluster_.end(), 0);
    for (const SkeletonEdge& e : graph.edges) component_length_[static_cast<std::size_t>(e.component)] += e.length_mm;
}

int LineJoins::root(int node) const {
    while (cluster_[static_cast<std::size_t>(node)] != node) node = cluster_[static_cast<std::size_t>(node)];
    return node;
}

void LineJoins::join(EdgeEnd a, EdgeEnd b) {
    partner_[static_cast<std::size_t>(a.edge * 2 + a.side)] = b;
    partner_[static_cast<std::size_t>(b.edge * 2 + b.side)] = a;
}

base::PagePoint LineJoins::tip(EdgeEnd end) const {
    return point_from_end(edge(end.edge).points, end.side, 0);
}

double LineJoins::component_width(int c) const {
    const InkComponent& component = graph_.components[static_cast<std::size_t>(c)];
    const double length = component_length_[static_cast<std::size_t>(c)];
    return length > 0 ? component.area_mm2 / length : std::sqrt(component.area_mm2);
}

}  // namespace kiemphieu::omr
