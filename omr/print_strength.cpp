#include "omr/print_strength.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "omr/sampling.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;
using base::PageRect;
using base::ScanPoint;

// Registration is good to 0.1 mm, lines are 0.25 mm: half a millimetre to both sides finds them.
constexpr double reach_mm = 0.5;
// Beside a line the paper is bare at 1.3 mm, but for text that comes near: the lighter side counts.
constexpr double beside_mm = 1.3;
constexpr double step_mm = 0.125;

double along(const std::vector<double>& sorted, double share) {
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

/// How much darker than the paper beside it a line is at a place; `across` is a millimetre across the line, in pixels.
double line_darkness(const base::GrayView& scan, ScanPoint at, ScanPoint across) {
    double darkest = 255;
    for (double t = -reach_mm; t <= reach_mm; t += step_mm) darkest = std::min(darkest, gray_at(scan, at + across * t));
    const double paper = std::max(gray_at(scan, at + across * beside_mm), gray_at(scan, at - across * beside_mm));
    return paper <= 0 ? 0 : std::max(0.0, 1 - darkest / paper);
}

/// Darkness at even steps along a printed line, its ends left out.
void measure_rule(const base::GrayView& scan, const PageTransform& transform, const PageRect& rule, double pitch_mm,
                  std::vector<double>& out) {
    const bool level = rule.w > rule.h;
    const double length = level ? rule.w : rule.h;
    const PagePoint c = rule.center();
    const PagePoint unit = level ? PagePoint{0, 1} : PagePoint{1, 0};
    const ScanPoint across = transform.to_scan(c + unit * 0.5) - transform.to_scan(c - unit * 0.5);
    for (double t = 2; t < length - 2; t += pitch_mm) {
        const PagePoint p = level ? PagePoint{rule.x + t, c.y} : PagePoint{c.x, rule.y + t};
        const ScanPoint s = transform.to_scan(p);
        if (s.x < 0 || s.y < 0 || s.x >= scan.width || s.y >= scan.height) continue;
        out.push_back(line_darkness(scan, s, across));
    }
}

}  // namespace

PrintStrength measure_print(const base::GrayView& scan, const PageTransform& transform, const forms::LayoutPage& page) {
    PrintStrength out;
    std::vector<double> marks;
    for (const PageRect& mark : page.registration_marks) {
        const PagePoint c = mark.center();
        std::array<double, 5> inside{};
        std::array<PagePoint, 5> places{c, PagePoint{c.x - mark.w / 4, c.y}, PagePoint{c.x + mark.w / 4, c.y},
                                        PagePoint{c.x, c.y - mark.h / 4}, PagePoint{c.x, c.y + mark.h / 4}};
        bool in_image = true;
        for (std::size_t i = 0; i < places.size(); ++i) {
            const ScanPoint s = transform.to_scan(places[i]);
            in_image = in_image && s.x >= 0 && s.y >= 0 && s.x < scan.width && s.y < scan.height;
            inside[i] = gray_at(scan, s);
        }
        if (!in_image) continue;
        std::sort(inside.begin(), inside.end());
        const double paper = std::max({gray_at(scan, transform.to_scan({mark.x - 2, c.y})),
                                       gray_at(scan, transform.to_scan({mark.right() + 2, c.y}))});
        const double darkness = paper <= 0 ? 0 : std::max(0.0, 1 - inside[2] / paper);
        // A mark is solid: a tenth is less than any toner leaves of it.
        if (darkness < 0.1) {
            out.mark_gone = true;
        } else {
            marks.push_back(darkness);
        }
    }
    std::sort(marks.begin(), marks.end());
    out.marks = along(marks, 0.25);
    std::vector<double> lines;
    for (const PageRect& rule : page.rules) {
        if (std::max(rule.w, rule.h) > 15) measure_rule(scan, transform, rule, 12, lines);
    }
    std::sort(lines.begin(), lines.end());
    out.lines = along(lines, 0.2);
    const auto broken = std::lower_bound(lines.begin(), lines.end(), 0.1) - lines.begin();
    out.broken = lines.empty() ? 0 : static_cast<double>(broken) / static_cast<double>(lines.size());
    return out;
}

bool is_low_toner(const PrintStrength& strength) {
    return strength.marks < 0.4 || strength.lines < 0.15;
}

std::vector<double> line_shares(const base::GrayView& scan, const PageTransform& transform,
                                const forms::LayoutPage& page) {
    std::vector<double> out;
    for (const forms::Row& row : page.rows) {
        // Only a row's own borders: those right and left of its boxes, and the whole lines above and below.
        std::vector<double> found;
        const PageRect& box = row.row_box;
        measure_rule(scan, transform, {box.x, box.y, box.w, 0}, box.w / 12, found);
        measure_rule(scan, transform, {box.x, box.bottom(), box.w, 0}, box.w / 12, found);
        std::vector<double> xs{box.x};
        for (const forms::Cell& cell : row.cells) xs.push_back(cell.area.x);
        xs.push_back(box.right());
        for (const double x : xs) measure_rule(scan, transform, {x, box.y, 0, box.h}, (box.h - 4) / 4, found);
        // A hair line of pale toner is still an eighth darker than the paper.
        const auto there = std::count_if(found.begin(), found.end(), [](double d) { return d > 0.08; });
        out.push_back(found.empty() ? 1.0 : static_cast<double>(there) / static_cast<double>(found.size()));
    }
    return out;
}

}  // namespace kiemphieu::omr
