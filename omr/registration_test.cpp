#include "omr/registration.hpp"

#include <chrono>
#include <random>

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
    for (int i = 0; i < 24; ++i) {
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

}  // namespace
}  // namespace kiemphieu::omr
