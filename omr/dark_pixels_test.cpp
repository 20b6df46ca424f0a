#include "omr/dark_pixels.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

/// Paper under a shade, with noise and print: 217 pixels are six chunks and a rest.
base::PageImage shaded_page() {
    base::PageImage out;
    out.width = 217;
    out.height = 131;
    std::mt19937 random(63);
    std::uniform_int_distribution<int> noise(-6, 6);
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            const bool print = x % 40 < 9 && y % 17 < 6;
            const int paper = 250 - x / 3 - y / 4;
            out.pixels.push_back(
                static_cast<std::uint8_t>(std::clamp(paper + noise(random) * (print ? 12 : 1), 0, 255)));
        }
    }
    return out;
}

TEST(DarkPixels, AreThoseFurtherBelowThePaperThanTheThreshold) {
    const base::PageImage page = shaded_page();
    const PaperLevel paper(page.gray());
    for (const int threshold : {5, 12, 40}) {
        DarkPixels dark(page.gray(), paper, threshold);
        int found = 0;
        for (int y = 0; y < page.height; ++y) {
            std::vector<std::uint32_t> bits(static_cast<std::size_t>(page.width / PaperLevel::block_px + 1), 0);
            for (const int chunk : dark.in_row(y)) bits[static_cast<std::size_t>(chunk)] = dark.bits(chunk);
            for (int x = 0; x < page.width; ++x) {
                const bool is_dark = page.gray().at(x, y) < paper.between(x, y) - threshold;
                const std::uint32_t word = bits[static_cast<std::size_t>(x / PaperLevel::block_px)];
                ASSERT_EQ((word >> (x % PaperLevel::block_px)) & 1U, is_dark ? 1U : 0U) << x << ", " << y;
                found += is_dark ? 1 : 0;
            }
        }
        EXPECT_GT(found, 100);
    }
}

TEST(PaperLevel, KnowsAPixelsNeighboursLevels) {
    const base::PageImage page = shaded_page();
    const PaperLevel paper(page.gray());
    for (int y = 1; y + 1 < page.height; ++y) {
        for (int x = 1; x + 1 < page.width; ++x) {
            const PaperLevel::Cross cross = paper.cross(x, y);
            ASSERT_EQ(cross.middle, paper.between(x, y));
            ASSERT_EQ(cross.left, paper.between(x - 1, y));
            ASSERT_EQ(cross.right, paper.between(x + 1, y));
            ASSERT_EQ(cross.above, paper.between(x, y - 1));
            ASSERT_EQ(cross.below, paper.between(x, y + 1));
        }
    }
}

}  // namespace
}  // namespace kiemphieu::omr
