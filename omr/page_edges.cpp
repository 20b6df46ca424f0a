#include "omr/page_edges.hpp"

#include <array>
#include <cmath>

#include "omr/mark_search.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;
using base::ScanPoint;

// Nothing is printed less than 8 mm from an edge, and feeders lay a page off by up to 2 mm: half of the white margin.
constexpr double cut_depth_mm = 4.0;
// A skew of 3° takes 4 mm of an edge beyond 76 mm from its middle, folded corners take up to 30 mm: the middle three
// fifths tell.
constexpr double middle_share = 0.6;
constexpr double cut_share = 0.5;
// The scanner's shadow at the paper's edge, and what the transform is off so far outside of the marks.
constexpr double beyond_from_mm = 3.0;
constexpr double lattice_mm = 1.0;
// Less than 4 cm² beyond the page is a crooked image's corners.
constexpr int least_beyond = 400;
// Background alone is all dark or all light; streaks and specks make up to 1 % of it, a printed page's strip 4 % and
// more, a strip of bare paper before a dark background far more.
constexpr double least_share = 0.03;

/// An edge as a line: its points, and the way out of the page.
struct Edge {
    PagePoint from;
    PagePoint along;
    PagePoint out;
    double length_mm{};
};

std::array<Edge, 4> edges_of(const PageSize& page) {
    return {Edge{{0, 0}, {1, 0}, {0, -1}, page.width_mm}, Edge{{page.width_mm, 0}, {0, 1}, {1, 0}, page.height_mm},
            Edge{{0, page.height_mm}, {1, 0}, {0, 1}, page.width_mm}, Edge{{0, 0}, {0, 1}, {-1, 0}, page.height_mm}};
}

class Look {
  public:
    Look(const base::GrayView& scan, const PageTransform& transform)
        : scan_(scan), transform_(transform), threshold_(ink_threshold(scan, Print::pale)) {}

    enum class Seen { paper, dark, nothing };
    Seen at(PagePoint p) const {
        const ScanPoint s = transform_.to_scan(p);
        const int x = static_cast<int>(std::floor(s.x));
        const int y = static_cast<int>(std::floor(s.y));
        if (!scan_.contains(x, y)) return Seen::nothing;
        return scan_.at(x, y) < threshold_ ? Seen::dark : Seen::paper;
    }

  private:
    const base::GrayView& scan_;
    const PageTransform& transform_;
    double threshold_;
};

bool is_cut(const Look& look, const Edge& edge) {
    int looked = 0;
    int missing = 0;
    for (double t = (1 - middle_share) / 2; t <= (1 + middle_share) / 2; t += 0.02) {
        const PagePoint place = edge.from + edge.along * (t * edge.length_mm);
        // Two depths, so that no streak along the edge is taken for missing paper.
        const bool here = look.at(place - edge.out * cut_depth_mm) == Look::Seen::paper ||
                          look.at(place - edge.out * (cut_depth_mm - 1)) == Look::Seen::paper;
        ++looked;
        missing += here ? 0 : 1;
    }
    return missing > cut_share * looked;
}

bool goes_beyond(const Look& look, const std::array<Edge, 4>& edges) {
    for (const Edge& edge : edges) {
        int paper = 0;
        int dark = 0;
        for (double t = 0; t <= edge.length_mm; t += lattice_mm) {
            for (double out = beyond_from_mm;; out += lattice_mm) {
                const Look::Seen seen = look.at(edge.from + edge.along * t + edge.out * out);
                if (seen == Look::Seen::nothing) break;
                ++(seen == Look::Seen::paper ? paper : dark);
            }
        }
        const double least = least_share * (paper + dark);
        if (paper + dark >= least_beyond && paper >= least && dark >= least) return true;
    }
    return false;
}

}  // namespace

PageEdges look_at_edges(const base::GrayView& scan, const PageTransform& transform, const PageSize& page) {
    const Look look(scan, transform);
    const std::array<Edge, 4> edges = edges_of(page);
    PageEdges out;
    for (const Edge& edge : edges) out.is_cut = out.is_cut || is_cut(look, edge);
    out.goes_beyond = goes_beyond(look, edges);
    return out;
}

}  // namespace kiemphieu::omr
