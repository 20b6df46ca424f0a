#pragma once
// Added ink as lines: components thinned to one pixel and traced into a graph of edges, in page millimetres.

#include <cstdint>
#include <vector>

#include "base/geometry.hpp"
#include "omr/added_ink.hpp"

namespace kiemphieu::omr {

/// A connected patch of added ink.
struct InkComponent {
    base::PageRect box;
    double area_mm2{};
    double darkness{};  ///< mean share of full print
    double peak{};      ///< share of full print that its darkest tenth reaches
    /// Steepest change over two pixels at its edges, as a share of its peak: a pen's edge falls off within a pixel or
    /// two of blur, show-through, coffee and shade over a millimetre.
    double sharpness{};
    double print_contact{};  ///< share of its pixels that touch the printed zone: toner beside print hugs it all along
    base::PagePoint center;
};

/// A line of the skeleton between two nodes; from == to for a loop. Points run from node to node.
struct SkeletonEdge {
    int from{};
    int to{};
    int component{};
    double length_mm{};
    double darkness{};  ///< mean share of full print along the line
    std::vector<base::PagePoint> points;
};

struct SkeletonGraph {
    std::vector<InkComponent> components;
    std::vector<base::PagePoint> nodes;
    std::vector<int> degree;
    std::vector<SkeletonEdge> edges;
};

/// Thins and traces. `ink.ink` is used up: it holds the skeleton afterwards.
SkeletonGraph trace_skeleton(AddedInk& ink, const PrintZone& zone);

}  // namespace kiemphieu::omr
