#include "calibration/report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "calibration/plot.hpp"
#include "forms/typeface.hpp"

namespace kiemphieu::calibration {

namespace {

using base::PagePoint;
using base::PageRect;
using forms::Face;

constexpr double left_mm = 18;
constexpr double width_mm = 176;

template <class Point>
std::vector<PagePoint> values_of(const std::vector<Point>& points, double Point::*x, double Point::*y) {
    std::vector<PagePoint> out;
    for (const Point& point : points) out.push_back({point.*x, point.*y});
    return out;
}

Plot tone_plot(const Findings& f) {
    return {"Thang xám / tone",
            {0, 1, 0.25, 2, "in ra, 0 đen – 1 trắng"},
            {0, 250, 50, 0, ""},
            {{Series::Look::dashed, {{0, f.tone.black}, {1, f.tone.white}}, 0.55, "thẳng"},
             {Series::Look::line, values_of(f.tone.curve, &TonePoint::printed, &TonePoint::gray), 0, "máy"}}};
}

Plot mtf_plot(const Findings& f) {
    return {
        "Độ nét / sharpness",
        {0, 4, 1, 0, "cặp vạch/mm"},
        {0, 1, 0.25, 2, ""},
        {{Series::Look::line, values_of(f.sharpness.edges, &MtfPoint::pairs_per_mm, &MtfPoint::across), 0, "ngang"},
         {Series::Look::dashed, values_of(f.sharpness.edges, &MtfPoint::pairs_per_mm, &MtfPoint::along), 0.35, "dọc"},
         {Series::Look::points, values_of(f.sharpness.lines, &MtfPoint::pairs_per_mm, &MtfPoint::across), 0.2, ""}}};
}

Plot light_plot(const Findings& f) {
    Plot plot{"Ánh sáng, vệt bẩn / light, dust",
              {0, 300, 100, 0, "mm"},
              {0.7, 1, 0.1, 1, ""},
              {{Series::Look::line, values_of(f.tone.across, &LightPoint::at_mm, &LightPoint::share), 0, "ngang"},
               {Series::Look::dashed, values_of(f.tone.along, &LightPoint::at_mm, &LightPoint::share), 0.35, "dọc"}}};
    for (const DustColumn& c : f.dust) {
        plot.series.push_back(
            {Series::Look::line, {{c.at_mm, 1}, {c.at_mm, 1 - std::clamp(std::abs(c.depth), 0.03, 0.3)}}, 0.5});
    }
    return plot;
}

Plot stretch_plot(const Findings& f) {
    Plot plot{"Kéo giấy / feed, mm", {0, 300, 100, 0, "mm dọc đường giấy"}, {-0.6, 0.6, 0.3, 1, ""}, {}};
    double most = 0.5;
    for (const SheetFindings& scan : f.scans) most = std::max(most, scan.geometry.stretch_mm);
    if (most > 0.6) plot.up = {-1.2, 1.2, 0.6, 1, ""};
    const std::size_t shown = std::min<std::size_t>(f.scans.size(), 5);
    for (std::size_t i = 0; i < shown; ++i) {
        plot.series.push_back({i == 0 ? Series::Look::line : Series::Look::dashed,
                               values_of(f.scans[i].geometry.stretch, &StretchPoint::feed_mm, &StretchPoint::shift_mm),
                               0.12 * static_cast<double>(i)});
    }
    return plot;
}

Plot marks_plot(const Findings& f) {
    return {
        "Độ đậm dấu X / marks",
        {0, 1, 0.25, 2, "in ra"},
        {0, 1, 0.25, 2, ""},
        {{Series::Look::dashed, {{0, 0}, {1, 1}}, 0.55, "đúng"},
         {Series::Look::line, {{0, 0.2}, {1, 0.2}}, 0.7, "ngưỡng"},
         {Series::Look::points, values_of(f.graded, &MarkFinding::darkness, &MarkFinding::seen_darkness), 0, "máy"}}};
}

Plot pens_plot(const Findings& f) {
    Plot plot{"Bút đã thử / pens",
              {0, 7, 1, 0, "bút số"},
              {0, 1, 0.25, 2, ""},
              {{Series::Look::line, {{0, 0.2}, {7, 0.2}}, 0.7, "ngưỡng"}}};
    for (const PenFinding& pen : f.pens) {
        const double x = pen.number;
        // Strokes that touch: a bar.
        for (const double off : {-0.15, -0.12, -0.09, -0.06, -0.03, 0.0, 0.03, 0.06, 0.09, 0.12, 0.15}) {
            plot.series.push_back({Series::Look::line, {{x + off, 0}, {x + off, std::min(1.0, pen.darkness)}}, 0.25});
        }
    }
    return plot;
}

/// Wrapped lines; returns the next baseline.
double paragraph(forms::Canvas& canvas, const std::string& text, Face face, double size_pt, double x, double width,
                 double baseline, double leading) {
    const auto lines = forms::wrap_text(text, face, size_pt, width);
    if (!lines) {
        say(canvas, text, face, size_pt, {x, baseline});
        return baseline + leading;
    }
    for (const std::string& line : *lines) {
        say(canvas, line, face, size_pt, {x, baseline});
        baseline += leading;
    }
    return baseline;
}

std::string label_of(Grade grade) {
    return grade == Grade::good ? "TỐT" : grade == Grade::watch ? "CHÚ Ý" : "KHÔNG ĐẠT";
}

/// A square that is empty, half or wholly black: how grave a thing is, without colour.
void sign_of(forms::Canvas& canvas, Grade grade, PagePoint at) {
    constexpr double side = 2.8;
    constexpr double border = 0.4;
    canvas.fill({at.x, at.y - side, side, side}, 0.1);
    const double inside = side - 2 * border;
    const double white = grade == Grade::good ? inside : grade == Grade::watch ? inside / 2 : 0;
    if (white > 0) canvas.fill({at.x + border, at.y - side + border, inside, white}, 1);
}

double head(forms::Canvas& canvas, const Findings& f, const Profile& p) {
    say(canvas, "KẾT QUẢ HIỆU CHUẨN MÁY QUÉT", Face::serif_bold, 17, {left_mm, 22});
    say(canvas, "Scanner calibration report", Face::serif_italic, 11, {left_mm, 28});
    const std::string of = p.scanner.empty() ? "................................................" : p.scanner;
    const std::string day =
        p.made.size() >= 10 ? p.made.substr(8, 2) + "/" + p.made.substr(5, 2) + "/" + p.made.substr(0, 4) : p.made;
    double y = paragraph(
        canvas,
        fmt::format("Máy quét: {} · Ngày: {} · Số lần quét: {} · Hồ sơ máy: {}", of, day, f.scans.size(), p.reading.id),
        Face::serif, 10, left_mm, width_mm, 36, 5);
    const Advice verdict = verdict_of(p.fitness);
    y += 2;
    canvas.fill({left_mm, y, width_mm, 15}, p.fitness == Fitness::unfit ? 0.8 : 0.94);
    canvas.fill({left_mm, y, 1.6, 15}, p.fitness == Fitness::fit ? 0.6 : 0);
    say(canvas, verdict.vietnamese, Face::serif_bold, 13, {left_mm + 5, y + 6.5});
    say(canvas, verdict.english, Face::serif_italic, 10, {left_mm + 5, y + 12});
    return y + 23;
}

}  // namespace

base::Expected<void, base::Failure> print_report(const Findings& f, const Profile& p,
                                                 const std::filesystem::path& pdf) {
    auto canvas = forms::Canvas::create({"Kết quả hiệu chuẩn máy quét", ""});
    if (!canvas) return tl::unexpected(canvas.error());
    canvas->begin_page();
    double y = head(*canvas, f, p);
    for (const Advice& one : advise(f)) {
        sign_of(*canvas, one.grade, {left_mm, y});
        say(*canvas, label_of(one.grade), Face::serif_bold, 9, {left_mm + 4.5, y});
        y = paragraph(*canvas, one.vietnamese, Face::serif, 10.5, left_mm + 29, width_mm - 29, y, 4.7);
        y = paragraph(*canvas, one.english, Face::serif_italic, 8.5, left_mm + 29, width_mm - 29, y - 0.3, 4) + 2.2;
    }
    if (const auto limit = limit_in_words(p.limit)) {
        say(*canvas, "MỨC NHẬN", Face::serif_bold, 9, {left_mm + 4.5, y});
        y = paragraph(*canvas, limit->vietnamese, Face::serif, 10.5, left_mm + 29, width_mm - 29, y, 4.7);
        y = paragraph(*canvas, limit->english, Face::serif_italic, 8.5, left_mm + 29, width_mm - 29, y - 0.3, 4) + 2.2;
    }
    constexpr double plot_w = 56;
    constexpr double plot_h = 46;
    const double top = std::max(y, 174.0);
    const std::vector<Plot> plots{tone_plot(f),  mtf_plot(f),     marks_plot(f),
                                  light_plot(f), stretch_plot(f), pens_plot(f)};
    for (std::size_t i = 0; i < plots.size(); ++i) {
        const double x = left_mm + (plot_w + 4) * static_cast<double>(i % 3);
        draw(*canvas, plots[i], {x, top + (plot_h + 3) * static_cast<double>(i / 3), plot_w, plot_h});
    }
    return canvas->save(pdf);
}

}  // namespace kiemphieu::calibration
