#include "calibration/sharpness.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "calibration/tone.hpp"

namespace kiemphieu::calibration {

namespace {

using base::PagePoint;

/// An edge's gray over the distance from it, a fifth of a 200-dpi pixel fine. Source: ISO 12233, slanted edge.
constexpr double bin_mm = 0.025;
constexpr double reach_mm = 1.5;
constexpr int bins = static_cast<int>(2 * reach_mm / bin_mm);
/// Rounded ends and what the print lacks there are left out.
constexpr double end_mm = 3.2;

struct Edge {
    std::vector<double> light;  ///< per bin, from the ink outwards
    double sigma_mm{};
};

std::optional<double> crossing(const std::vector<double>& light, double level) {
    for (std::size_t i = 1; i < light.size(); ++i) {
        if (light[i - 1] < level && light[i] >= level) {
            return (static_cast<double>(i) - 0.5 + (level - light[i - 1]) / (light[i] - light[i - 1])) * bin_mm;
        }
    }
    return std::nullopt;
}

/// One long side of a broad stroke: `side` +1 or -1 of its middle.
std::optional<Edge> edge_of(const PlacedScan& placed, const forms::InkStroke& stroke, double side, const Tone& tone) {
    const PagePoint a = stroke.points.front();
    const PagePoint b = stroke.points.back();
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const PagePoint along{(b.x - a.x) / length, (b.y - a.y) / length};
    const PagePoint out{-along.y * side, along.x * side};
    std::vector<std::vector<double>> values(bins);
    const double px_per_mm = placed.transform.px_per_mm(a);
    const base::ScanPoint first = placed.transform.to_scan(a);
    const base::ScanPoint last = placed.transform.to_scan(b);
    const double reach = (stroke.width_mm / 2 + reach_mm + 1) * px_per_mm;
    const int x0 = std::max(0, static_cast<int>(std::min(first.x, last.x) - reach));
    const int x1 = std::min(placed.scan.width - 1, static_cast<int>(std::max(first.x, last.x) + reach));
    const int y0 = std::max(0, static_cast<int>(std::min(first.y, last.y) - reach));
    const int y1 = std::min(placed.scan.height - 1, static_cast<int>(std::max(first.y, last.y) + reach));
    for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; ++x) {
            const PagePoint p = placed.transform.to_page({x + 0.5, y + 0.5}) - a;
            const double down = p.x * along.x + p.y * along.y;
            if (down < end_mm - stroke.width_mm / 2 || down > length - end_mm + stroke.width_mm / 2) continue;
            const double off = p.x * out.x + p.y * out.y - stroke.width_mm / 2 + reach_mm;
            const auto bin = static_cast<std::size_t>(std::max(0.0, off / bin_mm));
            if (off >= 0 && bin < values.size()) values[bin].push_back(light_of(tone.curve, placed.scan.at(x, y)));
        }
    }
    Edge edge;
    for (const std::vector<double>& bin : values) {
        if (bin.empty() && edge.light.empty()) return std::nullopt;
        edge.light.push_back(bin.empty() ? edge.light.back() : mean_of(bin));
    }
    const double dark = mean_of({edge.light.begin(), edge.light.begin() + bins / 6});
    const double bright = mean_of({edge.light.end() - bins / 6, edge.light.end()});
    if (bright - dark < 0.3) return std::nullopt;
    for (double& light : edge.light) light = (light - dark) / (bright - dark);
    // One sigma either side of a normal edge lies at these two levels.
    const auto low = crossing(edge.light, 0.1587);
    const auto high = crossing(edge.light, 0.8413);
    if (!low || !high || *high <= *low) return std::nullopt;
    edge.sigma_mm = (*high - *low) / 2;
    return edge;
}

/// Contrast left at a frequency: the Fourier sum of the edge's slope.
double mtf_of(const Edge& edge, double pairs_per_mm) {
    double cosine = 0;
    double sine = 0;
    double sum = 0;
    for (std::size_t i = 1; i < edge.light.size(); ++i) {
        // A window keeps the noise far from the edge out.
        const double at = (static_cast<double>(i) - static_cast<double>(edge.light.size()) / 2) * bin_mm;
        const double window = std::pow(std::cos(std::numbers::pi / 2 * at / reach_mm), 2);
        const double slope = (edge.light[i] - edge.light[i - 1]) * window;
        cosine += slope * std::cos(2 * std::numbers::pi * pairs_per_mm * at);
        sine += slope * std::sin(2 * std::numbers::pi * pairs_per_mm * at);
        sum += slope;
    }
    return sum > 0 ? std::min(1.0, std::hypot(cosine, sine) / sum) : 0;
}

/// Contrast of bars against the gap between black and white.
double bars_of(const PlacedScan& placed, const forms::LineGroup& group, const Tone& tone) {
    const bool upright = group.bars == forms::LineGroup::Bars::upright;
    const double wave = 1 / group.pairs_per_mm;
    const base::PageRect& box = group.box;
    const double length = (upright ? box.w : box.h) - wave;
    double cosine = 0;
    double sine = 0;
    std::size_t count = 0;
    const base::PageRect inner = box.grown(-0.8);
    const base::ScanPoint a = placed.transform.to_scan({inner.x, inner.y});
    const base::ScanPoint b = placed.transform.to_scan({inner.right(), inner.bottom()});
    for (int v = static_cast<int>(std::min(a.y, b.y)); v <= static_cast<int>(std::max(a.y, b.y)); ++v) {
        for (int u = static_cast<int>(std::min(a.x, b.x)); u <= static_cast<int>(std::max(a.x, b.x)); ++u) {
            if (!placed.scan.contains(u, v)) continue;
            const PagePoint p = placed.transform.to_page({u + 0.5, v + 0.5});
            const double at = upright ? p.x - box.x : p.y - box.y;
            if (!inner.contains(p) || at > length) continue;
            const double light = light_of(tone.curve, placed.scan.at(u, v));
            cosine += light * std::cos(2 * std::numbers::pi * at / wave);
            sine += light * std::sin(2 * std::numbers::pi * at / wave);
            ++count;
        }
    }
    // A full square wave has a first harmonic of 2/pi each way.
    return count == 0 ? 0 : std::min(1.0, std::hypot(cosine, sine) / static_cast<double>(count) * std::numbers::pi);
}

}  // namespace

Sharpness measure_sharpness(const PlacedScan& placed, const forms::CalibrationSheet& sheet, const Tone& tone) {
    Sharpness out;
    const double px_per_mm = placed.transform.px_per_mm(sheet.edges.front().points.front());
    // A sheet laid sideways shows its upright edges level.
    const bool upright_page = placed.rotation_deg % 180 == 0;
    std::vector<Edge> across;
    std::vector<Edge> along;
    for (std::size_t i = 0; i < sheet.edges.size(); ++i) {
        for (const double side : {1.0, -1.0}) {
            const auto edge = edge_of(placed, sheet.edges[i], side, tone);
            if (edge) ((i == 0) == upright_page ? across : along).push_back(*edge);
        }
    }
    const auto sigma = [&](const std::vector<Edge>& edges) {
        std::vector<double> all;
        for (const Edge& edge : edges) all.push_back(edge.sigma_mm * px_per_mm);
        return mean_of(all);
    };
    const auto mtf = [](const std::vector<Edge>& edges, double f) {
        std::vector<double> all;
        for (const Edge& edge : edges) all.push_back(mtf_of(edge, f));
        return mean_of(all);
    };
    out.blur_across_px = sigma(across);
    out.blur_along_px = sigma(along);
    for (double f = 0; f <= 4.01; f += 0.25) out.edges.push_back({f, mtf(across, f), mtf(along, f)});
    for (std::size_t i = 0; i + 1 < sheet.line_pairs.size(); i += 2) {
        const double upright = bars_of(placed, sheet.line_pairs[i], tone);
        const double level = bars_of(placed, sheet.line_pairs[i + 1], tone);
        out.lines.push_back(
            {sheet.line_pairs[i].pairs_per_mm, upright_page ? upright : level, upright_page ? level : upright});
    }
    const double f = 1 / (2 * stroke_mm);
    out.at_stroke = std::min(mtf(across, f), mtf(along, f));
    return out;
}

}  // namespace kiemphieu::calibration
