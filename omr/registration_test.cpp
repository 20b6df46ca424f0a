#include "omr/registration.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "omr/testing/synthetic_page.hpp"

namespace kiemphieu::omr {
namespace {

using testing::draw_page;
using testing::error_in_table;
using testing::SyntheticScan;
using testing::Warp;

class Registration : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        layout_ = new forms::BallotLayout(testing::synthetic_layout(11));
        raster_ = new base::PageImage(draw_page(*layout_, page()));
    }
    static void TearDownTestSuite() {
        delete raster_;
        delete layout_;
    }
    static const forms::LayoutPage& page() { return layout_->pages.front(); }

    /// Registers a scan through its likeliest pose.
    static std::variant<RegisteredPage, UnreadableReason> registered(const SyntheticScan& scan) {
        DebugPictures off;
        const auto poses = locate_page(scan.view(), *layout_, off);
        if (poses.empty()) return UnreadableReason::not_a_ballot;
        return refine_pose(scan.view(), poses.front(), page(), off);
    }

    /// Expects the promise: no point of the table off by more than 0.1 mm.
    static void expect_in_place(const SyntheticScan& scan, const Warp& warp) {
        const auto outcome = registered(scan);
        ASSERT_TRUE(std::holds_alternative<RegisteredPage>(outcome)) << name_of(std::get<UnreadableReason>(outcome));
        const auto& found = std::get<RegisteredPage>(outcome);
        EXPECT_EQ(found.rotation_deg, warp.rotation_deg);
        const auto error = error_in_table(found.transform, scan, page());
        EXPECT_LT(error.max_mm, 0.1) << "rms " << error.rms_mm << " residual px " << found.residual_px;
    }
    static void expect_in_place(const Warp& warp) { expect_in_place(SyntheticScan(*raster_, *layout_, warp), warp); }

    static forms::BallotLayout* layout_;
    static base::PageImage* raster_;
};

forms::BallotLayout* Registration::layout_ = nullptr;
base::PageImage* Registration::raster_ = nullptr;

TEST_F(Registration, AllFourOrientationsAtAllResolutions) {
    for (const double dpi : {150.0, 200.0, 300.0, 600.0}) {
        for (const int rotation : {0, 90, 180, 270}) {
            if (dpi == 600 && rotation % 180 == 0) continue;  // slow to draw
            SCOPED_TRACE(::testing::Message() << dpi << " dpi, " << rotation << " degrees");
            Warp warp;
            warp.dpi = dpi;
            warp.rotation_deg = rotation;
            warp.skew_deg = 1.3;
            expect_in_place(warp);
        }
    }
}

TEST_F(Registration, SkewScaleShearAndStretchToTheStatedLimits) {
    std::mt19937 random(11);
    std::uniform_real_distribution<double> unit(-1, 1);
    for (int i = 0; i < 16; ++i) {
        Warp warp;
        warp.rotation_deg = 90 * (i % 4);
        warp.skew_deg = 3 * unit(random);
        warp.scale_x = 1 + 0.015 * unit(random);
        warp.scale_y = 1 + 0.015 * unit(random);
        warp.shear = 0.005 * unit(random);
        warp.stretch_mm = 0.5 * unit(random);
        warp.stretch_phase = 3 * unit(random);
        warp.margin_left_mm = 4 * unit(random);
        warp.margin_top_mm = 4 * unit(random);
        warp.margin_right_mm = 4 * unit(random);
        warp.margin_bottom_mm = 4 * unit(random);
        warp.background = i % 3 == 0 ? 30 : 250;
        warp.seed = static_cast<unsigned>(i);
        SCOPED_TRACE(i);
        expect_in_place(warp);
    }
}

TEST_F(Registration, AnyOneMarkMayBeLost) {
    for (std::size_t lost = 0; lost < page().registration_marks.size(); ++lost) {
        SCOPED_TRACE(lost);
        base::PageImage torn = *raster_;
        testing::fill(torn, page().registration_marks[lost].grown(4), 255);
        Warp warp;
        warp.rotation_deg = 90 * static_cast<int>(lost % 4);
        warp.skew_deg = -2;
        warp.stretch_mm = 0.3;
        expect_in_place(SyntheticScan(torn, *layout_, warp), warp);
    }
}

TEST_F(Registration, FoldedCornerAgainstDarkBackground) {
    base::PageImage folded = *raster_;
    testing::fill(folded, {185, 0, 25, 22}, 0);  // takes a corner mark and reaches near the code
    Warp warp;
    warp.background = 20;
    warp.margin_left_mm = warp.margin_right_mm = 3;
    warp.rotation_deg = 180;
    expect_in_place(SyntheticScan(folded, *layout_, warp), warp);
}

TEST_F(Registration, StreaksAcrossMarksAndTable) {
    base::PageImage streaked = *raster_;
    for (const double x : {9.5, 11.6, 60.0, 140.3, 162.0, 199.5}) testing::fill(streaked, {x, 0, 0.5, 297}, 60);
    Warp warp;
    warp.skew_deg = 0.8;
    expect_in_place(SyntheticScan(streaked, *layout_, warp), warp);
    warp.rotation_deg = 270;
    expect_in_place(SyntheticScan(streaked, *layout_, warp), warp);
}

TEST_F(Registration, SpecksAndVoids) {
    base::PageImage dirty = *raster_;
    std::mt19937 random(4);
    std::uniform_real_distribution<double> x(0, 209);
    std::uniform_real_distribution<double> y(0, 296);
    for (int i = 0; i < 3000; ++i) testing::fill(dirty, {x(random), y(random), 0.25, 0.25}, i % 2 == 0 ? 0 : 255);
    Warp warp;
    warp.rotation_deg = 90;
    expect_in_place(SyntheticScan(dirty, *layout_, warp), warp);
}

TEST_F(Registration, VotersInkOnTheLines) {
    base::PageImage marked = *raster_;
    std::mt19937 random(6);
    std::uniform_real_distribution<double> near(-6, 6);
    for (const auto& row : page().rows) {
        for (const auto& cell : row.cells) {
            // An X in every box, reaching over its borders, and lines drawn along rules.
            const base::PagePoint c = cell.box.center();
            testing::stroke(marked, {c.x - 9, c.y - 8 + near(random)}, {c.x + 9, c.y + 8 + near(random)}, 0.6, 30);
            testing::stroke(marked, {c.x + 9, c.y - 8 + near(random)}, {c.x - 9, c.y + 8 + near(random)}, 0.6, 30);
        }
        testing::stroke(marked, {row.name_box.x, row.row_box.bottom() - 0.9},
                        {row.position_box.right(), row.row_box.bottom() - 0.7}, 0.4, 40);
    }
    Warp warp;
    warp.skew_deg = -1.1;
    warp.stretch_mm = 0.3;
    expect_in_place(SyntheticScan(marked, *layout_, warp), warp);
}

TEST_F(Registration, FilledSquaresOfTheMarksSizeDoNotMislead) {
    base::PageImage filled = *raster_;
    for (const auto& row : page().rows) testing::fill(filled, {row.cells[0].box.x + 7, row.row_box.y + 3, 5, 5}, 0);
    for (const double y : {60.0, 70.0, 80.0}) testing::fill(filled, {100, y, 5, 5}, 0);
    Warp warp;
    warp.rotation_deg = 180;
    warp.skew_deg = 2;
    expect_in_place(SyntheticScan(filled, *layout_, warp), warp);
}

TEST_F(Registration, PageOnALargerBed) {
    for (const std::uint8_t background : {std::uint8_t{15}, std::uint8_t{255}}) {
        Warp warp;
        warp.margin_right_mm = 87;
        warp.margin_bottom_mm = 123;  // A4 on an A3 bed
        warp.background = background;
        warp.skew_deg = 1;
        expect_in_place(warp);
    }
}

TEST_F(Registration, FaintPrintAndGrayPaper) {
    Warp warp;
    warp.paper = 205;
    warp.print = 95;
    warp.noise = 8;
    warp.blur_px = 0.9;
    expect_in_place(warp);
}

TEST_F(Registration, Bilevel) {
    for (const double dpi : {200.0, 300.0}) {
        Warp warp;
        warp.dpi = dpi;
        warp.depth = Warp::Depth::bilevel;
        warp.skew_deg = 1.7;
        warp.rotation_deg = 180;
        expect_in_place(warp);
    }
}

// Thin print and a black-and-white scan leave whole lines out; a table of other rows has its lines elsewhere.
TEST_F(Registration, AFifthOfTheLinesMayBeUnseenButNotElsewhere) {
    std::vector<base::PageRect> across;
    for (const base::PageRect& rule : page().rules) {
        if (rule.w > 100) across.push_back(rule);
    }
    ASSERT_GT(across.size(), 10U);
    const auto scan_without = [&](std::size_t lines, std::optional<double> drawn_lower_mm) {
        base::PageImage raster = *raster_;
        for (std::size_t i = 0; i < lines; ++i) {
            base::PageRect rule = across[2 * i + 1];
            testing::fill(raster, {rule.x + 1, rule.y - 0.3, rule.w - 2, rule.h + 0.6}, 255);
            if (!drawn_lower_mm) continue;
            rule.y += *drawn_lower_mm;
            testing::fill(raster, rule, 0);
        }
        return SyntheticScan(raster, *layout_, Warp{});
    };
    expect_in_place(scan_without(3, std::nullopt), Warp{});
    EXPECT_TRUE(std::holds_alternative<UnreadableReason>(registered(scan_without(5, std::nullopt))));
    EXPECT_TRUE(std::holds_alternative<UnreadableReason>(registered(scan_without(3, 0.7))));
}

TEST_F(Registration, WithoutTheSideMarksBothOrientationsAreOffered) {
    base::PageImage torn = *raster_;
    testing::fill(torn, page().registration_marks[4].grown(2), 255);
    testing::fill(torn, page().registration_marks[5].grown(2), 255);
    Warp warp;
    warp.rotation_deg = 180;
    const SyntheticScan scan(torn, *layout_, warp);
    DebugPictures off;
    const auto poses = locate_page(scan.view(), *layout_, off);
    ASSERT_EQ(poses.size(), 2U);
    for (const auto& pose : poses) {
        EXPECT_EQ(pose.marks_found, 4);
        const auto outcome = refine_pose(scan.view(), pose, page(), off);
        // The wrong one must be refused by the table, not accepted on the marks' word.
        EXPECT_EQ(std::holds_alternative<RegisteredPage>(outcome), pose.rotation_deg == 180);
    }
}

TEST_F(Registration, CoarsePosesAreGoodToAMillimetre) {
    Warp warp;
    warp.skew_deg = 2.5;
    warp.scale_x = 1.015;
    warp.scale_y = 0.985;
    warp.rotation_deg = 90;
    const SyntheticScan scan(*raster_, *layout_, warp);
    DebugPictures off;
    const auto poses = locate_page(scan.view(), *layout_, off);
    ASSERT_FALSE(poses.empty());
    EXPECT_LT(error_in_table(PageTransform(poses.front().page_to_scan), scan, page()).max_mm, 0.6);
}

TEST_F(Registration, NoPageNoPose) {
    DebugPictures off;
    std::mt19937 random(9);
    base::PageImage noise;
    noise.width = 1654;
    noise.height = 2339;
    noise.pixels.resize(static_cast<std::size_t>(noise.width) * static_cast<std::size_t>(noise.height));
    for (auto& pixel : noise.pixels) pixel = static_cast<std::uint8_t>(random() & 255U);
    EXPECT_TRUE(locate_page(noise.gray(), *layout_, off).empty());
    for (const int gray : {0, 128, 255}) {
        std::fill(noise.pixels.begin(), noise.pixels.end(), static_cast<std::uint8_t>(gray));
        EXPECT_TRUE(locate_page(noise.gray(), *layout_, off).empty()) << gray;
    }
    EXPECT_TRUE(locate_page({}, *layout_, off).empty());
    const base::PageImage tiny{3, 2, base::PixelFormat::gray8, {0, 255, 0, 255, 0, 255}, {}, {}};
    EXPECT_TRUE(locate_page(tiny.gray(), *layout_, off).empty());
}

TEST_F(Registration, AnotherLayoutsPageIsRefused) {
    for (const int rows : {5, 10, 12, 16}) {
        SCOPED_TRACE(rows);
        const forms::BallotLayout other = testing::synthetic_layout(rows);
        const base::PageImage raster = draw_page(other, other.pages.front());
        const SyntheticScan scan(raster, other, Warp{});
        DebugPictures off;
        const auto poses = locate_page(scan.view(), *layout_, off);
        ASSERT_FALSE(poses.empty());
        const auto outcome = refine_pose(scan.view(), poses.front(), page(), off);
        ASSERT_TRUE(std::holds_alternative<UnreadableReason>(outcome));
        EXPECT_EQ(std::get<UnreadableReason>(outcome), UnreadableReason::not_registered);
    }
}

TEST_F(Registration, ATableThatLeavesTheImageIsCutOff) {
    Warp warp;
    warp.margin_right_mm = -22;  // the table ends 19 mm before the paper does
    const SyntheticScan scan(*raster_, *layout_, warp);
    DebugPictures off;
    const auto poses = locate_page(scan.view(), *layout_, off);
    if (!poses.empty()) {
        const auto outcome = refine_pose(scan.view(), poses.front(), page(), off);
        ASSERT_TRUE(std::holds_alternative<UnreadableReason>(outcome));
        EXPECT_EQ(std::get<UnreadableReason>(outcome), UnreadableReason::cut_off);
    }
    // The same by a pose that is surely known.
    CoarsePose truth;
    const base::ScanPoint origin = scan.to_scan({0, 0});
    const base::ScanPoint x = scan.to_scan({1, 0}) - origin;
    const base::ScanPoint y = scan.to_scan({0, 1}) - origin;
    truth.page_to_scan = Homography({x.x, y.x, origin.x, x.y, y.y, origin.y, 0, 0, 1});
    const auto outcome = refine_pose(scan.view(), truth, page(), off);
    ASSERT_TRUE(std::holds_alternative<UnreadableReason>(outcome));
    EXPECT_EQ(std::get<UnreadableReason>(outcome), UnreadableReason::cut_off);
}

TEST_F(Registration, AnEmptySheetUnderTheMarksIsRefused) {
    base::PageImage bare = *raster_;
    testing::fill(bare, {25, 60, 170, 215}, 255);
    const SyntheticScan scan(bare, *layout_, Warp{});
    EXPECT_EQ(std::get<UnreadableReason>(registered(scan)), UnreadableReason::not_registered);
}

}  // namespace
}  // namespace kiemphieu::omr
