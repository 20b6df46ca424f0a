// Rings of cups among a page's lines.

#include "omr/rings.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

using base::PagePoint;

Stroke pale(std::vector<PagePoint> points, double darkness = 0.3) {
    Stroke out;
    out.points = std::move(points);
    out.darkness = darkness;
    return out;
}

/// One patch that all strokes are of.
SkeletonGraph patch(double sharpness) {
    SkeletonGraph out;
    out.components.emplace_back().sharpness = sharpness;
    return out;
}
const SkeletonGraph soft = patch(0.2);

/// Part of a circle in pieces of about 5 mm, a little aside of it in turns.
std::vector<Stroke> arc(PagePoint centre, double radius, double from, double to) {
    std::vector<Stroke> out;
    const double step = 0.25 / radius;
    std::vector<PagePoint> points;
    for (double turn = from; turn < to; turn += step) {
        const double r = radius + 0.3 * std::sin(9 * turn);
        points.push_back(centre + PagePoint{r * std::cos(turn), r * std::sin(turn)});
        if (points.size() == 20) {
            out.push_back(pale(points));
            points.clear();
        }
    }
    return out;
}

TEST(Rings, AnArcOfPalePiecesIsFoundAmongMarks) {
    std::vector<Stroke> strokes = arc({100, 150}, 38, 0.3, 2.6);
    for (int row = 0; row < 8; ++row) {
        const PagePoint at{130.0, 100.0 + 12 * row};
        strokes.push_back(pale({at, at + PagePoint{3, 3}, at + PagePoint{6, 6}}));
        strokes.push_back(pale({at + PagePoint{0, 6}, at + PagePoint{3, 3}, at + PagePoint{6, 0}}));
    }
    const auto ring = find_ring(strokes, soft);
    ASSERT_TRUE(ring);
    EXPECT_NEAR(ring->centre.x, 100, 2.5);
    EXPECT_NEAR(ring->centre.y, 150, 2.5);
    EXPECT_NEAR(ring->radius_mm, 38, 2.5);
    EXPECT_NEAR(ring->darkness, 0.3, 0.01);
}

TEST(Rings, DarkLinesSmallCirclesStraightLinesAndPaleMarksAreNone) {
    std::vector<Stroke> dark = arc({100, 150}, 38, 0.3, 2.6);
    for (Stroke& s : dark) s.darkness = 0.7;
    EXPECT_FALSE(find_ring(dark, soft));
    EXPECT_FALSE(find_ring(arc({100, 150}, 38, 0.3, 2.6), patch(0.6)));
    EXPECT_FALSE(find_ring(arc({100, 150}, 12, 0, 6.2), soft));
    std::vector<PagePoint> line;
    for (double x = 10; x < 200; x += 0.25) line.push_back({x, 140 + 0.02 * x});
    EXPECT_FALSE(find_ring({pale(line)}, soft));
    std::vector<Stroke> marks;
    for (int row = 0; row < 14; ++row) {
        const PagePoint at{130.0 + 17 * (row % 3), 60.0 + 14 * row};
        for (const double side : {-1.0, 1.0}) {
            std::vector<PagePoint> bar;
            for (double t = -5; t <= 5; t += 0.25) bar.push_back(at + PagePoint{t, side * t});
            marks.push_back(pale(bar));
        }
    }
    EXPECT_FALSE(find_ring(marks, soft));
    EXPECT_FALSE(find_ring({}, soft));
}

}  // namespace
}  // namespace kiemphieu::omr
