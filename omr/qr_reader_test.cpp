#include "omr/qr_reader.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "omr/picture.hpp"
#include "omr/testing/synthetic_page.hpp"

namespace kiemphieu::omr {
namespace {

using testing::draw_page;
using testing::SyntheticScan;
using testing::Warp;

class QrReader : public ::testing::Test {
  protected:
    QrReader() {
        std::mt19937 random(21);
        for (auto& byte : payload_) byte = static_cast<std::uint8_t>(random());
        payload_[3] = 0;  // bytes, not text: a NUL in the middle is nothing special
        testing::print_qr(raster_, box_, payload_);
    }

    forms::BallotLayout layout_ = testing::synthetic_layout(3);
    base::PageRect box_ = layout_.pages.front().qr_box;
    base::PageImage raster_ = draw_page(layout_, layout_.pages.front());
    std::vector<std::uint8_t> payload_ = std::vector<std::uint8_t>(60);
};

TEST_F(QrReader, GivesTheBytesAndCornersFromACropAndFromAPage) {
    for (const int rotation : {0, 90, 180, 270}) {
        SCOPED_TRACE(rotation);
        Warp warp;
        warp.rotation_deg = rotation;
        warp.skew_deg = 2;
        const SyntheticScan scan(raster_, layout_, warp);
        const base::ScanPoint at = scan.to_scan(box_.center());
        const int half = 110;
        const base::GrayView crop{scan.view().row(static_cast<int>(at.y) - half) + static_cast<int>(at.x) - half,
                                  2 * half, 2 * half, scan.view().stride};
        const auto in_crop = read_qr(crop, QrSearch::crop);
        ASSERT_EQ(in_crop.size(), 1U);
        EXPECT_EQ(in_crop[0].bytes, payload_);
        const auto in_page = read_qr(scan.view(), QrSearch::page);
        ASSERT_EQ(in_page.size(), 1U);
        EXPECT_EQ(in_page[0].bytes, payload_);
        const std::array<base::PagePoint, 4> corners{base::PagePoint{box_.x, box_.y},
                                                     {box_.right(), box_.y},
                                                     {box_.right(), box_.bottom()},
                                                     {box_.x, box_.bottom()}};
        for (std::size_t i = 0; i < 4; ++i) {
            const base::ScanPoint off = in_page[0].corners[i] - scan.to_scan(corners[i]);
            EXPECT_LT(std::hypot(off.x, off.y), 3.0) << "corner " << i;
        }
    }
}

TEST_F(QrReader, NothingWhereNothingIs) {
    const base::PageImage blank = draw_page(layout_, layout_.pages.front());
    EXPECT_TRUE(read_qr(SyntheticScan(blank, layout_, Warp{}).view(), QrSearch::page).empty());
    EXPECT_TRUE(read_qr({}, QrSearch::crop).empty());
    const base::PageImage speck{1, 1, base::PixelFormat::gray8, {0}, {}, {}};
    EXPECT_TRUE(read_qr(speck.gray(), QrSearch::page).empty());
}

}  // namespace
}  // namespace kiemphieu::omr
