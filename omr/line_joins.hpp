#pragma once
// Which ends of the skeleton's lines go on into each other, as it grows: crossings made one, ends paired.

#include <vector>

#include "base/geometry.hpp"
#include "omr/skeleton.hpp"

namespace kiemphieu::omr {

/// One end of an edge of the skeleton.
struct EdgeEnd {
    int edge{};
    int side{};  ///< 0 at `from`, 1 at `to`
    bool operator==(const EdgeEnd&) const = default;
};

inline constexpr EdgeEnd no_end{-1, 0};

/// The graph outlives it.
class LineJoins {
  public:
    explicit LineJoins(const SkeletonGraph& graph);

    const SkeletonGraph& graph() const { return graph_; }
    const SkeletonEdge& edge(int e) const { return graph_.edges[static_cast<std::size_t>(e)]; }
    /// Whether an edge is a line at all: spurs and what lies within a crossing are none.
    bool is_alive(std::size_t e) const { return alive_[e]; }
    void drop(std::size_t e) { alive_[e] = false; }

    int node_of(EdgeEnd end) const { return end.side == 0 ? edge(end.edge).from : edge(end.edge).to; }
    /// The node that stands for all nodes of one crossing.
    int root(int node) const;
    void make_one(int root, int other) { cluster_[static_cast<std::size_t>(other)] = root; }

    EdgeEnd partner(EdgeEnd end) const { return partner_[static_cast<std::size_t>(end.edge * 2 + end.side)]; }
    void join(EdgeEnd a, EdgeEnd b);

    /// Where a line turns sharply and is one line all the same.
    void keep_corner(base::PagePoint at) { kept_corners_.push_back(at); }
    const std::vector<base::PagePoint>& kept_corners() const { return kept_corners_; }

    base::PagePoint tip(EdgeEnd end) const;
    /// Mean width of the pen that drew a patch. Units: mm.
    double component_width(int component) const;

  private:
    const SkeletonGraph& graph_;
    std::vector<bool> alive_;
    std::vector<int> cluster_;
    std::vector<EdgeEnd> partner_;
    std::vector<double> component_length_;
    std::vector<base::PagePoint> kept_corners_;
};

}  // namespace kiemphieu::omr
