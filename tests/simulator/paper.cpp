#include "tests/simulator/paper.hpp"

#include <algorithm>
#include <cmath>

namespace kiemphieu::simulator {

void fill_gray(Paper& paper, const base::PageRect& box, double gray) {
    const double scale = paper.px_per_mm;
    const PixelBox px = pixels_of(paper, box);
    const auto covered = [](double from, double to, int pixel) {
        return std::clamp(std::min(to, pixel + 1.0) - std::max(from, static_cast<double>(pixel)), 0.0, 1.0);
    };
    for (int y = px.top; y < px.bottom; ++y) {
        std::uint8_t* row = paper.row(y);
        const double high = covered(box.y * scale, box.bottom() * scale, y);
        for (int x = px.left; x < px.right; ++x) {
            const double ink = 255 * (1 - gray) * high * covered(box.x * scale, box.right() * scale, x);
            row[x] = static_cast<std::uint8_t>(std::max(0L, std::lround(row[x] - ink)));
        }
    }
}

void line_gray(Paper& paper, const std::vector<base::PagePoint>& points, double width_mm, double gray) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        const base::PagePoint a = points[i - 1];
        const base::PagePoint along = points[i] - a;
        const double length2 = std::max(1e-12, along.x * along.x + along.y * along.y);
        const base::PageRect box{std::min(a.x, points[i].x), std::min(a.y, points[i].y), std::abs(along.x),
                                 std::abs(along.y)};
        const PixelBox px = pixels_of(paper, box.grown(width_mm / 2 + 0.3));
        for (int y = px.top; y < px.bottom; ++y) {
            std::uint8_t* row = paper.row(y);
            for (int x = px.left; x < px.right; ++x) {
                const base::PagePoint p = base::PagePoint{(x + 0.5) / paper.px_per_mm, (y + 0.5) / paper.px_per_mm} - a;
                const double t = std::clamp((p.x * along.x + p.y * along.y) / length2, 0.0, 1.0);
                const double off = std::hypot(p.x - along.x * t, p.y - along.y * t) - width_mm / 2;
                const double ink = std::clamp(0.5 - off * paper.px_per_mm, 0.0, 1.0);
                // A printer's ink does not grow darker where two lines cross.
                row[x] = static_cast<std::uint8_t>(std::min<long>(row[x], std::lround(255 * (1 - (1 - gray) * ink))));
            }
        }
    }
}

}  // namespace kiemphieu::simulator
