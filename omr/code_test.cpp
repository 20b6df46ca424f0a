#include "omr/code.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "omr/ocr_reader.hpp"
#include "omr/testing/synthetic_page.hpp"

namespace kiemphieu::omr {
namespace {

using testing::draw_page;
using testing::SyntheticScan;
using testing::Warp;

base::SecretKey key_of(std::uint8_t seed) {
    base::SecretKey key{};
    key.fill(seed);
    return key;
}

class Code : public ::testing::Test {
  protected:
    Code() {
        layouts_ = {testing::synthetic_layout(8), testing::synthetic_layout(8)};
        for (auto& layout : layouts_) layout.conference = {0x0123456789abcdefULL};
        layouts_[0].style = {"A"};
        layouts_[0].id = {0x1111};
        layouts_[1].style = {"B2"};
        layouts_[1].id = {0x2222};
        code_ = {layouts_[1].conference, layouts_[1].style, layouts_[1].id, {0xfedcba9876543210ULL}, 2, 1,
                 forms::BallotKind::test};
    }
    const forms::LayoutPage& page() const { return layouts_[1].pages.front(); }

    /// The ideal page with a code on it.
    base::PageImage printed(const forms::SheetCode& code, const base::SecretKey& key) const {
        base::PageImage raster = draw_page(layouts_[1], page());
        const forms::Tag tag = forms::make_tag(code, key);
        testing::print_qr(raster, page().qr_box, forms::encode_payload(code, tag));
        testing::print_lines(raster, page().readable_box, forms::readable_lines(code, tag));
        return raster;
    }
    std::variant<IdentifiedPage, NoCode> identified(const base::PageImage& raster, const Warp& warp,
                                                    const std::optional<base::SecretKey>& key) const {
        const SyntheticScan scan(raster, layouts_[1], warp);
        DebugPictures off;
        return identify_page(scan.view(), locate_page(scan.view(), layouts_[0], off), layouts_, key, off);
    }
    /// Makes the QR unreadable and leaves the line beneath it.
    void ruin_qr(base::PageImage& raster) const {
        testing::fill(raster, {page().qr_box.x - 1, page().qr_box.y - 1, 14, 14}, 40);
    }

    std::vector<forms::BallotLayout> layouts_;
    forms::SheetCode code_;
    base::SecretKey key_ = key_of(7);
};

TEST_F(Code, ReadInEveryOrientationAndResolution) {
    const base::PageImage raster = printed(code_, key_);
    for (const double dpi : {150.0, 200.0, 300.0, 600.0}) {
        for (const int rotation : {0, 90, 180, 270}) {
            if (dpi == 600 && rotation != 180) continue;  // slow to draw
            SCOPED_TRACE(::testing::Message() << dpi << " dpi, " << rotation << " degrees");
            Warp warp;
            warp.dpi = dpi;
            warp.rotation_deg = rotation;
            warp.skew_deg = 1.5;
            const auto outcome = identified(raster, warp, key_);
            ASSERT_TRUE(std::holds_alternative<IdentifiedPage>(outcome));
            const auto& found = std::get<IdentifiedPage>(outcome);
            EXPECT_EQ(found.code, code_);
            EXPECT_EQ(found.authentic, true);
            EXPECT_FALSE(found.by_ocr);
            EXPECT_EQ(found.pose.rotation_deg, rotation);
        }
    }
}

TEST_F(Code, WithoutAKeyNothingIsSaidOfAuthenticity) {
    const auto outcome = identified(printed(code_, key_), Warp{}, std::nullopt);
    ASSERT_TRUE(std::holds_alternative<IdentifiedPage>(outcome));
    EXPECT_EQ(std::get<IdentifiedPage>(outcome).authentic, std::nullopt);
}

// Source: plan II.6.3, a ballot the committee did not issue: it is told, and people see it.
TEST_F(Code, AForgedQrIsReturnedAsNotAuthentic) {
    const auto outcome = identified(printed(code_, key_of(8)), Warp{}, key_);
    ASSERT_TRUE(std::holds_alternative<IdentifiedPage>(outcome));
    EXPECT_EQ(std::get<IdentifiedPage>(outcome).authentic, false);
    EXPECT_EQ(std::get<IdentifiedPage>(outcome).code, code_);
}

TEST_F(Code, AnotherConferencesCodeIsReturned) {
    forms::SheetCode other = code_;
    other.conference = {42};
    other.layout = {43};
    const auto outcome = identified(printed(other, key_of(3)), Warp{}, key_);
    ASSERT_TRUE(std::holds_alternative<IdentifiedPage>(outcome));
    EXPECT_EQ(std::get<IdentifiedPage>(outcome).code, other);
}

TEST_F(Code, ARuinedQrIsReplacedByTheProvenLine) {
    if (!ocr_available()) GTEST_SKIP() << "no OCR data installed";
    base::PageImage raster = printed(code_, key_);
    ruin_qr(raster);
    for (const int rotation : {0, 90, 180, 270}) {
        SCOPED_TRACE(rotation);
        Warp warp;
        warp.rotation_deg = rotation;
        warp.skew_deg = -1;
        const auto outcome = identified(raster, warp, key_);
        ASSERT_TRUE(std::holds_alternative<IdentifiedPage>(outcome));
        const auto& found = std::get<IdentifiedPage>(outcome);
        EXPECT_EQ(found.code, code_);  // style and layout by the tag that holds
        EXPECT_EQ(found.authentic, true);
        EXPECT_TRUE(found.by_ocr);
    }
}

TEST_F(Code, ALineThatNothingProvesIsNoCode) {
    base::PageImage forged = printed(code_, key_of(8));
    ruin_qr(forged);
    EXPECT_TRUE(std::holds_alternative<NoCode>(identified(forged, Warp{}, key_)));
    base::PageImage genuine = printed(code_, key_);
    ruin_qr(genuine);
    EXPECT_TRUE(std::holds_alternative<NoCode>(identified(genuine, Warp{}, std::nullopt)));
}

TEST_F(Code, TheQrAloneGivesAPoseThatRefines) {
    base::PageImage raster = printed(code_, key_);
    for (const std::size_t lost : {1U, 2U, 4U, 5U})
        testing::fill(raster, page().registration_marks[lost].grown(2), 255);
    for (const int rotation : {0, 90, 180, 270}) {
        SCOPED_TRACE(rotation);
        Warp warp;
        warp.rotation_deg = rotation;
        warp.skew_deg = 2;
        const SyntheticScan scan(raster, layouts_[1], warp);
        DebugPictures off;
        ASSERT_TRUE(locate_page(scan.view(), layouts_[0], off).empty());
        const auto outcome = identify_page(scan.view(), {}, layouts_, key_, off);
        ASSERT_TRUE(std::holds_alternative<IdentifiedPage>(outcome));
        const auto& pose = std::get<IdentifiedPage>(outcome).pose;
        EXPECT_EQ(pose.rotation_deg, rotation);
        EXPECT_EQ(pose.marks_found, 2);
        const auto refined = refine_pose(scan.view(), pose, page(), off);
        ASSERT_TRUE(std::holds_alternative<RegisteredPage>(refined));
        EXPECT_LT(testing::error_in_table(std::get<RegisteredPage>(refined).transform, scan, page()).max_mm, 0.1);
    }
}

TEST_F(Code, NoCodeWhereNoneIs) {
    EXPECT_TRUE(std::holds_alternative<NoCode>(identified(draw_page(layouts_[1], page()), Warp{}, key_)));
    DebugPictures off;
    EXPECT_TRUE(std::holds_alternative<NoCode>(identify_page({}, {}, layouts_, key_, off)));
    // A pose that points outside of the image is no more than a pose that reads nothing.
    const base::PageImage small{40, 40, base::PixelFormat::gray8, std::vector<std::uint8_t>(1600, 255), {}, {}};
    CoarsePose away;
    away.page_to_scan = Homography({8, 0, 5000, 0, 8, 5000, 0, 0, 1});
    EXPECT_TRUE(std::holds_alternative<NoCode>(identify_page(small.gray(), {away}, layouts_, key_, off)));
}

TEST_F(Code, BadScansAreReadByTheRetries) {
    int read = 0;
    constexpr int pages = 24;
    for (unsigned seed = 0; seed < pages; ++seed) {
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> unit(0, 1);
        forms::SheetCode code = code_;
        code.serial = {random()};
        Warp warp;
        warp.rotation_deg = 90 * static_cast<int>(seed % 4);
        warp.skew_deg = 4 * unit(random) - 2;
        warp.blur_px = 0.7 + 0.5 * unit(random);
        warp.noise = 10 + 10 * unit(random);
        warp.print = 70;
        warp.paper = 225;
        warp.seed = seed;
        const auto outcome = identified(printed(code, key_), warp, key_);
        const auto* found = std::get_if<IdentifiedPage>(&outcome);
        if (found == nullptr) continue;
        EXPECT_EQ(found->code, code);  // never another one
        ++read;
    }
    EXPECT_EQ(read, pages);
}

TEST_F(Code, FatPrintInBlackAndWhite) {
    base::PageImage raster = printed(code_, key_);
    const base::PageImage thin = raster;
    // Every dark pixel spreads by 0.17 mm to the right and down: a light module alone among dark ones all but closes.
    const auto& box = page().qr_box;
    const int left = static_cast<int>((box.x - 1) * testing::raster_px_per_mm);
    const int top = static_cast<int>((box.y - 1) * testing::raster_px_per_mm);
    const int side = static_cast<int>((box.w + 2) * testing::raster_px_per_mm);
    for (int y = top; y < top + side; ++y) {
        for (int x = left; x < left + side; ++x) {
            auto& pixel = raster.pixels[static_cast<std::size_t>(y * raster.width + x)];
            for (int v = -2; v <= 0; ++v) {
                for (int u = -2; u <= 0; ++u) pixel = std::min(pixel, thin.gray().at(x + u, y + v));
            }
        }
    }
    testing::fill(raster, page().readable_box, 255);  // no help from the line
    Warp warp;
    warp.depth = Warp::Depth::bilevel;
    warp.paper = 215;
    warp.skew_deg = 1;
    warp.blur_px = 0.9;
    const auto outcome = identified(raster, warp, key_);
    ASSERT_TRUE(std::holds_alternative<IdentifiedPage>(outcome));
    EXPECT_EQ(std::get<IdentifiedPage>(outcome).code, code_);
}

TEST_F(Code, DottedPrintInBlackAndWhite) {
    base::PageImage raster = printed(code_, key_);
    std::mt19937 random(17);
    const auto& box = page().qr_box;
    for (double y = box.y; y < box.bottom(); y += 0.17) {
        for (double x = box.x; x < box.right(); x += 0.17) {
            if (random() % 10 < 5) testing::fill(raster, {x, y, 0.17, 0.17}, 255);
        }
    }
    testing::fill(raster, page().readable_box, 255);
    Warp warp;
    warp.depth = Warp::Depth::bilevel;
    warp.rotation_deg = 180;
    const auto outcome = identified(raster, warp, key_);
    ASSERT_TRUE(std::holds_alternative<IdentifiedPage>(outcome));
    EXPECT_EQ(std::get<IdentifiedPage>(outcome).code, code_);
    EXPECT_FALSE(std::get<IdentifiedPage>(outcome).by_ocr);
}

TEST_F(Code, ThreadsDoNotDisturbEachOther) {
    base::PageImage raster = printed(code_, key_);
    ruin_qr(raster);
    const SyntheticScan scan(raster, layouts_[1], Warp{});
    std::array<bool, 3> right{};
    std::vector<std::thread> threads;
    for (bool& result : right) {
        threads.emplace_back([&] {
            DebugPictures off;
            const auto poses = locate_page(scan.view(), layouts_[0], off);
            const auto outcome = identify_page(scan.view(), poses, layouts_, key_, off);
            const auto* found = std::get_if<IdentifiedPage>(&outcome);
            result = ocr_available() ? found != nullptr && found->code == code_ : found == nullptr;
        });
    }
    for (auto& thread : threads) thread.join();
    for (const bool result : right) EXPECT_TRUE(result);
}

}  // namespace
}  // namespace kiemphieu::omr
