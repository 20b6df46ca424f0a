#include "tests/simulator/pen.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kiemphieu::simulator {

namespace {

using base::PagePoint;

/// Ink of one stroke in a patch of the page: the most that any piece of it leaves on a pixel.
class Inked {
  public:
    Inked(const PixelBox& box) : box_(box) {
        const auto width = static_cast<std::size_t>(std::max(0, box.right - box.left));
        const auto height = static_cast<std::size_t>(std::max(0, box.bottom - box.top));
        ink_.assign(width * height, 0.F);
    }

    /// A piece of the stroke with round ends. Units: pixels.
    void capsule(PagePoint a, PagePoint b, double radius, double strength) {
        const double reach = radius + 1;
        const int x0 = std::max(box_.left, static_cast<int>(std::floor(std::min(a.x, b.x) - reach)));
        const int x1 = std::min(box_.right, static_cast<int>(std::ceil(std::max(a.x, b.x) + reach)));
        const int y0 = std::max(box_.top, static_cast<int>(std::floor(std::min(a.y, b.y) - reach)));
        const int y1 = std::min(box_.bottom, static_cast<int>(std::ceil(std::max(a.y, b.y) + reach)));
        const PagePoint along = b - a;
        const double length2 = std::max(1e-12, along.x * along.x + along.y * along.y);
        for (int y = y0; y < y1; ++y) {
            for (int x = x0; x < x1; ++x) {
                const PagePoint p{x + 0.5 - a.x, y + 0.5 - a.y};
                const double t = std::clamp((p.x * along.x + p.y * along.y) / length2, 0.0, 1.0);
                const double distance = std::hypot(p.x - along.x * t, p.y - along.y * t);
                const auto ink = static_cast<float>(strength * std::clamp(radius - distance + 0.5, 0.0, 1.0));
                float& kept = ink_[index(x, y)];
                kept = std::max(kept, ink);
            }
        }
    }

    void press_on(Paper& paper, double grain) const {
        for (int y = box_.top; y < box_.bottom; ++y) {
            std::uint8_t* row = paper.row(y);
            for (int x = box_.left; x < box_.right; ++x) {
                double ink = static_cast<double>(ink_[index(x, y)]);
                if (ink <= 0) continue;
                ink *= 1 - grain * paper_grain(x, y);
                row[x] = static_cast<std::uint8_t>(std::lround(row[x] * (1 - ink)));
            }
        }
    }

  private:
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y - box_.top) * static_cast<std::size_t>(box_.right - box_.left) +
               static_cast<std::size_t>(x - box_.left);
    }
    PixelBox box_;
    std::vector<float> ink_;
};

base::PageRect bounds(const Stroke& stroke, double margin) {
    double left = stroke.front().x, right = left, top = stroke.front().y, bottom = top;
    for (const PagePoint& p : stroke) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    return base::PageRect{left, top, right - left, bottom - top}.grown(margin);
}

/// Pressure along a stroke: a slow swing, and thinner where the pen lands and leaves.
double pressure_at(double t, double swing, double phase) {
    const double ends = std::min(1.0, 0.55 + 6 * std::min(t, 1 - t));
    return ends * (1 - swing * (0.5 + 0.5 * std::sin(phase + 7 * t)));
}

void draw_stroke(Paper& paper, const Stroke& stroke, const Pen& pen, Random& random) {
    if (stroke.empty()) return;
    constexpr double step_mm = 0.25;  // well under a pen's width, so that a bend stays round
    const Stroke path = smoothed(stroke, step_mm);
    Inked inked(pixels_of(paper, bounds(path, pen.width_mm + 0.2)));
    const double phase = random.uniform(0, 6.28);
    const double scale = paper.px_per_mm;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(std::max<std::size_t>(1, path.size() - 1));
        const double pressure = pressure_at(t, pen.pressure, phase);
        const double width = pen.width_mm * (0.75 + 0.25 * pressure);
        const PagePoint from = path[i == 0 ? 0 : i - 1] * scale;
        inked.capsule(from, path[i] * scale, width / 2 * scale, pen.darkness * (0.6 + 0.4 * pressure));
    }
    inked.press_on(paper, pen.grain);
}

}  // namespace

double paper_grain(int x, int y) {
    auto z = static_cast<std::uint32_t>(x) * 0x9e3779b1U ^ static_cast<std::uint32_t>(y) * 0x85ebca77U;
    z = (z ^ (z >> 15U)) * 0x2c1b3c6dU;
    z = (z ^ (z >> 12U)) * 0x297a2d39U;
    return ((z >> 8U) & 0xffffU) / 65535.0;
}

PixelBox pixels_of(const Paper& paper, const base::PageRect& box) {
    const auto clamped = [](double value, int limit) { return std::clamp(static_cast<int>(value), 0, limit); };
    return {clamped(std::floor(box.x * paper.px_per_mm), paper.picture.width),
            clamped(std::floor(box.y * paper.px_per_mm), paper.picture.height),
            clamped(std::ceil(box.right() * paper.px_per_mm), paper.picture.width),
            clamped(std::ceil(box.bottom() * paper.px_per_mm), paper.picture.height)};
}

Pen choose_pen(Random& random) {
    constexpr std::array<double, 4> shares{0.6, 0.25, 0.06, 0.09};
    switch (static_cast<PenKind>(random.weighted(shares))) {
        // Blue ballpoint throws back a third to a half of the light in gray, black less.
        case PenKind::ballpoint:
            return {PenKind::ballpoint, random.uniform(0.32, 0.55), random.uniform(0.55, 0.88),
                    random.uniform(0.1, 0.35), random.uniform(0.1, 0.4)};
        case PenKind::gel:
            return {PenKind::gel, random.uniform(0.4, 0.7), random.uniform(0.75, 0.96), random.uniform(0, 0.08),
                    random.uniform(0, 0.2)};
        case PenKind::felt:
            return {PenKind::felt, random.uniform(0.8, 1.5), random.uniform(0.7, 0.96), random.uniform(0, 0.1),
                    random.uniform(0, 0.25)};
        case PenKind::pencil:
            return {PenKind::pencil, random.uniform(0.35, 0.75), random.uniform(0.4, 0.7), random.uniform(0.3, 0.6),
                    random.uniform(0.1, 0.5)};
    }
    return {};
}

Pen faint(const Pen& pen) {
    Pen result = pen;
    result.darkness *= 0.33;
    result.grain = std::max(0.3, pen.grain);
    return result;
}

void draw(Paper& paper, const Strokes& strokes, const Pen& pen, Random& random) {
    for (const Stroke& stroke : strokes) draw_stroke(paper, stroke, pen, random);
}

}  // namespace kiemphieu::simulator
