#include "omr/picture.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "omr/testing/synthetic_page.hpp"

namespace kiemphieu::omr {
namespace {

base::PageImage ramp(int width, int height) {
    base::PageImage image{width, height, base::PixelFormat::gray8, {}, {}, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) image.pixels.push_back(static_cast<std::uint8_t>(60 + x));
    }
    return image;
}

TEST(Picture, CropIsTheScansOwnPixels) {
    const base::PageImage image = ramp(100, 50);
    const Homography two_px_per_mm({2, 0, 0, 0, 2, 0, 0, 0, 1});
    const base::GrayView crop = crop_around(image.gray(), two_px_per_mm, {10, 5, 20, 10});
    EXPECT_EQ(crop.width, 40);
    EXPECT_EQ(crop.height, 20);
    EXPECT_EQ(crop.data, image.pixels.data() + 10 * 100 + 20);
    EXPECT_TRUE(crop_around(image.gray(), two_px_per_mm, {60, 5, 20, 10}).empty());
    EXPECT_EQ(crop_around(image.gray(), two_px_per_mm, {40, 5, 20, 10}).width, 20);
}

TEST(Picture, UprightTurnsTheScanBack) {
    // A page turned by a quarter: page x runs down the scan, page y to the left.
    const base::PageImage image = ramp(100, 100);
    const Homography turned({0, -1, 100, 1, 0, 0, 0, 0, 1});
    const base::PageImage out = upright(image.gray(), turned, {10, 20, 30, 40}, 1.0);
    ASSERT_EQ(out.width, 30);
    ASSERT_EQ(out.height, 40);
    // Page y 20.5 lies at scan x 79.5, the middle of pixel 79.
    EXPECT_EQ(out.pixels[0], 60 + 79);
    EXPECT_EQ(out.pixels[29], 60 + 79);
    EXPECT_EQ(out.pixels[30], 60 + 78);
}

TEST(Picture, StretchingUsesTheWholeRange) {
    const base::PageImage out = stretched(ramp(100, 50).gray());
    EXPECT_EQ(out.pixels.front(), 0);
    EXPECT_EQ(out.pixels[99], 255);
    const base::PageImage flat{4, 4, base::PixelFormat::gray8, std::vector<std::uint8_t>(16, 90), {}, {}};
    EXPECT_EQ(stretched(flat.gray()).width, 4);  // no range at all is no crash
}

TEST(Picture, TwoTonesByALevelBetweenDarkAndLight) {
    const auto dark_pixels = [](double level) {
        const base::PageImage out = two_toned(ramp(100, 10).gray(), level);
        return std::count(out.pixels.begin(), out.pixels.end(), std::uint8_t{0});
    };
    EXPECT_LT(dark_pixels(0.25), dark_pixels(0.5));
    EXPECT_NEAR(static_cast<double>(dark_pixels(0.5)), 500, 20);
    EXPECT_LT(dark_pixels(0.5), dark_pixels(0.75));
}

TEST(Picture, BlurOfACropDoesNotSeeItsSurroundings) {
    base::PageImage image{60, 20, base::PixelFormat::gray8, std::vector<std::uint8_t>(1200, 0), {}, {}};
    for (int y = 0; y < 20; ++y) {
        for (int x = 20; x < 40; ++x) image.pixels[static_cast<std::size_t>(y * 60 + x)] = 255;
    }
    const base::GrayView middle{image.pixels.data() + 20, 20, 20, 60};
    for (const std::uint8_t pixel : blurred(middle, 1.5).pixels) EXPECT_EQ(pixel, 255);
}

}  // namespace
}  // namespace kiemphieu::omr
