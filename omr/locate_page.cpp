#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "omr/affine_fit.hpp"
#include "omr/mark_search.hpp"
#include "omr/registration.hpp"
#include "omr/registration_picture.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;
using base::PageRect;
using base::ScanPoint;

// Strays (boxes filled by hand, pictures) are told apart by geometry; more than this is no ballot.
constexpr std::size_t most_candidates = 40;
constexpr int least_marks = 3;  // an affine map needs three
// Pairs nearer than this give the direction too badly.
constexpr double shortest_base_mm = 100;
// Skew to 3°, and more for the marks of a folded page.
constexpr double largest_skew_rad = 4.5 * std::numbers::pi / 180;
// Scanners shear by less than half a degree; the rest is for marks measured coarsely.
constexpr double largest_shear_rad = 1.5 * std::numbers::pi / 180;
// A similarity from two marks leaves up to 1.5 % of 300 mm of unequal scale; marks stand over 50 mm apart.
constexpr double first_reach_mm = 6;
// What the feed stretches locally is up to 0.5 mm, on both ends of the fit, and a fold's shadow moves a mark's edge.
constexpr double last_reach_mm = 1.5;
// A mark further from its place than stretch and a fold take it is another sheet's.
constexpr double own_reach_mm = 2.5;
// Scale differs by at most 3 % between the directions (±1.5 % each).
constexpr double largest_anisotropy = 0.05;

struct Hypothesis {
    Homography map;
    int rotation_deg{};
    int marks{};
    double error_px{};
};

struct Search {
    std::vector<PagePoint> marks;
    double mark_size_mm{};
    std::vector<MarkCandidate> candidates;
};

/// Every layout mark with the nearest candidate within reach of where the map puts it.
std::vector<PointPair> pairs_near(const Search& search, const Homography& map, double reach_px) {
    std::vector<PointPair> pairs;
    for (const PagePoint& mark : search.marks) {
        const ScanPoint expected = map.to_scan(mark);
        const MarkCandidate* best = nullptr;
        double nearest = reach_px;
        for (const auto& candidate : search.candidates) {
            const ScanPoint off = candidate.center - expected;
            const double distance = std::hypot(off.x, off.y);
            if (distance < nearest) nearest = distance, best = &candidate;
        }
        if (best != nullptr) pairs.push_back({mark, best->center});
    }
    return pairs;
}

/// Whether a map is one that a scanner makes: four orientations, little skew, nearly equal scales, no mirror.
std::optional<int> rotation_of(const Homography& map) {
    const auto& m = map.matrix();
    if (m[0] * m[4] - m[1] * m[3] <= 0) return std::nullopt;
    const double across = std::hypot(m[0], m[3]);
    const double down = std::hypot(m[1], m[4]);
    if (std::abs(across / down - 1) > largest_anisotropy) return std::nullopt;
    const double quarter = std::numbers::pi / 2;
    const double turn = std::atan2(m[3], m[0]);
    const double nearest = std::round(turn / quarter);
    if (std::abs(turn - nearest * quarter) > largest_skew_rad) return std::nullopt;
    // The angle between the page's axes, a right one but for shear.
    const double axes = std::acos(std::clamp((m[0] * m[1] + m[3] * m[4]) / (across * down), -1.0, 1.0));
    if (std::abs(axes - quarter) > largest_shear_rad) return std::nullopt;
    return (static_cast<int>(nearest) * 90 + 360) % 360;
}

/// Fits, drops the worst pair while it is too far off, and says what remains.
std::optional<Hypothesis> fitted(std::vector<PointPair> pairs, double px_per_mm) {
    while (pairs.size() >= static_cast<std::size_t>(least_marks)) {
        const auto map = fit_affine(pairs);
        if (!map) return std::nullopt;
        const auto worst = std::max_element(pairs.begin(), pairs.end(), [&](const PointPair& a, const PointPair& b) {
            return distance_px(*map, a) < distance_px(*map, b);
        });
        if (distance_px(*map, *worst) > last_reach_mm * px_per_mm) {
            pairs.erase(worst);
            continue;
        }
        const auto rotation = rotation_of(*map);
        if (!rotation) return std::nullopt;
        double sum = 0;
        for (const auto& pair : pairs) sum += distance_px(*map, pair);
        return Hypothesis{*map, *rotation, static_cast<int>(pairs.size()), sum / static_cast<double>(pairs.size())};
    }
    return std::nullopt;
}

/// The similarity that takes two marks to two candidates, when a scanner could have done so.
std::optional<Homography> similarity(const Search& search, PagePoint a, PagePoint b, const MarkCandidate& at_a,
                                     const MarkCandidate& at_b) {
    const PagePoint page = b - a;
    const ScanPoint scan = at_b.center - at_a.center;
    const double scale = std::hypot(scan.x, scan.y) / std::hypot(page.x, page.y);
    // The marks themselves tell the scale to a sixth or so, blur and dot gain included.
    const double by_size = (at_a.size_px + at_b.size_px) / 2 / search.mark_size_mm;
    if (scale < 0.75 * by_size || scale > 1.3 * by_size) return std::nullopt;
    const double turn = std::atan2(scan.y, scan.x) - std::atan2(page.y, page.x);
    const double quarter = std::numbers::pi / 2;
    if (std::abs(turn - std::round(turn / quarter) * quarter) > largest_skew_rad) return std::nullopt;
    const double c = scale * std::cos(turn);
    const double s = scale * std::sin(turn);
    return Homography({c, -s, at_a.center.x - c * a.x + s * a.y, s, c, at_a.center.y - s * a.x - c * a.y, 0, 0, 1});
}

bool better(const Hypothesis& a, const Hypothesis& b) {
    return a.marks != b.marks ? a.marks > b.marks : a.error_px < b.error_px;
}

/// The candidates that a pose does not explain by its own marks.
std::vector<MarkCandidate> strays_of(const Search& search, const Homography& map) {
    const double px_per_mm = std::hypot(map.matrix()[0], map.matrix()[3]);
    std::vector<MarkCandidate> strays;
    for (const MarkCandidate& candidate : search.candidates) {
        const bool own = std::any_of(search.marks.begin(), search.marks.end(), [&](const PagePoint& mark) {
            const ScanPoint off = candidate.center - map.to_scan(mark);
            return std::hypot(off.x, off.y) < own_reach_mm * px_per_mm;
        });
        if (!own) strays.push_back(candidate);
    }
    return strays;
}

/// The best hypothesis of each orientation.
class Best {
  public:
    void offer(const Hypothesis& h) {
        auto& place = of_[static_cast<std::size_t>(h.rotation_deg / 90)];
        if (!place || better(h, *place)) place = h;
    }
    std::vector<Hypothesis> sorted() const {
        std::vector<Hypothesis> all;
        for (const auto& h : of_) {
            if (h) all.push_back(*h);
        }
        std::sort(all.begin(), all.end(), better);
        return all;
    }
    int marks() const {
        int most = 0;
        for (const auto& h : of_) most = std::max(most, h ? h->marks : 0);
        return most;
    }

  private:
    std::array<std::optional<Hypothesis>, 4> of_;
};

/// Tries every pair of marks on every pair of candidates; ends early when all marks are found, since the marks on
/// the long sides stand at unequal heights and leave only one orientation then.
std::vector<Hypothesis> consistent_poses(const Search& search) {
    Best best;
    const auto& marks = search.marks;
    for (std::size_t a = 0; a < marks.size(); ++a) {
        for (std::size_t b = a + 1; b < marks.size(); ++b) {
            if (std::hypot(marks[b].x - marks[a].x, marks[b].y - marks[a].y) < shortest_base_mm) continue;
            for (const auto& at_a : search.candidates) {
                for (const auto& at_b : search.candidates) {
                    if (&at_a == &at_b) continue;
                    const auto guess = similarity(search, marks[a], marks[b], at_a, at_b);
                    if (!guess) continue;
                    const double px_per_mm = std::hypot(guess->matrix()[0], guess->matrix()[3]);
                    const auto found = fitted(pairs_near(search, *guess, first_reach_mm * px_per_mm), px_per_mm);
                    if (found) best.offer(*found);
                    if (best.marks() == static_cast<int>(marks.size())) return best.sorted();
                }
            }
        }
    }
    return best.sorted();
}

}  // namespace

std::vector<CoarsePose> locate_page(const base::GrayView& scan, const forms::BallotLayout& layout,
                                    DebugPictures& debug) {
    if (scan.empty() || layout.pages.empty() || layout.pages.front().registration_marks.empty()) return {};
    Search search;
    for (const PageRect& mark : layout.pages.front().registration_marks) search.marks.push_back(mark.center());
    search.mark_size_mm = layout.pages.front().registration_marks.front().w;
    // No resolution a file states is trusted: the page is taken to fill the image, and the search allows for error.
    const double px_per_mm =
        std::sqrt(static_cast<double>(scan.width) * scan.height / (layout.page_width_mm * layout.page_height_mm));
    // Below 100 dpi a mark's side is under 20 pixels and a table line under one: nothing could be read.
    if (px_per_mm * search.mark_size_mm < 12) return {};
    std::vector<CoarsePose> poses;
    for (const Print print : {Print::full, Print::pale}) {
        search.candidates = find_squares(scan, {px_per_mm * search.mark_size_mm, ink_threshold(scan, print)});
        if (search.candidates.size() > most_candidates) search.candidates.resize(most_candidates);
        std::vector<CoarsePose> found;
        for (const auto& h : consistent_poses(search)) {
            found.push_back({h.map, h.rotation_deg, h.marks, strays_of(search, h.map)});
        }
        if (poses.empty() || (!found.empty() && found.front().marks_found > poses.front().marks_found)) poses = found;
        // Four marks are sure enough; a page without any costs a second look, most of all the blank backs.
        if (!poses.empty() && poses.front().marks_found >= 4) break;
    }
    if (debug.wanted()) debug.save("marks", picture_of_marks(scan, search.candidates, search.marks, poses));
    return poses;
}

}  // namespace kiemphieu::omr
