#include "omr/names.hpp"

#include <algorithm>
#include <cmath>

#include "forms/typeface.hpp"

namespace kiemphieu::omr {

namespace {

/// A line through a name runs between the tops of the small letters and just above the baseline; an underline runs
/// below it. In ems: the x-height of Liberation Serif is 0.46, capitals are 0.66 high.
constexpr double band_top_em = 0.60;
constexpr double band_bottom_em = 0.10;
/// A column shows paper when at least this much of the band's height is free: a pen's line must fit in to be seen.
constexpr double least_free_mm = 0.3;
/// Half of the scan's pixels in a column at 200 dpi; single pixels are noise.
constexpr int least_pixels = 2;
/// A line through a third of the name is meant; what touches an eighth (a stray, a neighbour's tail, a slanted slash)
/// is for people.
constexpr double crossed_share = 0.34;
constexpr double doubtful_share = 0.12;

NameLine make_line(const forms::TextRun& run, const base::PageRect& letters, const PrintZone& zone) {
    const double em = run.size_pt * base::mm_per_point;
    NameLine line;
    line.band = {letters.x, run.baseline.y - band_top_em * em, letters.w, (band_top_em - band_bottom_em) * em};
    const auto columns = static_cast<std::size_t>(std::max(1.0, std::floor(line.band.w / NameLine::column_mm)));
    line.free.assign(columns, false);
    const double step = 1.0 / PrintZone::px_per_mm;
    for (std::size_t c = 0; c < columns; ++c) {
        const double x = line.band.x + (static_cast<double>(c) + 0.5) * NameLine::column_mm;
        double free_mm = 0;
        for (double y = line.band.y; y < line.band.bottom(); y += step) free_mm += zone.at(x, y) == 0 ? step : 0;
        line.free[c] = free_mm >= least_free_mm;
        line.free_count += line.free[c] ? 1 : 0;
    }
    return line;
}

double line_share(const NameLine& line, const AddedInk& ink, const PageTransform& transform) {
    if (line.free_count == 0) return 0;
    double x0 = ink.gray.width;
    double y0 = ink.gray.height;
    double x1 = 0;
    double y1 = 0;
    for (const double x : {line.band.x, line.band.right()}) {
        for (const double y : {line.band.y, line.band.bottom()}) {
            const base::ScanPoint p = (transform.to_scan({x, y}) - ink.origin) * (1.0 / ink.scale);
            x0 = std::min(x0, p.x);
            x1 = std::max(x1, p.x);
            y0 = std::min(y0, p.y);
            y1 = std::max(y1, p.y);
        }
    }
    std::vector<int> touched(line.free.size(), 0);
    for (int y = std::max(0, static_cast<int>(y0)); y < std::min(ink.gray.height, static_cast<int>(y1) + 1); ++y) {
        for (int x = std::max(0, static_cast<int>(x0)); x < std::min(ink.gray.width, static_cast<int>(x1) + 1); ++x) {
            if (ink.ink[ink.index(x, y)] == 0) continue;
            const base::PagePoint p = ink.to_page(x + 0.5, y + 0.5);
            if (!line.band.contains(p)) continue;
            const auto column = static_cast<std::size_t>((p.x - line.band.x) / NameLine::column_mm);
            if (column < touched.size()) ++touched[column];
        }
    }
    int struck = 0;
    for (std::size_t c = 0; c < touched.size(); ++c) struck += line.free[c] && touched[c] >= least_pixels ? 1 : 0;
    return static_cast<double>(struck) / line.free_count;
}

}  // namespace

base::Expected<std::vector<std::vector<NameLine>>, base::Failure> find_name_lines(const forms::LayoutPage& page,
                                                                                  const PrintZone& zone) {
    std::vector<std::vector<NameLine>> out(page.rows.size());
    for (const forms::TextRun& run : page.texts) {
        for (std::size_t r = 0; r < page.rows.size(); ++r) {
            if (!page.rows[r].name_box.grown(0.5).contains(run.baseline)) continue;
            const auto letters = forms::ink_box(run);
            if (!letters) return tl::unexpected(letters.error());
            out[r].push_back(make_line(run, *letters, zone));
        }
    }
    return out;
}

double struck_share(const std::vector<NameLine>& lines, const AddedInk& ink, const PageTransform& transform) {
    double worst = 0;
    for (const NameLine& line : lines) worst = std::max(worst, line_share(line, ink, transform));
    return worst;
}

NameCrossed judge_name(double share) {
    if (share >= crossed_share) return NameCrossed::yes;
    return share >= doubtful_share ? NameCrossed::review : NameCrossed::no;
}

double written_in_mm(const forms::LayoutPage& page, const std::vector<Stroke>& strokes,
                     const std::vector<bool>& of_marks) {
    if (!page.write_in_area) return 0;
    double length = 0;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        if (of_marks[i]) continue;
        const std::vector<base::PagePoint>& points = strokes[i].points;
        for (std::size_t k = 1; k < points.size(); ++k) {
            if (page.write_in_area->contains(points[k])) length += distance(points[k - 1], points[k]);
        }
    }
    return length;
}

}  // namespace kiemphieu::omr
