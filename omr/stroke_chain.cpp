#include "omr/stroke_chain.hpp"

#include <algorithm>

#include "omr/corners.hpp"
#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// Of a line between two crossings a third at either end may be bent, so that a third stays.
constexpr double bent_share = 1.0 / 3;

/// How much of a line's end lies beside its crossing rather than on its way: over a crossing that thinning pulled apart
/// two ends meet with a jog as long as the piece between them, which would look like a corner.
double bent_mm(const LineJoins& lines, EdgeEnd end) {
    const EdgeEnd next = lines.partner(end);
    if (next == no_end) return 0;
    const int here = lines.node_of(end);
    const int there = lines.node_of(next);
    if (here == there || lines.root(here) != lines.root(there)) return 0;
    return std::min(distance(lines.tip(end), lines.tip(next)), bent_share * lines.edge(end.edge).length_mm);
}

/// Adds a line's points from one end to the other, without what is bent at them.
void append(std::vector<base::PagePoint>& out, const LineJoins& lines, EdgeEnd end) {
    const SkeletonEdge& e = lines.edge(end.edge);
    const double from = bent_mm(lines, end);
    const double bent_behind = bent_mm(lines, {end.edge, 1 - end.side});
    const std::size_t before = out.size();
    double walked = 0;
    for (std::size_t i = 0; i < e.points.size(); ++i) {
        const auto at = [&](std::size_t k) { return e.points[end.side == 0 ? k : e.points.size() - 1 - k]; };
        if (i > 0) walked += distance(at(i - 1), at(i));
        const bool bent = walked < from || (bent_behind > 0 && walked > e.length_mm - bent_behind);
        if (!bent) out.push_back(at(i));
    }
    // A piece of two or three pixels may have no point in its middle third.
    if (out.size() == before) out.push_back(e.points[e.points.size() / 2]);
}

/// The lines from a loose end on (or from anywhere on a ring), as strokes.
void walk(const LineJoins& lines, EdgeEnd start, std::vector<bool>& used, std::vector<Stroke>& out) {
    Stroke stroke;
    double weighted = 0;
    double width = 0;
    double total = 0;
    double longest = -1;
    for (EdgeEnd end = start; end != no_end && !used[static_cast<std::size_t>(end.edge)];) {
        const SkeletonEdge& e = lines.edge(end.edge);
        used[static_cast<std::size_t>(end.edge)] = true;
        append(stroke.points, lines, end);
        weighted += e.darkness * e.length_mm;
        width += lines.component_width(e.component) * e.length_mm;
        total += e.length_mm;
        if (e.length_mm > longest) {
            longest = e.length_mm;
            stroke.component = e.component;
        }
        end = lines.partner({end.edge, 1 - end.side});
    }
    if (total <= 0) return;
    stroke.darkness = weighted / total;
    stroke.width_mm = width / total;
    split_at_corners(stroke, lines.kept_corners(), out);
}

void add_dots(const LineJoins& lines, std::vector<Stroke>& strokes) {
    const SkeletonGraph& graph = lines.graph();
    std::vector<bool> has_line(graph.components.size(), false);
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        if (lines.is_alive(e)) has_line[static_cast<std::size_t>(graph.edges[e].component)] = true;
    }
    for (std::size_t c = 0; c < graph.components.size(); ++c) {
        if (has_line[c]) continue;
        const InkComponent& patch = graph.components[c];
        Stroke dot;
        dot.points = {patch.center};
        dot.length_mm = std::max(patch.box.w, patch.box.h);
        dot.darkness = patch.darkness;
        dot.width_mm = std::min(patch.box.w, patch.box.h);
        dot.component = static_cast<int>(c);
        strokes.push_back(std::move(dot));
    }
}

}  // namespace

std::vector<Stroke> follow_lines(const LineJoins& lines) {
    std::vector<Stroke> out;
    const std::size_t edges = lines.graph().edges.size();
    std::vector<bool> used(edges, false);
    for (const bool rings : {false, true}) {
        for (std::size_t e = 0; e < edges; ++e) {
            if (!lines.is_alive(e) || used[e]) continue;
            const EdgeEnd first{static_cast<int>(e), 0};
            const EdgeEnd second{static_cast<int>(e), 1};
            if (rings || lines.partner(first) == no_end) {
                walk(lines, first, used, out);
            } else if (lines.partner(second) == no_end) {
                walk(lines, second, used, out);
            }
        }
    }
    add_dots(lines, out);
    return out;
}

}  // namespace kiemphieu::omr
