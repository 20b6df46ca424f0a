#include "omr/names.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "forms/typeface.hpp"
#include "omr/ink_in_box.hpp"

namespace kiemphieu::omr {

namespace {

/// A line through a name runs between the tops of the small letters and just above the baseline; an underline runs
/// below it. In ems: the x-height of Liberation Serif is 0.46, capitals are 0.66 high.
constexpr double core_top_em = 0.60;
constexpr double core_bottom_em = 0.10;
/// A line aimed badly runs along the accents or the baseline; an underline is at least a tenth of an em below that.
constexpr double near_top_em = 0.75;
constexpr double near_bottom_em = -0.10;
/// The threshold of a black-and-white scan leaves some pixels of a pale pen's line, more of them where it goes on
/// beside the name or where a low line leaves the letters. On such scans of office and hard grade (ordinary marks,
/// seeds 9 and 10) 1979 of 2004 untouched names had no pixel of added ink so far around, 25 stained ones 69 or more.
constexpr double beside_mm = 3.0;
/// Dithered and screened scans have specks everywhere; beside the printed letters of names they are no more than by so
/// many times.
constexpr double noise_times = 4.0;
/// A fold that a black-and-white scan left specks of: on a name it is no wider than that, runs on so straight over the
/// page, and is no steeper than sheets are fed askew and folded. It shows on five names and on half of all; a pen that
/// struck them all would not leave its specks in one line down the page.
constexpr double fold_spread_mm = 1.6;
constexpr double fold_aside_mm = 1.0;
constexpr double most_fold_slope = 0.06;
constexpr std::size_t least_fold_rows = 5;
/// A fold that runs along so much of a name may have taken a pen's line with it. What a fold crosses steeply it hides
/// over a tenth at most.
constexpr double hidden_share = 0.25;
constexpr double band_end_mm = 5.0;
/// A mark in the first box or a line beside a name reaches into the column between by so much.
constexpr double column_rim_mm = 2.0;
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

/// A line through a name is unbroken but for a skip of the pen, and runs through most of it. A stray, a neighbour's
/// tail or a slash reach through less than half.
constexpr double line_share = 0.7;
constexpr double line_reach = 0.6;
/// A line through a name that runs high or low of its middle shows in the wider band most of its way, and in the core
/// where it slants into it or a letter's gap lets it show. An underline shows none there: of 13 that the wider band
/// took for a line (difficult marks, seed 78, office and hard) 12 had no column in the core, of six lines at its rim
/// each had 6 % or more.
constexpr double line_near_share = 0.2;
constexpr double line_core_share = 0.05;
constexpr double rim_line_share = 0.9;
/// An unbroken line in the core over half of the name is through it, even where letters hide most of the line. Of 1,200
/// sheets of difficult and ordinary marks (office and hard, seeds 78 and 31) strays reached over a quarter at most.
constexpr double unbroken_reach = 0.5;
/// Toner and a black-and-white scan may hide all of a line but its pieces between words: an unbroken line that reaches
/// so far is for people, however little of it shows. One of hard grade, seed 77, showed 8 % of its columns over 39 % of
/// the name, and was not seen.
constexpr double doubtful_reach = 0.3;
/// So little ink (1.6 mm) says nothing of a line.
constexpr std::size_t least_line_columns = 8;
/// Half a thin pen's line.
constexpr double line_half_mm = 0.15;

std::size_t columns_of(const base::PageRect& box) {
    return static_cast<std::size_t>(std::max(1.0, std::floor(box.w / NameBand::column_mm)));
}

NameBand make_band(const forms::TextRun& run, const base::PageRect& letters, const PrintZone& zone, double top_em,
                   double bottom_em) {
    const double em = run.size_pt * base::mm_per_point;
    NameBand line;
    line.box = {letters.x, run.baseline.y - top_em * em, letters.w, (top_em - bottom_em) * em};
    const std::size_t columns = columns_of(line.box);
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

/// Ink in each column of a band: how many pixels, and how high on the page they lie in the mean.
struct ColumnInk {
    std::vector<int> pixels;
    std::vector<double> y;

    bool is_struck(std::size_t column) const { return pixels[column] >= least_pixels; }
};

ColumnInk collect(const NameBand& band, const AddedInk& ink, const PageTransform& transform) {
    ColumnInk out{std::vector<int>(band.free.size(), 0), std::vector<double>(band.free.size(), 0.0)};
    each_ink_in(ink, transform, band.box, [&](base::PagePoint p) {
        const auto column = static_cast<std::size_t>((p.x - band.box.x) / NameBand::column_mm);
        if (column >= out.pixels.size()) return;
        ++out.pixels[column];
        out.y[column] += p.y;
    });
    for (std::size_t c = 0; c < out.y.size(); ++c) out.y[c] /= std::max(1, out.pixels[c]);
    return out;
}

double struck_share(const NameBand& band, const ColumnInk& found) {
    if (band.free_count == 0) return 0;
    int struck = 0;
    for (std::size_t c = 0; c < band.free.size(); ++c) struck += band.free[c] && found.is_struck(c) ? 1 : 0;
    return static_cast<double>(struck) / band.free_count;
}

/// A pen's line vanishes in the letters it runs through. Between two columns with ink the line is where they say; the
/// columns whose paper is bare there and show nothing speak against a line.
void follow_line(const NameBand& band, const ColumnInk& found, const PrintZone& zone, NameInk& out) {
    std::vector<std::size_t> struck;
    for (std::size_t c = 0; c < found.pixels.size(); ++c) {
        if (found.is_struck(c)) struck.push_back(c);
    }
    if (struck.size() < least_line_columns) return;
    int missing = 0;
    for (std::size_t i = 1; i < struck.size(); ++i) {
        const std::size_t from = struck[i - 1];
        const std::size_t to = struck[i];
        for (std::size_t c = from + 1; c < to; ++c) {
            const double t = static_cast<double>(c - from) / static_cast<double>(to - from);
            const double x = band.box.x + (static_cast<double>(c) + 0.5) * NameBand::column_mm;
            const double y = found.y[from] + (found.y[to] - found.y[from]) * t;
            const bool bare =
                zone.at(x, y) == 0 && zone.at(x, y - line_half_mm) == 0 && zone.at(x, y + line_half_mm) == 0;
            missing += bare ? 1 : 0;
        }
    }
    const auto seen = static_cast<double>(struck.size());
    const double line = seen / (seen + missing);
    const double reach =
        static_cast<double>(struck.back() - struck.front() + 1) / static_cast<double>(band.free.size());
    if (line * reach > out.line * out.reach) {
        out.line = line;
        out.reach = reach;
    }
}

/// How much of a box's width the box around a band covers: mostly nothing, and then it need not be looked at closely.
double length_beside(const HiddenBand& hidden, const base::PageRect& box) {
    double left = box.right();
    double right = box.x;
    double top = box.bottom();
    double bottom = box.y;
    for (const base::PagePoint& p : hidden.middle) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    // A band goes on for half a strip beyond both its ends (HiddenBand::contains).
    const double more = hidden.half_width_mm + band_end_mm;
    if (top - more > box.bottom() || bottom + more < box.y) return 0;
    return std::min(box.right(), right + more) - std::max(box.x, left - more);
}

/// Darkness up to which a line through the name would be gone with a fold that runs along it.
double hidden_along(const NameBand& band, const AddedInk& ink) {
    double out = 0;
    for (const HiddenBand& hidden : ink.hidden) {
        if (length_beside(hidden, band.box) < hidden_share * band.box.w) continue;
        std::size_t columns = 0;
        for (std::size_t c = 0; c < band.free.size(); ++c) {
            const double x = band.box.x + (static_cast<double>(c) + 0.5) * NameBand::column_mm;
            const bool covered = std::ranges::any_of(std::array{0.1, 0.5, 0.9}, [&](double t) {
                return hidden.contains({x, band.box.y + t * band.box.h});
            });
            columns += covered ? 1 : 0;
        }
        if (static_cast<double>(columns) >= hidden_share * static_cast<double>(band.free.size()))
            out = std::max(out, hidden.limit);
    }
    return out;
}

/// Specks on one printed line of a name and beside it.
void count_specks(const NameBand& band, const ColumnInk& found, NameInk& out) {
    double low = out.specks > 0 ? out.specks_middle.x - out.specks_spread_mm / 2 : band.box.right();
    double high = out.specks > 0 ? out.specks_middle.x + out.specks_spread_mm / 2 : band.box.x;
    for (std::size_t c = 0; c < found.pixels.size(); ++c) {
        if (found.pixels[c] == 0) continue;
        const double x = band.box.x + (static_cast<double>(c) + 0.5) * NameBand::column_mm;
        low = std::min(low, x);
        high = std::max(high, x);
        out.specks += found.pixels[c];
    }
    out.around_mm2 += band.box.w * band.box.h;
    if (out.specks == 0) return;
    out.specks_middle = {(low + high) / 2, band.box.center().y};
    out.specks_spread_mm = high - low;
}

NameInk measure_name(const std::vector<NameLine>& lines, const AddedInk& ink, const PageTransform& transform,
                     const PrintZone& zone) {
    NameInk worst;
    for (const NameLine& line : lines) {
        const ColumnInk core = collect(line.core, ink, transform);
        const ColumnInk near = collect(line.near, ink, transform);
        worst.core = std::max(worst.core, struck_share(line.core, core));
        worst.near = std::max(worst.near, struck_share(line.near, near));
        follow_line(line.core, core, zone, worst);
        // A slanted line leaves the core at both ends; an underline is in the wider band too, but shows none in the
        // core.
        follow_line(line.near, near, zone, worst);
        worst.hidden = std::max(worst.hidden, hidden_along(line.near, ink));
        if (ink.depth == ScanDepth::bilevel) count_specks(line.around, collect(line.around, ink, transform), worst);
    }
    return worst;
}

/// Pixels of added ink a square millimetre that lie about a black-and-white scan of itself, as dithering leaves them:
/// beside the names, where nobody writes, on the middle one of all rows.
double specks_about(const forms::LayoutPage& page, const AddedInk& ink, const PageTransform& transform) {
    if (ink.depth != ScanDepth::bilevel || page.rows.empty()) return 0;
    std::vector<double> all;
    for (const forms::Row& row : page.rows) {
        const double left = row.name_box.right() + column_rim_mm;
        const base::PageRect beside{left, row.row_box.y + column_rim_mm, row.cells[0].area.x - column_rim_mm - left,
                                    row.row_box.h - 2 * column_rim_mm};
        const NameBand band{beside, std::vector<bool>(columns_of(beside)), 0};
        const ColumnInk found = collect(band, ink, transform);
        all.push_back(std::accumulate(found.pixels.begin(), found.pixels.end(), 0.0) / (beside.w * beside.h));
    }
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle;
}

/// A fold down the page leaves specks in one line over many names, close together on each.
void forget_fold(std::vector<NameInk>& names) {
    std::vector<std::size_t> narrow;
    for (std::size_t r = 0; r < names.size(); ++r) {
        if (names[r].specks > 0 && names[r].specks_spread_mm <= fold_spread_mm) narrow.push_back(r);
    }
    if (narrow.size() < std::max(least_fold_rows, names.size() / 2)) return;
    std::vector<std::size_t> best;
    for (std::size_t i = 0; i < narrow.size(); ++i) {
        for (std::size_t j = i + 1; j < narrow.size(); ++j) {
            const base::PagePoint from = names[narrow[i]].specks_middle;
            const base::PagePoint by = names[narrow[j]].specks_middle - from;
            if (by.y <= 0 || std::abs(by.x) > most_fold_slope * by.y) continue;
            std::vector<std::size_t> on;
            for (const std::size_t r : narrow) {
                const base::PagePoint p = names[r].specks_middle;
                if (std::abs(p.x - from.x - by.x / by.y * (p.y - from.y)) <= fold_aside_mm) on.push_back(r);
            }
            if (on.size() > best.size()) best = std::move(on);
        }
    }
    if (best.size() < std::max(least_fold_rows, names.size() / 2)) return;
    for (const std::size_t r : best) names[r].specks = 0;
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
            const base::PageRect wider{letters->x - beside_mm, letters->y, letters->w + 2 * beside_mm, letters->h};
            out[r].push_back({make_band(run, *letters, zone, core_top_em, core_bottom_em),
                              make_band(run, *letters, zone, near_top_em, near_bottom_em),
                              make_band(run, wider, zone, near_top_em, near_bottom_em)});
        }
    }
    return out;
}

std::vector<NameInk> measure_names(const std::vector<std::vector<NameLine>>& names, const forms::LayoutPage& page,
                                   const AddedInk& ink, const PageTransform& transform, const PrintZone& zone) {
    std::vector<NameInk> out;
    const double about = specks_about(page, ink, transform);
    for (const std::vector<NameLine>& name : names) {
        out.push_back(measure_name(name, ink, transform, zone));
        if (out.back().specks <= noise_times * about * out.back().around_mm2) out.back().specks = 0;
    }
    forget_fold(out);
    return out;
}

NameCrossed judge_name(const NameInk& ink) {
    if (ink.core >= crossed_share) return NameCrossed::yes;
    if (ink.line >= line_share && ink.reach >= line_reach && ink.core >= doubtful_share) return NameCrossed::yes;
    if (ink.line >= rim_line_share && ink.reach >= unbroken_reach && ink.core >= doubtful_share)
        return NameCrossed::yes;
    if (ink.line >= rim_line_share && ink.reach >= line_reach && ink.core >= line_core_share &&
        ink.near >= line_near_share) {
        return NameCrossed::yes;
    }
    const bool line = ink.line >= line_share && ink.reach >= doubtful_reach;
    const bool doubtful = line || ink.core >= doubtful_share || ink.near >= doubtful_near_share || ink.specks > 0;
    return doubtful ? NameCrossed::review : NameCrossed::no;
}

}  // namespace kiemphieu::omr
