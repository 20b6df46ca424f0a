#include "omr/transform.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

Homography tilted() {
    return Homography({7.9, 0.31, 12.5, -0.28, 7.8, 40.25, 1e-6, -2e-6, 1.0});
}

PageTransform stretched() {
    return PageTransform(tilted(), {0.0, 105.0, 210.0}, {0.0, 100.0, 200.0, 297.0},
                         {{0, 0},
                          {0.1, 0},
                          {0, 0},
                          {0.2, 0.5},
                          {0.1, 0.4},
                          {0, 0.5},
                          {0, -0.3},
                          {0, -0.2},
                          {0.1, -0.3},
                          {0, 0},
                          {0, 0.1},
                          {0, 0}});
}

TEST(Homography, GoesThereAndBack) {
    const Homography h = tilted();
    std::mt19937 random(7);
    std::uniform_real_distribution<double> x(0, 210);
    std::uniform_real_distribution<double> y(0, 297);
    for (int i = 0; i < 1000; ++i) {
        const base::PagePoint p{x(random), y(random)};
        const base::PagePoint back = h.to_page(h.to_scan(p));
        EXPECT_NEAR(back.x, p.x, 1e-9);
        EXPECT_NEAR(back.y, p.y, 1e-9);
    }
}

TEST(Homography, RefusesWhatHasNoInverse) {
    EXPECT_THROW(Homography({1, 2, 3, 2, 4, 6, 0, 0, 1}), std::invalid_argument);
    EXPECT_THROW(Homography({std::nan(""), 0, 0, 0, 1, 0, 0, 0, 1}), std::invalid_argument);
}

TEST(PageTransform, WithoutKnotsIsItsHomography) {
    const PageTransform plain(tilted());
    const base::PagePoint p{33.3, 150.1};
    EXPECT_EQ(plain.to_scan(p), tilted().to_scan(p));
    EXPECT_EQ(plain.to_page({400, 500}), tilted().to_page({400, 500}));
}

TEST(PageTransform, ShiftsAreBilinearBetweenKnotsAndConstantBeyond) {
    const PageTransform t = stretched();
    EXPECT_EQ(t.shift_at({0, 100}), (base::PagePoint{0.2, 0.5}));
    EXPECT_NEAR(t.shift_at({52.5, 150}).y, (0.5 + 0.4 - 0.3 - 0.2) / 4, 1e-12);
    EXPECT_EQ(t.shift_at({-50, 100}), t.shift_at({0, 100}));
    EXPECT_EQ(t.shift_at({500, 900}), t.shift_at({210, 297}));
}

TEST(PageTransform, GoesThereAndBackThroughLocalShifts) {
    const PageTransform t = stretched();
    std::mt19937 random(8);
    std::uniform_real_distribution<double> x(0, 210);
    std::uniform_real_distribution<double> y(0, 297);
    for (int i = 0; i < 1000; ++i) {
        const base::PagePoint p{x(random), y(random)};
        const base::PagePoint back = t.to_page(t.to_scan(p));
        // A thousandth of a millimetre: a hundredth of what registration promises.
        EXPECT_NEAR(back.x, p.x, 1e-3);
        EXPECT_NEAR(back.y, p.y, 1e-3);
    }
}

TEST(PageTransform, ScaleIsTheMeanOfBothDirections) {
    const PageTransform t(Homography({8, 0, 0, 0, 6, 0, 0, 0, 1}));
    EXPECT_NEAR(t.px_per_mm({100, 100}), 7.0, 1e-9);
}

TEST(PageTransform, RefusesKnotsThatDoNotFit) {
    EXPECT_THROW(PageTransform(tilted(), {0, 1}, {0, 1}, {{0, 0}}), std::invalid_argument);
    EXPECT_THROW(PageTransform(tilted(), {1, 0}, {0}, {{0, 0}, {0, 0}}), std::invalid_argument);
}

}  // namespace
}  // namespace kiemphieu::omr
