#include "omr/strokes.hpp"

#include <algorithm>
#include <cmath>

#include "omr/border_corners.hpp"
#include "omr/line_joins.hpp"
#include "omr/polyline.hpp"
#include "omr/stroke_chain.hpp"
#include "omr/stroke_ends.hpp"

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
/// An X of a straight bar and one that turns where they cross is an X still when its four arms stand apart: 4 of 40
/// people's. Flatter than that it is a trident, as a check mark with a line through its foot is.
constexpr double bent_bar_deg = 85.0;
constexpr double straight_bar_deg = 25.0;
constexpr double arms_apart_deg = 40.0;
/// Direction of an end: over 1.5 mm, leaving out the 0.3 mm next to the crossing that thinning bends.
constexpr double lead_mm = 1.5;
constexpr double skip_mm = 0.3;
/// Where a line is cut off, thinning bends the last half of its width aside; it never pays to look further back.
constexpr double bent_tip_widths = 0.8;
constexpr double bent_tip_mm = 0.8;
/// Direction of a loose end: over so much of the line before that.
constexpr double heading_mm = 1.8;

/// Joins the graph's edges end to end.
class Joiner : LineJoins {
  public:
    Joiner(const SkeletonGraph& graph, std::vector<CutCorner> cuts, const PrintZone& zone, const AddedInk& ink)
        : LineJoins(graph), cuts_(std::move(cuts)), gaps_(zone, ink) {}

    std::vector<Stroke> run() {
        cut_spurs();
        contract_crossings();
        pair_at_crossings();
        link_gaps();
        rejoin_cuts();
        return follow_lines(*this);
    }

  private:
    /// Direction in which the stroke leaves the node.
    base::PagePoint outward(EdgeEnd end) const {
        const SkeletonEdge& e = edge(end.edge);
        const double skip = e.length_mm > 2 * skip_mm ? skip_mm : 0;
        return direction(point_from_end(e.points, end.side, skip),
                         point_from_end(e.points, end.side, std::min(lead_mm, e.length_mm)));
    }

    std::vector<std::vector<EdgeEnd>> incidence() const {
        std::vector<std::vector<EdgeEnd>> out(graph().nodes.size());
        for (std::size_t e = 0; e < graph().edges.size(); ++e) {
            if (!is_alive(e)) continue;
            for (const int side : {0, 1}) {
                const EdgeEnd end{static_cast<int>(e), side};
                out[static_cast<std::size_t>(root(node_of(end)))].push_back(end);
            }
        }
        return out;
    }

    void cut_spurs() {
        for (std::size_t e = 0; e < graph().edges.size(); ++e) {
            const SkeletonEdge& candidate = graph().edges[e];
            if (candidate.length_mm >= spur_mm || candidate.from == candidate.to) continue;
            const int a = graph().degree[static_cast<std::size_t>(candidate.from)];
            const int b = graph().degree[static_cast<std::size_t>(candidate.to)];
            const bool spur = (a == 1 && b >= 3) || (b == 1 && a >= 3);
            // The rest of an arm that a border cut off goes on beyond it.
            const EdgeEnd free_end{static_cast<int>(e), a == 1 ? 0 : 1};
            if (spur && !gaps_.is_beside_print(tip(free_end))) drop(e);
        }
    }

    /// Two crossings joined by a short piece are one crossing that thinning pulled apart. The shortest piece first:
    /// what it leaves is a crossing of four ends, and the sides of a triangle beside it are lines of their own.
    void contract_crossings() {
        std::vector<int> order;
        for (std::size_t e = 0; e < graph().edges.size(); ++e) {
            const SkeletonEdge& piece = graph().edges[e];
            const double longest = std::max(flat_piece_mm, flat_piece_widths * component_width(piece.component));
            if (is_alive(e) && piece.from != piece.to && piece.length_mm < longest)
                order.push_back(static_cast<int>(e));
        }
        std::sort(order.begin(), order.end(),
                  [&](int a, int b) { return std::pair(edge(a).length_mm, a) < std::pair(edge(b).length_mm, b); });
        auto ends_at = incidence();
        for (const int e : order) {
            const int a = root(edge(e).from);
            const int b = root(edge(e).to);
            auto& at_from = ends_at[static_cast<std::size_t>(a)];
            auto& at_to = ends_at[static_cast<std::size_t>(b)];
            if (a == b || at_from.size() < 3 || at_to.size() < 3) continue;
            if (edge(e).length_mm >= merged_piece_mm && !runs_straight_over(e, at_from, at_to)) continue;
            make_one(a, b);
            drop(static_cast<std::size_t>(e));
            at_from.insert(at_from.end(), at_to.begin(), at_to.end());
            std::erase_if(at_from, [&](const EdgeEnd& end) { return end.edge == e; });
            at_to.clear();
        }
        drop_pieces_within_crossings();
    }

    /// A crossing may have a pinhole that thinning runs around: short pieces that begin and end in one crossing are no
    /// arms.
    void drop_pieces_within_crossings() {
        for (std::size_t e = 0; e < graph().edges.size(); ++e) {
            const SkeletonEdge& piece = graph().edges[e];
            const int node = root(piece.from);
            if (!is_alive(e) || node != root(piece.to) || piece.length_mm >= flat_piece_mm) continue;
            int others = 0;
            for (const EdgeEnd& end : ends_of(node)) others += end.edge != static_cast<int>(e) ? 1 : 0;
            if (others >= 2) drop(e);
        }
    }

    std::vector<EdgeEnd> ends_of(int cluster) const {
        std::vector<EdgeEnd> out;
        for (std::size_t e = 0; e < graph().edges.size(); ++e) {
            for (const int side : {0, 1}) {
                const EdgeEnd end{static_cast<int>(e), side};
                if (is_alive(e) && root(node_of(end)) == cluster) out.push_back(end);
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
            join(c.a, c.b);
        }
    }

    void pair_at_crossings() {
        for (const std::vector<EdgeEnd>& ends : incidence()) {
            if (ends.size() < 2) continue;
            if (ends.size() == 4 && (pair_four(ends) || pair_over_bend(ends))) continue;
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
            join(a, b);
        }
        return true;
    }

    /// A straight bar and one that turns just where the other crosses it: its limbs lie on both sides of that bar.
    bool pair_over_bend(std::vector<EdgeEnd> ends) {
        const auto bearing = [&](EdgeEnd end) {
            const base::PagePoint d = outward(end);
            return std::atan2(d.y, d.x);
        };
        std::sort(ends.begin(), ends.end(), [&](EdgeEnd a, EdgeEnd b) { return bearing(a) < bearing(b); });
        for (std::size_t i = 0; i < 4; ++i) {
            if (angle_between_deg(outward(ends[i]), outward(ends[(i + 1) % 4])) < arms_apart_deg) return false;
        }
        const double one = turn_deg(ends[0], ends[2]);
        const double other = turn_deg(ends[1], ends[3]);
        if (std::min(one, other) > straight_bar_deg || std::max(one, other) > bent_bar_deg) return false;
        for (const std::size_t k : {std::size_t{0}, std::size_t{1}}) {
            join(ends[k], ends[k + 2]);
            keep_corner(tip(ends[k]));
        }
        return true;
    }

    /// The line back from a loose end, through crossings already paired, as far as directions are taken from.
    std::vector<base::PagePoint> trail(EdgeEnd end, double length_mm) const {
        std::vector<base::PagePoint> out;
        double length = 0;
        for (int pieces = 0; end != no_end && length < length_mm && pieces < 4; ++pieces) {
            const SkeletonEdge& e = edge(end.edge);
            for (std::size_t i = 0; i < e.points.size() && length < length_mm; ++i) {
                const base::PagePoint p = end.side == 0 ? e.points[i] : e.points[e.points.size() - 1 - i];
                if (!out.empty()) length += distance(out.back(), p);
                out.push_back(p);
            }
            end = partner({end.edge, 1 - end.side});
        }
        return out;
    }

    LooseEnd look_at(EdgeEnd end) const {
        const double bent =
            std::clamp(bent_tip_widths * component_width(edge(end.edge).component), skip_mm, bent_tip_mm);
        const std::vector<base::PagePoint> line = trail(end, bent + heading_mm);
        const double length = polyline_length(line);
        LooseEnd out;
        out.tip = line.front();
        out.anchor = length > 2 * bent ? point_from_end(line, 0, bent) : out.tip;
        out.heading = direction(line.back(), out.anchor);
        return out;
    }

    void link_gaps() {
        struct Loose {
            EdgeEnd end;
            LooseEnd look;
        };
        std::vector<Loose> loose;
        for (std::size_t e = 0; e < graph().edges.size(); ++e) {
            if (!is_alive(e) || graph().edges[e].length_mm < gaps_.least_dash_mm()) continue;
            for (const int side : {0, 1}) {
                const EdgeEnd end{static_cast<int>(e), side};
                if (partner(end) == no_end) loose.push_back({end, look_at(end)});
            }
        }
        // From top to bottom, so that each is held only against those within reach.
        std::stable_sort(loose.begin(), loose.end(),
                         [](const Loose& a, const Loose& b) { return a.look.tip.y < b.look.tip.y; });
        std::vector<Candidate> candidates;
        for (std::size_t i = 0; i < loose.size(); ++i) {
            for (std::size_t j = i + 1; j < loose.size(); ++j) {
                if (loose[j].look.tip.y - loose[i].look.tip.y > gaps_.reach_mm()) break;
                if (loose[i].end.edge == loose[j].end.edge) continue;
                const double cost = gaps_.misfit(loose[i].look, loose[j].look);
                if (cost != GapJudge::no_link) candidates.push_back({cost, loose[i].end, loose[j].end});
            }
        }
        accept(candidates);
    }

    /// A bent line of which no limb went on elsewhere is one line again.
    void rejoin_cuts() {
        for (const CutCorner& cut : cuts_) {
            const EdgeEnd a{cut.first, 1};
            const EdgeEnd b{cut.second, 0};
            if (!is_alive(static_cast<std::size_t>(cut.first)) || !is_alive(static_cast<std::size_t>(cut.second)))
                continue;
            if (partner(a) != no_end || partner(b) != no_end) continue;
            join(a, b);
        }
    }

    std::vector<CutCorner> cuts_;
    GapJudge gaps_;
};

}  // namespace

std::vector<Stroke> join_strokes(const SkeletonGraph& graph, const PrintZone& zone, const AddedInk& ink) {
    SkeletonGraph cut = graph;
    std::vector<CutCorner> cuts = cut_corners_beside_print(cut, zone);
    return Joiner(cut, std::move(cuts), zone, ink).run();
}

}  // namespace kiemphieu::omr
