#include "omr/sheet_facts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "omr/print_strength.hpp"
#include "omr/sampling.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;
using base::PageRect;

// Squares are measured by steps of a twentieth of their side; blur and dot gain add up to a pixel.
constexpr double size_slack_mm = 0.8;
// Blackened boxes reach a little over the table's edge; there the sheet's own lines tell of a second sheet.
constexpr double table_margin_mm = 6.0;
// Print of the back or of the next sheet shows through with at most a sixth of its darkness; a second sheet's toner is
// as dark as this one's.
constexpr double least_darkness_share = 0.5;

/// How dark the middle of a square is against the paper: a share of the paper's gray. Three patches, the middle one of
/// them, so that no streak decides.
double darkness_at(const base::GrayView& scan, double paper, base::ScanPoint p, double size_px) {
    const int side = std::max(1, static_cast<int>(size_px / 10));
    std::array<double, 3> grays{mean_around(scan, p.x - size_px / 4, p.y, side), mean_around(scan, p.x, p.y, side),
                                mean_around(scan, p.x + size_px / 4, p.y, side)};
    std::sort(grays.begin(), grays.end());
    return std::max(0.0, 1 - grays[1] / paper);
}

double darkest_own_mark(const base::GrayView& scan, double paper, const PageTransform& transform,
                        const forms::LayoutPage& page) {
    double darkest = 0;
    for (const PageRect& mark : page.registration_marks) {
        const base::ScanPoint s = transform.to_scan(mark.center());
        if (s.x < 0 || s.y < 0 || s.x >= scan.width || s.y >= scan.height) continue;
        darkest = std::max(darkest, darkness_at(scan, paper, s, mark.w * transform.px_per_mm(mark.center())));
    }
    return darkest;
}

/// Where people may draw: the table and what is written under it.
bool is_for_writing(const forms::LayoutPage& page, PagePoint p) {
    const auto within = [&](const PageRect& area) {
        const PageRect wide = area.grown(table_margin_mm);
        return p.x >= wide.x && p.x <= wide.right() && p.y >= wide.y && p.y <= wide.bottom();
    };
    return std::any_of(page.rows.begin(), page.rows.end(),
                       [&](const forms::Row& row) { return within(row.row_box); }) ||
           (page.write_in_area && within(*page.write_in_area)) || (page.signature_area && within(*page.signature_area));
}

/// A tenth of a millimetre is what a streak's place is good for.
double in_tenths(double mm) {
    return std::round(mm * 10) / 10;
}

}  // namespace

bool shows_second_sheet(const base::GrayView& scan, const CoarsePose& pose, const PageTransform& transform,
                        const forms::LayoutPage& page) {
    if (page.registration_marks.empty() || pose.strays.empty()) return false;
    const double mark_mm = page.registration_marks.front().w;
    const double paper = ink_threshold(scan, Print::full) / full_print_share;
    const double darkest = darkest_own_mark(scan, paper, transform, page);
    return std::any_of(pose.strays.begin(), pose.strays.end(), [&](const MarkCandidate& stray) {
        const PagePoint p = transform.to_page(stray.center);
        const double size_mm = stray.size_px / transform.px_per_mm(p);
        return std::abs(size_mm - mark_mm) < size_slack_mm && !is_for_writing(page, p) &&
               darkness_at(scan, paper, stray.center, stray.size_px) > least_darkness_share * darkest;
    });
}

std::vector<Flag> look_at_sheet(const base::GrayView& scan, const CoarsePose& pose, const PageTransform& transform,
                                const forms::LayoutPage& page, const PageSize& size) {
    std::vector<Flag> flags;
    const PageEdges edges = look_at_edges(scan, transform, size);
    if (edges.goes_beyond || shows_second_sheet(scan, pose, transform, page)) flags.push_back(Flag::double_feed);
    if (edges.is_cut) flags.push_back(Flag::cut_edge);
    const PrintStrength print = measure_print(scan, transform, page);
    if (print.mark_gone) flags.push_back(Flag::folded);
    if (is_low_toner(print)) flags.push_back(Flag::low_toner);
    return flags;
}

std::vector<GlassStreak> glass_streaks(const AddedInk& ink) {
    std::vector<GlassStreak> out;
    for (const std::vector<Streak>* streaks : {&ink.streaks, &ink.faint_streaks}) {
        for (const Streak& streak : *streaks) {
            const double middle_px = ink.origin.x / ink.scale + streak.x + streak.width / 2.0;
            out.push_back({in_tenths(middle_px / ink.px_per_mm), in_tenths(streak.width / ink.px_per_mm)});
        }
    }
    return out;
}

void doubt_covered_rows(const base::GrayView& scan, const PageTransform& transform, const forms::LayoutPage& page,
                        std::vector<RowReading>& rows) {
    const std::vector<double> shares = line_shares(scan, transform, page);
    for (std::size_t r = 0; r < rows.size() && r < shares.size(); ++r) {
        if (shares[r] >= least_row_lines) continue;
        rows[r].decision = Decision::review;
        rows[r].reasons.push_back(Reason::out_of_place);
    }
}

}  // namespace kiemphieu::omr
