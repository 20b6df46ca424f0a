#include "omr/strokes.hpp"

#include <algorithm>
#include <cmath>

#include "omr/corners.hpp"
#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// Thinning leaves spurs up to about half a pen's width on ragged edges; felt pens are 0.8 mm wide.
constexpr double spur_mm = 0.55;
/// A crossing of lines of width w at angle a is thinned to a common piece of about w / tan(a / 2): up to 1 mm for pens
/// at 45°.
constexpr double merged_piece_mm = 1.0;
/// … and up to 2.4 mm for a broad pen at 25°, but only where both pairs run straight on over it.
constexpr double flat_piece_mm = 2.4;
/// … or this many widths of the pen that drew it.
constexpr double flat_piece_widths = 3.0;
constexpr double straight_over_piece_deg = 30.0;
/// Two ends at a crossing belong to one stroke when they turn less than this: people's X strokes bend up to 30° at the
/// crossing.
constexpr double straight_on_deg = 42.0;
/// Direction of an end: over 1.5 mm, leaving out the 0.3 mm next to the crossing that thinning bends.
constexpr double lead_mm = 1.5;
constexpr double skip_mm = 0.3;
/// A printed line of 0.3 mm grown by 0.25 mm on both sides cuts a stroke at 30° over 1.6 mm, and thinning shortens both
/// ends by half a pen.
constexpr double gap_over_print_mm = 2.6;
/// Where nothing is printed only a skip of the pen or a pale pixel breaks a line.
constexpr double gap_on_paper_mm = 0.8;
constexpr double gap_turn_deg = 32.0;
struct EdgeEnd {
    int edge{};
    int side{};  ///< 0 at `from`, 1 at `to`
    bool operator==(const EdgeEnd&) const = default;
};

/// Joins the graph's edges end to end.
class Joiner {
  public:
    Joiner(const SkeletonGraph& graph, const PrintZone& zone, const std::vector<HiddenBand>& hidden)
        : graph_(graph), zone_(zone), hidden_(hidden), alive_(graph.edges.size(), true), cluster_(graph.nodes.size()) {
        for (std::size_t n = 0; n < cluster_.size(); ++n) cluster_[n] = static_cast<int>(n);
        partner_.resize(graph.edges.size() * 2, no_end);
    }

    std::vector<Stroke> run() {
        measure_components();
        cut_spurs();
        contract_crossings();
        pair_at_crossings();
        link_gaps();
        std::vector<Stroke> strokes = chain();
        add_dots(strokes);
        return strokes;
    }

  private:
    static constexpr EdgeEnd no_end{-1, 0};

    const SkeletonEdge& edge(int e) const { return graph_.edges[static_cast<std::size_t>(e)]; }
    int node_of(EdgeEnd end) const { return end.side == 0 ? edge(end.edge).from : edge(end.edge).to; }
    int root(int node) const {
        while (cluster_[static_cast<std::size_t>(node)] != node) node = cluster_[static_cast<std::size_t>(node)];
        return node;
    }
    EdgeEnd& partner(EdgeEnd end) { return partner_[static_cast<std::size_t>(end.edge * 2 + end.side)]; }
    base::PagePoint tip(EdgeEnd end) const { return point_from_end(edge(end.edge).points, end.side, 0); }
    /// Direction in which the stroke leaves the node.
    base::PagePoint outward(EdgeEnd end) const {
        const SkeletonEdge& e = edge(end.edge);
        const double skip = e.length_mm > 2 * skip_mm ? skip_mm : 0;
        return direction(point_from_end(e.points, end.side, skip),
                         point_from_end(e.points, end.side, std::min(lead_mm, e.length_mm)));
    }

    std::vector<std::vector<EdgeEnd>> incidence() const {
        std::vector<std::vector<EdgeEnd>> out(graph_.nodes.size());
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            if (!alive_[e]) continue;
            for (const int side : {0, 1}) {
                const EdgeEnd end{static_cast<int>(e), side};
                out[static_cast<std::size_t>(root(node_of(end)))].push_back(end);
            }
        }
        return out;
    }

    void cut_spurs() {
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            const SkeletonEdge& candidate = graph_.edges[e];
            if (candidate.length_mm >= spur_mm || candidate.from == candidate.to) continue;
            const int a = graph_.degree[static_cast<std::size_t>(candidate.from)];
            const int b = graph_.degree[static_cast<std::size_t>(candidate.to)];
            if ((a == 1 && b >= 3) || (b == 1 && a >= 3)) alive_[e] = false;
        }
    }

    /// Two crossings joined by a short piece are one crossing that thinning pulled apart.
    void contract_crossings() {
        std::vector<int> order;
        const auto ends_at = incidence();
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            const SkeletonEdge& piece = graph_.edges[e];
            const double longest = std::max(flat_piece_mm, flat_piece_widths * component_width(piece.component));
            if (!alive_[e] || piece.from == piece.to || piece.length_mm >= longest) continue;
            const auto& at_from = ends_at[static_cast<std::size_t>(piece.from)];
            const auto& at_to = ends_at[static_cast<std::size_t>(piece.to)];
            if (at_from.size() < 3 || at_to.size() < 3) continue;
            const double width =
                graph_.components[static_cast<std::size_t>(piece.component)].area_mm2 > 0 ? merged_piece_mm : 0;
            if (piece.length_mm < width || runs_straight_over(static_cast<int>(e), at_from, at_to)) {
                order.push_back(static_cast<int>(e));
            }
        }
        for (const int e : order) {
            const int a = root(edge(e).from);
            const int b = root(edge(e).to);
            if (a != b) cluster_[static_cast<std::size_t>(b)] = a;
            alive_[static_cast<std::size_t>(e)] = false;
        }
        drop_pieces_within_crossings();
    }

    /// A crossing may have a pinhole that thinning runs around: short pieces that begin and end in one crossing are no
    /// arms.
    void drop_pieces_within_crossings() {
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            const SkeletonEdge& piece = graph_.edges[e];
            const int node = root(piece.from);
            if (node != root(piece.to) || piece.length_mm >= flat_piece_mm) continue;
            int others = 0;
            for (const EdgeEnd& end : ends_of(node)) others += end.edge != static_cast<int>(e) ? 1 : 0;
            if (others >= 2) alive_[e] = false;
        }
    }

    std::vector<EdgeEnd> ends_of(int cluster) const {
        std::vector<EdgeEnd> out;
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            for (const int side : {0, 1}) {
                const EdgeEnd end{static_cast<int>(e), side};
                if (alive_[e] && root(node_of(end)) == cluster) out.push_back(end);
            }
        }
        return out;
    }

    bool runs_straight_over(int piece, const std::vector<EdgeEnd>& at_from, const std::vector<EdgeEnd>& at_to) const {
        std::vector<EdgeEnd> left;
        std::vector<EdgeEnd> right;
        for (const EdgeEnd& end : at_from) {
            if (end.edge != piece) left.push_back(end);
        }
        for (const EdgeEnd& end : at_to) {
            if (end.edge != piece) right.push_back(end);
        }
        if (left.size() != 2 || right.size() != 2) return false;
        const auto fits = [&](EdgeEnd a, EdgeEnd b) {
            return angle_between_deg(outward(a) * -1.0, outward(b)) < straight_over_piece_deg;
        };
        return (fits(left[0], right[0]) && fits(left[1], right[1])) ||
               (fits(left[0], right[1]) && fits(left[1], right[0]));
    }

    struct Candidate {
        double cost{};
        EdgeEnd a;
        EdgeEnd b;
    };

    void accept(std::vector<Candidate>& candidates) {
        std::sort(candidates.begin(), candidates.end(),
                  [](const Candidate& x, const Candidate& y) { return x.cost < y.cost; });
        for (const Candidate& c : candidates) {
            if (partner(c.a) != no_end || partner(c.b) != no_end) continue;
            partner(c.a) = c.b;
            partner(c.b) = c.a;
        }
    }

    void pair_at_crossings() {
        for (const std::vector<EdgeEnd>& ends : incidence()) {
            if (ends.size() < 2) continue;
            if (ends.size() == 4 && pair_four(ends)) continue;
            std::vector<Candidate> candidates;
            for (std::size_t i = 0; i < ends.size(); ++i) {
                for (std::size_t j = i + 1; j < ends.size(); ++j) {
                    const double turn = turn_deg(ends[i], ends[j]);
                    // Two ends that meet with nothing else there are one line, however it turns; corners are cut later.
                    if (turn < straight_on_deg || ends.size() == 2) candidates.push_back({turn, ends[i], ends[j]});
                }
            }
            accept(candidates);
        }
    }

    double turn_deg(EdgeEnd a, EdgeEnd b) const { return angle_between_deg(outward(a) * -1.0, outward(b)); }

    /// The usual crossing: of the three ways to pair four ends the one that bends least in all.
    bool pair_four(const std::vector<EdgeEnd>& ends) {
        constexpr int ways[3][4] = {{0, 1, 2, 3}, {0, 2, 1, 3}, {0, 3, 1, 2}};
        double best = 2 * straight_on_deg;
        int chosen = -1;
        for (int w = 0; w < 3; ++w) {
            const auto at = [&](int k) { return ends[static_cast<std::size_t>(ways[w][k])]; };
            const double first = turn_deg(at(0), at(1));
            const double second = turn_deg(at(2), at(3));
            if (std::max(first, second) < 1.3 * straight_on_deg && first + second < best) {
                best = first + second;
                chosen = w;
            }
        }
        if (chosen < 0) return false;
        for (const int k : {0, 2}) {
            const EdgeEnd a = ends[static_cast<std::size_t>(ways[chosen][k])];
            const EdgeEnd b = ends[static_cast<std::size_t>(ways[chosen][k + 1])];
            partner(a) = b;
            partner(b) = a;
        }
        return true;
    }

    bool is_hidden(base::PagePoint p) const {
        return std::any_of(hidden_.begin(), hidden_.end(), [&](const HiddenBand& band) { return band.contains(p); });
    }

    bool over_print(base::PagePoint a, base::PagePoint b) const {
        int printed = 0;
        for (const double t : {0.3, 0.5, 0.7}) {
            const base::PagePoint p = a + (b - a) * t;
            printed += zone_.at(p.x, p.y) != 0 || is_hidden(p) ? 1 : 0;
        }
        return printed >= 2;
    }

    void link_gaps() {
        std::vector<EdgeEnd> loose;
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            if (!alive_[e] || graph_.edges[e].length_mm < 0.4) continue;
            for (const int side : {0, 1}) {
                const EdgeEnd end{static_cast<int>(e), side};
                if (partner(end) == no_end) loose.push_back(end);
            }
        }
        std::vector<Candidate> candidates;
        for (std::size_t i = 0; i < loose.size(); ++i) {
            const base::PagePoint a = tip(loose[i]);
            for (std::size_t j = i + 1; j < loose.size(); ++j) {
                const base::PagePoint b = tip(loose[j]);
                const double gap = distance(a, b);
                if (std::abs(a.y - b.y) > gap_over_print_mm || gap > gap_over_print_mm) continue;
                if (loose[i].edge == loose[j].edge) continue;
                if (gap > gap_on_paper_mm && !over_print(a, b)) continue;
                const base::PagePoint da = outward(loose[i]) * -1.0;
                const base::PagePoint db = outward(loose[j]);
                const double turn = angle_between_deg(da, db);
                const double aside = gap < 0.4 ? 0
                                               : std::max(angle_between_deg(da, direction(a, b)),
                                                          angle_between_deg(direction(a, b), db));
                if (turn > gap_turn_deg || aside > gap_turn_deg) continue;
                candidates.push_back({turn + aside + 5 * gap, loose[i], loose[j]});
            }
        }
        accept(candidates);
    }

    /// Follows partners from a loose end (or anywhere on a ring) and collects the points.
    std::vector<Stroke> chain() {
        std::vector<Stroke> out;
        std::vector<bool> used(graph_.edges.size(), false);
        const auto walk = [&](EdgeEnd start) {
            Stroke stroke;
            double weighted = 0;
            double width = 0;
            double total = 0;
            double longest = -1;
            for (EdgeEnd end = start; end != no_end && !used[static_cast<std::size_t>(end.edge)];) {
                const SkeletonEdge& e = edge(end.edge);
                used[static_cast<std::size_t>(end.edge)] = true;
                if (end.side == 0) {
                    stroke.points.insert(stroke.points.end(), e.points.begin(), e.points.end());
                } else {
                    stroke.points.insert(stroke.points.end(), e.points.rbegin(), e.points.rend());
                }
                weighted += e.darkness * e.length_mm;
                width += component_width(e.component) * e.length_mm;
                total += e.length_mm;
                if (e.length_mm > longest) {
                    longest = e.length_mm;
                    stroke.component = e.component;
                }
                end = partner({end.edge, 1 - end.side});
            }
            if (total <= 0) return;
            stroke.darkness = weighted / total;
            stroke.width_mm = width / total;
            split_at_corners(stroke, out);
        };
        for (const bool rings : {false, true}) {
            for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
                if (!alive_[e] || used[e]) continue;
                const EdgeEnd first{static_cast<int>(e), 0};
                const EdgeEnd second{static_cast<int>(e), 1};
                if (rings || partner(first) == no_end) {
                    walk(first);
                } else if (partner(second) == no_end) {
                    walk(second);
                }
            }
        }
        return out;
    }

    void measure_components() {
        component_length_.assign(graph_.components.size(), 0.0);
        for (const SkeletonEdge& e : graph_.edges)
            component_length_[static_cast<std::size_t>(e.component)] += e.length_mm;
    }
    double component_width(int c) const {
        const InkComponent& component = graph_.components[static_cast<std::size_t>(c)];
        const double length = component_length_[static_cast<std::size_t>(c)];
        return length > 0 ? component.area_mm2 / length : std::sqrt(component.area_mm2);
    }

    void add_dots(std::vector<Stroke>& strokes) const {
        std::vector<bool> has_line(graph_.components.size(), false);
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            if (alive_[e]) has_line[static_cast<std::size_t>(graph_.edges[e].component)] = true;
        }
        for (std::size_t c = 0; c < graph_.components.size(); ++c) {
            if (has_line[c]) continue;
            const InkComponent& patch = graph_.components[c];
            Stroke dot;
            dot.points = {patch.center};
            dot.length_mm = std::max(patch.box.w, patch.box.h);
            dot.darkness = patch.darkness;
            dot.width_mm = std::min(patch.box.w, patch.box.h);
            dot.component = static_cast<int>(c);
            strokes.push_back(std::move(dot));
        }
    }

    const SkeletonGraph& graph_;
    const PrintZone& zone_;
    const std::vector<HiddenBand>& hidden_;
    std::vector<bool> alive_;
    std::vector<int> cluster_;
    std::vector<EdgeEnd> partner_;
    std::vector<double> component_length_;
};

}  // namespace

std::vector<Stroke> join_strokes(const SkeletonGraph& graph, const PrintZone& zone,
                                 const std::vector<HiddenBand>& hidden) {
    return Joiner(graph, zone, hidden).run();
}

}  // namespace kiemphieu::omr
