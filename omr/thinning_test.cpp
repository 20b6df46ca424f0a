#include "omr/thinning.hpp"

#include <random>

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

constexpr int width = 60;
constexpr int height = 60;

using Picture = std::vector<std::uint8_t>;

std::vector<std::uint32_t> set_pixels(const Picture& picture) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t p = 0; p < picture.size(); ++p) {
        if (picture[p] != 0) out.push_back(p);
    }
    return out;
}

/// Patches of set pixels that touch at sides or corners.
int patches(Picture picture) {
    int count = 0;
    for (const std::uint32_t start : set_pixels(picture)) {
        if (picture[start] == 0) continue;
        ++count;
        std::vector<std::uint32_t> stack{start};
        picture[start] = 0;
        while (!stack.empty()) {
            const std::uint32_t p = stack.back();
            stack.pop_back();
            for (const std::ptrdiff_t step : neighbour_offsets(width)) {
                const auto q = static_cast<std::uint32_t>(static_cast<std::ptrdiff_t>(p) + step);
                if (picture[q] == 0) continue;
                picture[q] = 0;
                stack.push_back(q);
            }
        }
    }
    return count;
}

/// A line of square dots of `thickness`.
void draw(Picture& picture, double x0, double y0, double x1, double y1, int thickness) {
    for (int i = 0; i <= 200; ++i) {
        const int x = static_cast<int>(x0 + (x1 - x0) * i / 200);
        const int y = static_cast<int>(y0 + (y1 - y0) * i / 200);
        for (int v = 0; v < thickness; ++v) {
            for (int u = 0; u < thickness; ++u) picture[static_cast<std::size_t>((y + v) * width + x + u)] = 1;
        }
    }
}

TEST(Thinning, KeepsTheLengthOfSlantedLinesTwoPixelsWide) {
    for (const double slope : {-1.0, -0.7, -0.3, 0.3, 0.5, 1.0}) {
        Picture picture(width * height, 0);
        draw(picture, 10, 30 - 20 * slope, 50, 30 + 20 * slope, 2);
        const auto left = thin(picture, width, set_pixels(picture));
        EXPECT_GE(left.size(), 36U) << slope;
        EXPECT_LE(left.size(), 44U) << slope;
        EXPECT_EQ(patches(picture), 1) << slope;
    }
}

TEST(Thinning, NeverTearsOrLosesAPatch) {
    std::mt19937 random(20231215);
    std::uniform_real_distribution<double> place(5, 50);
    for (int round = 0; round < 200; ++round) {
        Picture picture(width * height, 0);
        for (int line = 0; line < 4; ++line) {
            draw(picture, place(random), place(random), place(random), place(random), 1 + line);
        }
        const int before = patches(picture);
        thin(picture, width, set_pixels(picture));
        EXPECT_EQ(patches(picture), before) << round;
    }
}

}  // namespace
}  // namespace kiemphieu::omr
