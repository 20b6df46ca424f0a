#include <gtest/gtest.h>

#include "base/geometry.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::base {
namespace {

TEST(Units, InchesAndDegrees) {
    EXPECT_DOUBLE_EQ(px_per_mm(Dpi{254.0}), 10.0);
    EXPECT_NEAR(to_degrees(from_degrees(180.0)), 180.0, 1e-12);
    EXPECT_DOUBLE_EQ((Mm{3.0} + Mm{4.0}) / Mm{2.0}, 3.5);
}

TEST(Geometry, RectanglesShareNoEdge) {
    const PageRect left{0, 0, 10, 10};
    const PageRect right{10, 0, 10, 10};
    EXPECT_FALSE(left.intersects(right));
    EXPECT_TRUE(left.contains({0, 0}));
    EXPECT_FALSE(left.contains({10, 0}));
    EXPECT_EQ(left.grown(1), (PageRect{-1, -1, 12, 12}));
}

TEST(PageImage, GrayKeepsBlackWhiteAndWeighsColours) {
    PageImage rgb{3, 1, PixelFormat::rgb8, {0, 0, 0, 255, 255, 255, 255, 0, 0}, {}, {}};
    EXPECT_TRUE(rgb.gray().empty());
    EXPECT_EQ(to_gray(rgb).pixels, (std::vector<std::uint8_t>{0, 255, 76}));
}

}  // namespace
}  // namespace kiemphieu::base
