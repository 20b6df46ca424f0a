#include "omr/skeleton.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "omr/polyline.hpp"
#include "omr/thinning.hpp"

namespace kiemphieu::omr {

namespace {

/// Specks under 0.06 mm² (0.28 mm across) are dust or noise: the point of the finest pen put down once leaves more.
constexpr double least_component_mm2 = 0.06;

constexpr std::uint8_t fresh = 1;
constexpr std::uint8_t seen = 2;
static_assert((seen & fresh) == 0);

/// Clears the rim so that neighbourhoods never leave the picture.
void clear_rim(AddedInk& ink) {
    const int w = ink.gray.width;
    const int h = ink.gray.height;
    for (int x = 0; x < w; ++x) ink.ink[ink.index(x, 0)] = ink.ink[ink.index(x, h - 1)] = 0;
    for (int y = 0; y < h; ++y) ink.ink[ink.index(0, y)] = ink.ink[ink.index(w - 1, y)] = 0;
}

/// All pixels of the component that `start` is in; each is marked as seen.
void flood(std::vector<std::uint8_t>& ink, const std::array<std::ptrdiff_t, 8>& around, std::uint32_t start,
           std::vector<std::uint32_t>& pixels) {
    pixels.assign(1, start);
    ink[start] = seen;
    for (std::size_t next = 0; next < pixels.size(); ++next) {
        for (const std::ptrdiff_t step : around) {
            const auto q = static_cast<std::uint32_t>(static_cast<std::ptrdiff_t>(pixels[next]) + step);
            if (ink[q] != fresh) continue;
            ink[q] = seen;
            pixels.push_back(q);
        }
    }
}

/// How often every value of 0 to 255 was seen.
class Histogram {
  public:
    void add(int value) {
        ++counts_[static_cast<std::size_t>(value)];
        most_ = std::max(most_, value);
    }
    /// The value that `share` of the counted ones reach.
    int darkest(double share) const {
        const auto wanted = static_cast<std::uint32_t>(std::ceil(share));
        std::uint32_t above = 0;
        int value = most_;
        while (value > 0 && (above += counts_[static_cast<std::size_t>(value)]) < wanted) --value;
        return value;
    }

  private:
    std::array<std::uint32_t, 256> counts_{};
    int most_{};
};

struct Darkness {
    int middle{};
    int step{};  ///< the steeper one of the changes over two pixels, across and down
};

Darkness darkness_around(const AddedInk& ink, int x, int y) {
    const PaperLevel::Cross paper = ink.paper.cross(x, y);
    const std::uint8_t* row = ink.gray.row(y) + x;
    const auto below = [](int level, std::uint8_t gray) { return std::max(0, level - gray); };
    return {below(paper.middle, row[0]),
            std::max(std::abs(below(paper.right, row[1]) - below(paper.left, row[-1])),
                     std::abs(below(paper.below, row[ink.gray.stride]) - below(paper.above, row[-ink.gray.stride])))};
}

InkComponent describe(const AddedInk& ink, const PrintZone& zone, const std::vector<std::uint32_t>& pixels) {
    InkComponent out;
    const auto width = static_cast<std::uint32_t>(ink.gray.width);
    double x0 = std::numeric_limits<double>::max();
    double y0 = x0;
    double x1 = std::numeric_limits<double>::lowest();
    double y1 = x1;
    double sum = 0;
    std::size_t touching = 0;
    base::PagePoint center;
    Histogram grays;
    Histogram steps;
    const double reach = 1.5 / ink.px_per_mm;
    for (const std::uint32_t p : pixels) {
        const auto x = static_cast<int>(p % width);
        const auto y = static_cast<int>(p / width);
        const base::PagePoint at = ink.to_page(x + 0.5, y + 0.5);
        x0 = std::min(x0, at.x);
        x1 = std::max(x1, at.x);
        y0 = std::min(y0, at.y);
        y1 = std::max(y1, at.y);
        center = center + at;
        const Darkness here = darkness_around(ink, x, y);
        sum += here.middle;
        grays.add(here.middle);
        steps.add(here.step);
        touching += zone.is_beside_print(at, reach) ? 1U : 0U;
    }
    const auto count = static_cast<double>(pixels.size());
    out.box = {x0, y0, x1 - x0, y1 - y0};
    out.center = center * (1 / count);
    out.area_mm2 = count / (ink.px_per_mm * ink.px_per_mm);
    out.print_contact = static_cast<double>(touching) / count;
    const double range = std::max(1.0, ink.range);
    out.darkness = sum / count / range;
    const int peak = grays.darkest(count / 10);
    out.peak = peak / range;
    out.sharpness = steps.darkest(count / 10) / std::max(1.0, static_cast<double>(peak));
    return out;
}

/// Traces the thinned pixels of one component. In the picture: 1 a plain pixel, 3 + n a pixel of node n modulo what a
/// byte holds.
class Tracer {
  public:
    Tracer(const AddedInk& ink, SkeletonGraph& graph)
        : ink_(ink), graph_(graph), around_(neighbour_offsets(ink.gray.width)) {}

    void trace(int component, const std::vector<std::uint32_t>& pixels, std::vector<int>& owner) {
        component_ = component;
        find_nodes(pixels, owner);
        for (const std::uint32_t p : pixels) {
            if (owner[p] >= node_base) leave_node(p, owner);
        }
        for (const std::uint32_t p : pixels) {
            if (owner[p] == plain) trace_ring(p, owner);
        }
        for (const std::uint32_t p : pixels) owner[p] = none;
    }

    static constexpr int none = 0;
    static constexpr int plain = 1;
    static constexpr int used = 2;
    static constexpr int node_base = 3;
    /// A mark's line of 8 mm has 64 at 200 dpi.
    static constexpr std::size_t usual_points = 64;

  private:
    std::uint32_t moved(std::uint32_t p, std::ptrdiff_t step) const {
        return static_cast<std::uint32_t>(static_cast<std::ptrdiff_t>(p) + step);
    }
    base::PagePoint place(std::uint32_t p) const {
        const auto width = static_cast<std::uint32_t>(ink_.gray.width);
        return ink_.to_page(p % width + 0.5, p / width + 0.5);
    }

    int neighbours(std::uint32_t p, const std::vector<int>& owner) const {
        int count = 0;
        for (const std::ptrdiff_t step : around_) count += owner[moved(p, step)] != none ? 1 : 0;
        return count;
    }

    int add_node(base::PagePoint at) {
        graph_.nodes.push_back(at);
        graph_.degree.push_back(0);
        return static_cast<int>(graph_.nodes.size()) - 1;
    }

    /// Ends (one neighbour) and clusters of crossings (three or more) become nodes.
    void find_nodes(const std::vector<std::uint32_t>& pixels, std::vector<int>& owner) {
        for (const std::uint32_t p : pixels) owner[p] = plain;
        crossing_.clear();
        ends_.clear();
        for (const std::uint32_t p : pixels) {
            const int n = neighbours(p, owner);
            if (n >= 3) crossing_.push_back(p);
            if (n <= 1) ends_.push_back(p);
        }
        for (const std::uint32_t p : crossing_) owner[p] = used;
        for (const std::uint32_t p : crossing_) {
            if (owner[p] != used) continue;
            const int id = add_node({});
            cluster_.assign(1, p);
            owner[p] = node_base + id;
            base::PagePoint sum;
            for (std::size_t next = 0; next < cluster_.size(); ++next) {
                sum = sum + place(cluster_[next]);
                for (const std::ptrdiff_t step : around_) {
                    const std::uint32_t q = moved(cluster_[next], step);
                    if (owner[q] != used) continue;
                    owner[q] = node_base + id;
                    cluster_.push_back(q);
                }
            }
            graph_.nodes[static_cast<std::size_t>(id)] = sum * (1.0 / static_cast<double>(cluster_.size()));
        }
        for (const std::uint32_t p : ends_) owner[p] = node_base + add_node(place(p));
    }

    void leave_node(std::uint32_t p, std::vector<int>& owner) {
        const int from = owner[p] - node_base;
        for (const std::ptrdiff_t step : around_) {
            const std::uint32_t q = moved(p, step);
            if (owner[q] == plain) follow(from, p, q, owner);
            // Two nodes side by side, without a plain pixel between: joined once, from the lower to the higher.
            if (owner[q] > owner[p]) add_edge(from, owner[q] - node_base, {place(p), place(q)}, {p, q});
        }
    }

    void follow(int from, std::uint32_t start, std::uint32_t next, std::vector<int>& owner) {
        path_.assign(1, next);
        std::vector<base::PagePoint> points;
        points.reserve(usual_points);
        points.push_back(graph_.nodes[static_cast<std::size_t>(from)]);
        points.push_back(place(next));
        owner[next] = used;
        std::uint32_t previous = start;
        for (std::uint32_t here = next;;) {
            std::uint32_t onward = 0;
            int node = -1;
            for (const std::ptrdiff_t step : around_) {
                const std::uint32_t q = moved(here, step);
                if (q == previous) continue;
                if (owner[q] >= node_base && (owner[q] - node_base != from || path_.size() > 2)) {
                    node = owner[q] - node_base;
                    break;
                }
                if (owner[q] == plain && onward == 0) onward = q;
            }
            if (node >= 0) {
                points.push_back(graph_.nodes[static_cast<std::size_t>(node)]);
                return add_edge(from, node, std::move(points), path_);
            }
            if (onward == 0) {  // runs back into its own node at once: a loop of a few pixels
                return add_edge(from, from, std::move(points), path_);
            }
            owner[onward] = used;
            path_.push_back(onward);
            points.push_back(place(onward));
            previous = here;
            here = onward;
        }
    }

    /// A closed ring has no node: one is made where the trace begins.
    void trace_ring(std::uint32_t p, std::vector<int>& owner) {
        const int id = add_node(place(p));
        owner[p] = node_base + id;
        leave_node(p, owner);
    }

    void add_edge(int from, int to, std::vector<base::PagePoint> points, const std::vector<std::uint32_t>& pixels) {
        SkeletonEdge edge;
        edge.from = from;
        edge.to = to;
        edge.component = component_;
        edge.points = std::move(points);
        for (std::size_t i = 1; i < edge.points.size(); ++i) {
            edge.length_mm += distance(edge.points[i - 1], edge.points[i]);
        }
        double sum = 0;
        for (const std::uint32_t p : pixels) sum += ink_.darkness(p);
        edge.darkness = sum / static_cast<double>(pixels.size()) / std::max(1.0, ink_.range);
        ++graph_.degree[static_cast<std::size_t>(from)];
        ++graph_.degree[static_cast<std::size_t>(to)];
        graph_.edges.push_back(std::move(edge));
    }

    const AddedInk& ink_;
    SkeletonGraph& graph_;
    int component_{};
    std::array<std::ptrdiff_t, 8> around_;
    /// A patch's crossings and ends, a cluster and a line, kept so that their memory is.
    std::vector<std::uint32_t> crossing_;
    std::vector<std::uint32_t> ends_;
    std::vector<std::uint32_t> cluster_;
    std::vector<std::uint32_t> path_;
};

/// Calls back for every ink pixel that no call before has marked as seen or taken away, row by row.
template <class Found>
void for_each_fresh(AddedInk& ink, const Found& found) {
    const auto chunks = static_cast<std::size_t>(ink.chunks());
    const std::uint8_t* const begin = ink.in_chunk.data();
    const std::uint8_t* const end = begin + ink.in_chunk.size();
    for (const std::uint8_t* next = begin; next < end; ++next) {
        // Bare paper is passed over 256 pixels at a time.
        for (std::uint64_t eight = 0; next + sizeof eight <= end; next += sizeof eight) {
            std::memcpy(&eight, next, sizeof eight);
            if (eight != 0) break;
        }
        if (next == end || *next == 0) continue;
        const auto index = static_cast<std::size_t>(next - begin);
        const auto left = static_cast<int>(index % chunks) * AddedInk::chunk_px;
        const auto first = static_cast<std::uint32_t>(ink.index(left, static_cast<int>(index / chunks)));
        const auto count = static_cast<std::uint32_t>(std::min(AddedInk::chunk_px, ink.gray.width - left));
        for (std::uint32_t p = first; p < first + count;) {
            // Eight pixels at a time: only a fresh one has its lowest bit set.
            std::uint64_t eight = 0;
            if (p + sizeof eight <= first + count) {
                std::memcpy(&eight, ink.ink.data() + p, sizeof eight);
                if ((eight & 0x0101010101010101U) == 0) {
                    p += sizeof eight;
                    continue;
                }
            }
            if (ink.ink[p] == fresh) found(p);
            ++p;
        }
    }
}

}  // namespace

SkeletonGraph trace_skeleton(AddedInk& ink, const PrintZone& zone) {
    SkeletonGraph graph;
    if (ink.gray.width < 3 || ink.gray.height < 3) return graph;
    clear_rim(ink);
    const auto around = neighbour_offsets(ink.gray.width);
    const double least_px = least_component_mm2 * ink.px_per_mm * ink.px_per_mm;
    std::vector<std::vector<std::uint32_t>> kept;
    std::vector<std::uint32_t> pixels;
    for_each_fresh(ink, [&](std::uint32_t p) {
        flood(ink.ink, around, p, pixels);
        if (static_cast<double>(pixels.size()) < least_px) {
            for (const std::uint32_t q : pixels) ink.ink[q] = 0;
            return;
        }
        graph.components.push_back(describe(ink, zone, pixels));
        kept.push_back(pixels);
    });
    thread_local std::vector<int> owners;
    std::vector<int>& owner = owners;
    if (owner.size() < ink.ink.size()) owner.assign(ink.ink.size(), Tracer::none);
    for (const std::vector<std::uint32_t>& component : kept) {
        for (const std::uint32_t q : component) ink.ink[q] = 1;
    }
    Tracer tracer(ink, graph);
    for (std::size_t c = 0; c < kept.size(); ++c) {
        const std::vector<std::uint32_t> thinned = thin(ink.ink, ink.gray.width, std::move(kept[c]));
        tracer.trace(static_cast<int>(c), thinned, owner);
    }
    return graph;
}

}  // namespace kiemphieu::omr
