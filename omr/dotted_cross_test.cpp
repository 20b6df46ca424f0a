// An X put together of what a black-and-white scan left of it, and marks that are none.

#include "omr/dotted_cross.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

using base::PagePoint;

class DottedCrosses : public testing::Test {
  protected:
    static constexpr double px_per_mm = 8;
    static constexpr int side = 160;

    DottedCrosses() {
        ink_.gray.width = ink_.gray.height = side;
        ink_.px_per_mm = px_per_mm;
        ink_.range = 200;
        ink_.depth = ScanDepth::bilevel;
        ink_.grid = PageGrid(transform_, {0, 0}, 1, side, side);
        ink_.ink.assign(side * side, 0);
    }

    void dot(PagePoint p) {
        const int x = static_cast<int>(p.x * px_per_mm);
        const int y = static_cast<int>(p.y * px_per_mm);
        ink_.ink[ink_.index(x, y)] = ink_.ink[ink_.index(x + 1, y)] = 1;
    }
    /// Of every two millimetres the first `kept` ones are left.
    void dashed(PagePoint from, PagePoint to, double kept) {
        const double length = std::hypot(to.x - from.x, to.y - from.y);
        for (double at = 0; at <= length; at += 0.1) {
            if (std::fmod(at, 2.0) < kept) dot(from + (to - from) * (at / length));
        }
    }
    void blot(PagePoint p) {
        for (double x = -0.3; x <= 0.3; x += 0.1) {
            for (double y = -0.3; y <= 0.3; y += 0.1) dot(p + PagePoint{x, y});
        }
    }
    std::optional<Cross> find() const { return find_dotted_cross(ink_, transform_, {2, 2, 16, 16}); }

    PageTransform transform_{Homography({px_per_mm, 0, 0, 0, px_per_mm, 0, 0, 0, 1})};
    AddedInk ink_;
};

TEST_F(DottedCrosses, FourArmsOfDashesAreOne) {
    dashed({5, 5}, {14, 15}, 1.1);
    dashed({14, 6}, {5, 14}, 1.1);
    blot({9.6, 10.1});
    const auto cross = find();
    ASSERT_TRUE(cross);
    EXPECT_NEAR(cross->meeting.x, 9.6, 0.3);
    EXPECT_NEAR(cross->meeting.y, 10.1, 0.3);
    EXPECT_GT(cross->angle_deg, 80);
    EXPECT_GT(cross->shortest_bar_mm, 10);
    EXPECT_GT(cross->evenness, 0.7);
    EXPECT_LT(cross->width_mm, 0.6);
}

TEST_F(DottedCrosses, WithAnArmGoneItIsNone) {
    dashed({5, 5}, {14, 15}, 1.1);
    dashed({14, 6}, {9.6, 10.1}, 1.1);
    dot({5.2, 13.8});
    blot({9.6, 10.1});
    EXPECT_FALSE(find());
}

TEST_F(DottedCrosses, WithInkBesideItIsNone) {
    dashed({5, 5}, {14, 15}, 1.1);
    dashed({14, 6}, {5, 14}, 1.1);
    dashed({7, 4}, {12, 4.5}, 1.1);
    EXPECT_FALSE(find());
}

TEST_F(DottedCrosses, ACheckMarkASlashACircleAndDustAreNone) {
    dashed({5, 8}, {8, 13}, 1.4);
    dashed({8, 13}, {14, 5}, 1.4);
    EXPECT_FALSE(find());
    ink_.ink.assign(side * side, 0);
    dashed({5, 15}, {14, 5}, 1.4);
    dot({6, 7});
    dot({13, 13});
    EXPECT_FALSE(find());
    ink_.ink.assign(side * side, 0);
    for (double turn = 0; turn < 6.28; turn += 0.05) dot(PagePoint{10 + 4 * std::cos(turn), 10 + 4 * std::sin(turn)});
    EXPECT_FALSE(find());
    ink_.ink.assign(side * side, 0);
    for (const PagePoint p : {PagePoint{5, 6}, {12, 5}, {9, 14}, {15, 11}}) dot(p);
    EXPECT_FALSE(find());
    ink_.ink.assign(side * side, 0);
    EXPECT_FALSE(find());
}

}  // namespace
}  // namespace kiemphieu::omr
