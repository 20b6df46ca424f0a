#include "calibration/plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "forms/typeface.hpp"

namespace kiemphieu::calibration {

namespace {

using base::PagePoint;
using base::PageRect;
using forms::Face;

constexpr double label_pt = 6.5;
constexpr double hair_mm = 0.12;
constexpr double line_mm = 0.4;

double width_of(const std::string& text, double size_pt) {
    return forms::text_width_mm(text, Face::serif, size_pt).value_or(0);
}

/// Between the axes, with room for labels.
PageRect field_of(const PageRect& box) {
    return {box.x + 8.5, box.y + 5.5, box.w - 11, box.h - 14};
}

void draw_series(forms::Canvas& canvas, const Series& series, const PageRect& field, const Plot& plot) {
    const auto place = [&](PagePoint v) {
        const double u = (v.x - plot.across.least) / (plot.across.most - plot.across.least);
        const double w = (v.y - plot.up.least) / (plot.up.most - plot.up.least);
        return PagePoint{field.x + std::clamp(u, 0.0, 1.0) * field.w,
                         field.bottom() - std::clamp(w, 0.0, 1.0) * field.h};
    };
    if (series.look == Series::Look::points) {
        for (const PagePoint v : series.values) {
            const PagePoint p = place(v);
            canvas.fill({p.x - 0.55, p.y - 0.55, 1.1, 1.1}, series.gray);
        }
        return;
    }
    for (std::size_t i = 1; i < series.values.size(); ++i) {
        const PagePoint a = place(series.values[i - 1]);
        const PagePoint b = place(series.values[i]);
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        constexpr double dash = 1.2;
        const int pieces = series.look == Series::Look::dashed ? std::max(1, static_cast<int>(length / dash)) : 1;
        for (int k = 0; k < pieces; ++k) {
            const double from = static_cast<double>(k) / pieces;
            const double to = from + (series.look == Series::Look::dashed ? 0.5 : 1.0) / pieces;
            canvas.stroke({{a + (b - a) * from, a + (b - a) * to}, line_mm, series.gray});
        }
    }
}

void draw_axes(forms::Canvas& canvas, const Plot& plot, const PageRect& field) {
    for (double v = plot.across.least; v <= plot.across.most + 1e-9; v += plot.across.step) {
        const double x = field.x + field.w * (v - plot.across.least) / (plot.across.most - plot.across.least);
        canvas.stroke({{{x, field.y}, {x, field.bottom()}}, hair_mm, 0.82});
        const std::string label = with_comma(v, plot.across.digits);
        say(canvas, label, Face::serif, label_pt, {x - width_of(label, label_pt) / 2, field.bottom() + 3});
    }
    for (double v = plot.up.least; v <= plot.up.most + 1e-9; v += plot.up.step) {
        const double y = field.bottom() - field.h * (v - plot.up.least) / (plot.up.most - plot.up.least);
        canvas.stroke({{{field.x, y}, {field.right(), y}}, hair_mm, 0.82});
        const std::string label = with_comma(v, plot.up.digits);
        say(canvas, label, Face::serif, label_pt, {field.x - 1.2 - width_of(label, label_pt), y + 0.8});
    }
    canvas.stroke({{{field.x, field.y}, {field.x, field.bottom()}, {field.right(), field.bottom()}}, 0.2, 0.3});
}

}  // namespace

std::string with_comma(double value, int digits) {
    // Steps of a tenth add up to nearly zero, which is no minus zero.
    std::string text = fmt::format("{:.{}f}", std::abs(value) < 1e-9 ? 0.0 : value, digits);
    std::ranges::replace(text, '.', ',');
    return text;
}

void say(forms::Canvas& canvas, const std::string& text, Face face, double size_pt, PagePoint baseline) {
    canvas.text({text, face, size_pt, baseline});
}

void draw(forms::Canvas& canvas, const Plot& plot, const PageRect& box) {
    const PageRect field = field_of(box);
    say(canvas, plot.title, Face::serif_bold, 8.5, {box.x, box.y + 2.5});
    draw_axes(canvas, plot, field);
    for (const Series& series : plot.series) draw_series(canvas, series, field, plot);
    say(canvas, plot.across.name, Face::serif_italic, label_pt,
        {field.right() - width_of(plot.across.name, label_pt), field.bottom() + 6});
    double x = field.x;
    for (const Series& series : plot.series) {
        if (series.name.empty()) continue;
        const std::vector<PagePoint> sample = series.look == Series::Look::points
                                                  ? std::vector<PagePoint>{{0.5, 0}}
                                                  : std::vector<PagePoint>{{0, 0}, {1, 0}};
        draw_series(canvas, {series.look, sample, series.gray}, {x, field.bottom() + 5.2, 4, 0.01},
                    {"", {0, 1}, {0, 1}, {}});
        say(canvas, series.name, Face::serif, label_pt, {x + 5, field.bottom() + 6});
        x += 7.5 + width_of(series.name, label_pt);
    }
}

}  // namespace kiemphieu::calibration
