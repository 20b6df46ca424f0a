#include "omr/names.hpp"

#include <algorithm>
#include <cmath>

#include "forms/typeface.hpp"

namespace kiemphieu::omr {

namespace {

/// A line through a name runs between the tops of the small letters and just above the baseline; an underline runs
/// below it. In ems: the x-height of Liberation Serif is 0.46, capitals are 0.66 high.
constexpr double core_top_em = 0.60;
constexpr double core_bottom_em = 0.10;
/// A line aimed badly runs along the accents or the baseline; an underline is at least a tenth of an em below that.
constexpr double near_top_em = 0.75;
constexpr double near_bottom_em = -0.10;
/// A column shows paper when at least this much of the band's height is free: a pen's line must fit in to be seen.
constexpr double least_free_mm = 0.3;
/// Half of the scan's pixels in a column at 200 dpi; single pixels are noise.
constexpr int least_pixels = 2;
/// A line through a third of the name is meant; what touches an eighth (a stray, a neighbour's tail, a slanted slash)
/// is for people.
constexpr double crossed_share = 0.34;
constexpr double doubtful_share = 0.12;
/// In the wider band more columns are free, and specks touch one or two of a hundred.
constexpr double doubtful_near_share = 0.08;

NameBand make_band(const forms::TextRun& run, const base::PageRect& letters, const PrintZone& zone, double top_em,
                   double bottom_em) {
    const double em = run.size_pt * base::mm_per_point;
    NameBand line;
    line.box = {letters.x, run.baseline.y - top_em * em, letters.w, (top_em - bottom_em) * em};
    const auto columns = static_cast<std::size_t>(std::max(1.0, std::floor(line.box.w / NameBand::column_mm)));
    line.free.assign(columns, false);
    const double step = 1.0 / PrintZone::px_per_mm;
    for (std::size_t c = 0; c < columns; ++c) {
        const double x = line.box.x + (static_cast<double>(c) + 0.5) * NameBand::column_mm;
        double free_mm = 0;
        for (double y = line.box.y; y < line.box.bottom(); y += step) free_mm += zone.at(x, y) == 0 ? step : 0;
        line.free[c] = free_mm >= least_free_mm;
        line.free_count += line.free[c] ? 1 : 0;
    }
    return line;
}

double band_share(const NameBand& line, const AddedInk& ink, const PageTransform& transform) {
    if (line.free_count == 0) return 0;
    double x0 = ink.gray.width;
    double y0 = ink.gray.height;
    double x1 = 0;
    double y1 = 0;
    for (const double x : {line.box.x, line.box.right()}) {
        for (const double y : {line.box.y, line.box.bottom()}) {
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
            if (!line.box.contains(p)) continue;
            const auto column = static_cast<std::size_t>((p.x - line.box.x) / NameBand::column_mm);
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
            out[r].push_back({make_band(run, *letters, zone, core_top_em, core_bottom_em),
                              make_band(run, *letters, zone, near_top_em, near_bottom_em)});
        }
    }
    return out;
}

NameInk measure_name(const std::vector<NameLine>& lines, const AddedInk& ink, const PageTransform& transform) {
    NameInk worst;
    for (const NameLine& line : lines) {
        worst.core = std::max(worst.core, band_share(line.core, ink, transform));
        worst.near = std::max(worst.near, band_share(line.near, ink, transform));
    }
    return worst;
}

NameCrossed judge_name(const NameInk& ink) {
    if (ink.core >= crossed_share) return NameCrossed::yes;
    return ink.core >= doubtful_share || ink.near >= doubtful_near_share ? NameCrossed::review : NameCrossed::no;
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
