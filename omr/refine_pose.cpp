#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "omr/affine_fit.hpp"
#include "omr/mark_search.hpp"
#include "omr/print_probe.hpp"
#include "omr/registration.hpp"
#include "omr/registration_picture.hpp"
#include "omr/shift_grid.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;
using base::PageRect;
using base::ScanPoint;

// A coarse pose is half a millimetre off, one taken from the code alone up to 3 mm at the far corner.
constexpr double mark_reach_mm = 3.5;
// Once the marks are fitted only local stretch is left: 0.5 mm, twice over where it bends between marks.
constexpr double line_reach_mm = 1.1;
// A field good to this is written on by voters; more means another page or crumpled paper.
constexpr double most_residual_mm = 0.25;
// Strokes, streaks and signatures cover a fifth of the lines at worst.
constexpr double least_believed_share = 0.6;
// Fewer than this make it worth looking again along what was found, at half a millisecond a time.
constexpr double enough_believed_share = 0.85;
constexpr int most_repeats = 3;
// A line counts as lost when less than half of it lies where it should. A streak along a line can hide one, a folded
// edge another; a table of other rows misses most of its lines.
constexpr double least_line_share = 0.5;
constexpr double most_lost_lines_share = 0.1;
// Thin print and a black-and-white scan leave whole lines out. Where five of the six marks hold the page such gaps say
// nothing against the rest; a line that is seen, but elsewhere, does. Of 22 hard sheets refused (seed 31) seven had all
// they showed within 0.04 mm and missed 2 to 4 lines of 13 to 22.
constexpr double most_unseen_lines_share = 0.2;
constexpr std::size_t marks_that_hold = 5;
// Shorter lines are looked at in too few places to be judged each by itself.
constexpr int judged_line_places = 8;
// The table's edge may touch the image's edge, but not pass it by more than half a line's white space.
constexpr double cut_slack_mm = 0.5;
// A mark's middle is the median of nine lines on two edges each.
constexpr double mark_trust = 9;
// The feed stretches along the image's height: knots every 14 mm follow a wave of 0.5 mm in 200 mm to within 0.01 mm.
constexpr double pitch_along_feed_mm = 14;
// Across the feed only shear and a slow turn of the sheet are left.
constexpr double pitch_across_feed_mm = 40;

PageRect bounds(const std::vector<PageRect>& rects) {
    PageRect all = rects.front();
    for (const auto& r : rects) {
        const double right = std::max(all.right(), r.right());
        const double bottom = std::max(all.bottom(), r.bottom());
        all.x = std::min(all.x, r.x);
        all.y = std::min(all.y, r.y);
        all.w = right - all.x;
        all.h = bottom - all.y;
    }
    return all;
}

/// The marks where they are, with outliers dropped: the nearest one of a set that an affine map explains.
std::vector<PointPair> measured_marks(const base::GrayView& scan, const Homography& pose,
                                      const std::vector<PageRect>& marks) {
    const double px_per_mm = PageTransform(pose).px_per_mm(bounds(marks).center());
    const double thresholds[]{ink_threshold(scan, Print::full), ink_threshold(scan, Print::pale)};
    std::vector<PointPair> pairs;
    for (const auto& mark : marks) {
        const ScanPoint expected = pose.to_scan(mark.center());
        const double size_px = mark.w * px_per_mm;
        std::optional<ScanPoint> middle;
        for (const double threshold : thresholds) {
            if (middle) break;
            const auto square = square_near(scan, expected, mark_reach_mm * px_per_mm, {size_px, threshold});
            if (square) middle = measure_mark(scan, pose, mark, square->center);
        }
        if (middle) pairs.push_back({mark.center(), *middle});
    }
    return pairs;
}

/// Drops marks that the rest does not explain: a fold or ink has moved them by more than the feed could.
void drop_strays(std::vector<PointPair>& pairs, double px_per_mm) {
    while (pairs.size() > 3) {
        const auto map = fit_affine(pairs);
        if (!map) return;
        const auto worst = std::max_element(pairs.begin(), pairs.end(), [&](const PointPair& a, const PointPair& b) {
            return distance_px(*map, a) < distance_px(*map, b);
        });
        // Local stretch bends six marks off their affine map by 0.5 mm and more; a fold by far more.
        if (distance_px(*map, *worst) < 1.2 * px_per_mm) return;
        pairs.erase(worst);
    }
}

bool leaves_image(const base::GrayView& scan, const PageTransform& transform, const PageRect& area) {
    const double slack = cut_slack_mm * transform.px_per_mm(area.center());
    for (const PagePoint corner : {PagePoint{area.x, area.y}, PagePoint{area.right(), area.y},
                                   PagePoint{area.x, area.bottom()}, PagePoint{area.right(), area.bottom()}}) {
        const ScanPoint p = transform.to_scan(corner);
        if (p.x < -slack || p.y < -slack || p.x > scan.width + slack || p.y > scan.height + slack) return true;
    }
    return false;
}

struct Fields {
    std::vector<double> xs;
    std::vector<double> ys;
    std::vector<ShiftSample> along_x;
    std::vector<ShiftSample> along_y;
    ShiftField x;
    ShiftField y;
};

Fields fit_fields(const Homography& map, const std::vector<PointPair>& marks, const LineSamples& lines,
                  const PageRect& extent, int rotation_deg) {
    Fields f;
    const bool upright = rotation_deg % 180 == 0;
    const double pitch_x = upright ? pitch_across_feed_mm : pitch_along_feed_mm;
    const double pitch_y = upright ? pitch_along_feed_mm : pitch_across_feed_mm;
    f.xs = equal_knots(extent.x, extent.right(), std::max(3, 1 + static_cast<int>(extent.w / pitch_x)));
    f.ys = equal_knots(extent.y, extent.bottom(), std::max(3, 1 + static_cast<int>(extent.h / pitch_y)));
    for (const auto& line : lines.found) {
        (line.axis == Axis::x ? f.along_x : f.along_y).push_back({line.at, line.shift_mm});
    }
    for (const auto& mark : marks) {
        const PagePoint shift = map.to_page(mark.scan) - mark.page;
        f.along_x.push_back({mark.page, shift.x, mark_trust});
        f.along_y.push_back({mark.page, shift.y, mark_trust});
    }
    f.x = fit_shift_field(f.along_x, f.xs, f.ys);
    f.y = fit_shift_field(f.along_y, f.xs, f.ys);
    return f;
}

PageTransform transform_of(const Homography& map, const Fields& fields) {
    std::vector<PagePoint> shifts;
    shifts.reserve(fields.x.knots_mm.size());
    for (std::size_t i = 0; i < fields.x.knots_mm.size(); ++i) {
        shifts.push_back({fields.x.knots_mm[i], fields.y.knots_mm[i]});
    }
    return PageTransform(map, fields.xs, fields.ys, shifts);
}

/// One fit: what was found, the transform it gives, and how well the believed samples lie on it.
struct Placement {
    LineSamples lines;
    Fields fields;
    PageTransform transform;
    int believed{};
    double believed_share{};  ///< of all that was looked for
    double residual_mm{};
};

Placement placed(const base::GrayView& scan, const PageTransform& around, const std::vector<PointPair>& marks,
                 const forms::LayoutPage& page, int rotation_deg) {
    std::vector<PageRect> printed = page.registration_marks;
    printed.insert(printed.end(), page.rules.begin(), page.rules.end());
    Placement p;
    p.lines = measure_lines(scan, around, page, line_reach_mm);
    p.fields = fit_fields(around.base(), marks, p.lines, bounds(printed), rotation_deg);
    p.transform = transform_of(around.base(), p.fields);
    double squares = 0;
    const auto judge = [&](const std::vector<ShiftSample>& samples, const ShiftField& field, Axis axis) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (field.weights[i] <= 0) continue;
            const PagePoint shift = p.transform.shift_at(samples[i].at);
            const double off = samples[i].shift_mm - (axis == Axis::x ? shift.x : shift.y);
            squares += off * off;
            ++p.believed;
        }
    };
    judge(p.fields.along_x, p.fields.x, Axis::x);
    judge(p.fields.along_y, p.fields.y, Axis::y);
    const int looked =
        std::accumulate(p.lines.looked.begin(), p.lines.looked.end(), 2 * static_cast<int>(marks.size()));
    p.believed_share = static_cast<double>(p.believed) / std::max(1, looked);
    p.residual_mm = p.believed > 0 ? std::sqrt(squares / p.believed) : most_residual_mm;
    return p;
}

/// Lines of which less than half lies where the transform has them.
struct LostLines {
    int judged{};
    int unseen{};     ///< ink, dirt or toner hide them
    int elsewhere{};  ///< seen, but not in place
};

LostLines find_lost_lines(const PageTransform& transform, const LineSamples& lines) {
    std::vector<int> in_place(lines.looked.size(), 0);
    std::vector<int> seen(lines.looked.size(), 0);
    for (const auto& line : lines.found) {
        const PagePoint shift = transform.shift_at(line.at);
        const double off = line.shift_mm - (line.axis == Axis::x ? shift.x : shift.y);
        if (std::abs(off) < most_residual_mm) ++in_place[line.rule];
        ++seen[line.rule];
    }
    LostLines out;
    for (std::size_t i = 0; i < in_place.size(); ++i) {
        if (lines.looked[i] < judged_line_places) continue;
        ++out.judged;
        const double least = least_line_share * lines.looked[i];
        if (in_place[i] >= least) continue;
        ++(seen[i] < least ? out.unseen : out.elsewhere);
    }
    return out;
}

/// Whether more lines are missing where the transform has them than ink and dirt could hide.
bool are_too_many(const LostLines& lost, std::size_t marks) {
    const double few = std::max(1.0, most_lost_lines_share * lost.judged);
    const double most = marks >= marks_that_hold ? most_unseen_lines_share * lost.judged : few;
    return lost.elsewhere > few || lost.elsewhere + lost.unseen > std::max(few, most);
}

void save_picture(const base::GrayView& scan, const Placement& placement, const forms::LayoutPage& page,
                  DebugPictures& debug) {
    std::vector<FoundPoint> points;
    const auto add = [&](const std::vector<ShiftSample>& samples, const ShiftField& field, Axis axis) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            PagePoint at = samples[i].at;
            (axis == Axis::x ? at.x : at.y) += samples[i].shift_mm;
            points.push_back({placement.transform.base().to_scan(at),
                              field.weights[i] > 0 ? FoundPoint::Trust::kept : FoundPoint::Trust::dropped});
        }
    };
    add(placement.fields.along_x, placement.fields.x, Axis::x);
    add(placement.fields.along_y, placement.fields.y, Axis::y);
    debug.save("lines", picture_of_lines(scan, placement.transform, page, points));
}

}  // namespace

std::variant<RegisteredPage, UnreadableReason> refine_pose(const base::GrayView& scan, const CoarsePose& pose,
                                                           const forms::LayoutPage& page, DebugPictures& debug) {
    if (scan.empty() || page.registration_marks.empty()) return UnreadableReason::not_registered;
    std::vector<PageRect> table;
    for (const auto& row : page.rows) table.push_back(row.row_box);
    const double px_per_mm = PageTransform(pose.page_to_scan).px_per_mm(page.registration_marks.front().center());

    std::vector<PointPair> marks = measured_marks(scan, pose.page_to_scan, page.registration_marks);
    drop_strays(marks, px_per_mm);
    const Homography map = fit_affine(marks).value_or(pose.page_to_scan);
    if (!table.empty() && leaves_image(scan, PageTransform(map), bounds(table))) return UnreadableReason::cut_off;

    Placement placement = placed(scan, PageTransform(map), marks, page, pose.rotation_deg);
    // With marks lost, stretch carries the table's far end out of reach; lines found so far lead to the rest.
    for (int again = 0; again < most_repeats && placement.believed_share < enough_believed_share; ++again) {
        Placement next = placed(scan, placement.transform, marks, page, pose.rotation_deg);
        if (next.believed_share <= placement.believed_share) break;
        placement = std::move(next);
    }
    if (debug.wanted()) save_picture(scan, placement, page, debug);
    // Three marks give six numbers, which is as many as an affine map takes: nothing would be left to check it by.
    const bool few = placement.believed <= 6 || placement.believed_share < least_believed_share;
    if (few || placement.residual_mm >= most_residual_mm ||
        are_too_many(find_lost_lines(placement.transform, placement.lines), marks.size())) {
        return UnreadableReason::not_registered;
    }
    return RegisteredPage{placement.transform, pose.rotation_deg, placement.residual_mm * px_per_mm};
}

}  // namespace kiemphieu::omr
