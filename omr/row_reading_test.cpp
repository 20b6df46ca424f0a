// Marks drawn on an ideal page, scanned and read row by row: ink, strokes, crosses and interpretation together.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "omr/dashes.hpp"
#include "omr/interpret.hpp"
#include "omr/registration.hpp"
#include "omr/testing/synthetic_page.hpp"
#include "omr/wedges.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;
using ::testing::Contains;

constexpr std::uint8_t ballpoint = 90;
constexpr std::uint8_t pale = 190;
constexpr std::uint8_t dark = 20;

class RowReadings : public ::testing::Test {
  protected:
    RowReadings() : layout_(testing::synthetic_layout(8)), raster_(testing::draw_page(layout_, page())) {}

    const forms::LayoutPage& page() const { return layout_.pages.front(); }
    PagePoint middle(std::size_t row, std::size_t box) const { return page().rows[row].cells[box].area.center(); }

    void line(PagePoint from, PagePoint to, std::uint8_t gray = ballpoint, double width_mm = 0.5) {
        testing::stroke(raster_, from, to, width_mm, gray);
    }
    void draw_x(PagePoint at, double size_mm = 6, std::uint8_t gray = ballpoint, double width_mm = 0.5) {
        const double h = size_mm / 2;
        line(at + PagePoint{-h, -h}, at + PagePoint{h, h}, gray, width_mm);
        line(at + PagePoint{-h, h}, at + PagePoint{h, -h}, gray, width_mm);
    }

    enum class Dashes { as_they_are, closed };

    /// A line as a threshold leaves it of a pale pen: dashes of 0.4 mm, and gaps that no single jump goes over.
    void dashed(PagePoint from, PagePoint to, double gap_mm = 0.6) {
        const PagePoint by = to - from;
        const double length = std::hypot(by.x, by.y);
        constexpr double dash_mm = 0.4;
        for (double at = 0; at + dash_mm <= length; at += dash_mm + gap_mm)
            line(from + by * (at / length), from + by * ((at + dash_mm) / length), dark, 0.25);
    }

    void scan(const testing::Warp& warp = {}, Dashes dashes = Dashes::as_they_are) {
        const testing::SyntheticScan scanned(raster_, layout_, warp);
        DebugPictures off;
        const auto poses = locate_page(scanned.view(), layout_, off);
        ASSERT_FALSE(poses.empty());
        const auto outcome = refine_pose(scanned.view(), poses.front(), page(), off);
        ASSERT_TRUE(std::holds_alternative<RegisteredPage>(outcome));
        const PageTransform& transform = std::get<RegisteredPage>(outcome).transform;
        const auto zone = PrintZone::create(page());
        ASSERT_TRUE(zone);
        AddedInk ink = find_added_ink(scanned.view(), transform, *zone,
                                      measure_print_range(scanned.view(), transform, page().registration_marks));
        if (dashes == Dashes::closed) close_dashes(ink, *zone);
        folds_ = ink.folds;
        streaks_ = ink.streaks.size();
        const SkeletonGraph graph = trace_skeleton(ink, *zone);
        const std::vector<Stroke> strokes = join_strokes(graph, *zone, ink);
        CrossSearch search = find_crosses(strokes);
        look_between_arms(search, strokes, ink, transform);
        const auto evidence = gather_marks(page(), strokes, search, graph);
        rows_.clear();
        for (std::size_t r = 0; r < evidence.size(); ++r) {
            RowContext context;
            context.depth = ink.depth;
            rows_.push_back(interpret_row(page().rows[r], evidence[r], context));
        }
    }
    Decision decision(std::size_t row) const { return rows_.at(row).decision; }

    forms::BallotLayout layout_;
    base::PageImage raster_;
    std::vector<RowReading> rows_;
    int folds_{};
    std::size_t streaks_{};
};

TEST_F(RowReadings, OneXAloneIsItsLevelAndSeveralArePut) {
    for (std::size_t box = 0; box < 3; ++box) draw_x(middle(box, box));
    draw_x(middle(4, 0));
    draw_x(middle(4, 2));
    for (std::size_t box = 0; box < 3; ++box) draw_x(middle(5, box));
    scan();
    EXPECT_EQ(decision(0), Decision::high);
    EXPECT_EQ(decision(1), Decision::confidence);
    EXPECT_EQ(decision(2), Decision::low);
    EXPECT_EQ(decision(3), Decision::none);
    EXPECT_EQ(decision(4), Decision::double_mark);
    EXPECT_EQ(decision(5), Decision::triple_mark);
}

// Phụ lục 4 prescribes an X; other marks are put before the committee.
TEST_F(RowReadings, ATickASlashAndABlackenedBoxAreForPeople) {
    const PagePoint tick = middle(0, 0);
    line(tick + PagePoint{-3, 0}, tick + PagePoint{-1, 2.5});
    line(tick + PagePoint{-1, 2.5}, tick + PagePoint{4, -3});
    line(middle(1, 1) + PagePoint{-3, 3}, middle(1, 1) + PagePoint{3, -3});
    for (double y = -3; y <= 3; y += 0.4) line(middle(2, 2) + PagePoint{-4, y}, middle(2, 2) + PagePoint{4, y});
    draw_x(middle(3, 0));
    for (double y = -3; y <= 3; y += 1.2) {
        line(middle(3, 0) + PagePoint{-4, y}, middle(3, 0) + PagePoint{4, y + 0.6});
        line(middle(3, 0) + PagePoint{4, y + 0.6}, middle(3, 0) + PagePoint{-4, y + 1.2});
    }
    scan();
    for (std::size_t row = 0; row < 4; ++row) EXPECT_EQ(decision(row), Decision::review) << "row " << row;
}

TEST_F(RowReadings, SpecksBesideAnXAreDustAndAloneTheyAreNoMark) {
    draw_x(middle(0, 0));
    for (const double x : {-5.0, 0.0, 5.0})
        line(middle(0, 1) + PagePoint{x, x / 3}, middle(0, 1) + PagePoint{x + 0.2, x / 3});
    line(middle(1, 1), middle(1, 1) + PagePoint{0.2, 0});
    scan();
    EXPECT_EQ(decision(0), Decision::high);
    EXPECT_EQ(decision(1), Decision::none);
}

TEST_F(RowReadings, ASecondStrokeInAnotherBoxIsNeverPassedOver) {
    draw_x(middle(0, 0));
    line(middle(0, 2) + PagePoint{-2, 2}, middle(0, 2) + PagePoint{2, -2});
    draw_x(middle(1, 0));
    draw_x(middle(1, 1), 6, pale);
    scan();
    EXPECT_EQ(decision(0), Decision::review);
    EXPECT_THAT((std::array{Decision::review, Decision::double_mark}), Contains(decision(1)));
}

TEST_F(RowReadings, AnXDrawnWithoutLiftingThePenIsAnX) {
    const PagePoint at = middle(0, 1);
    line(at + PagePoint{-3, -3}, at + PagePoint{3, 3});
    line(at + PagePoint{3, 3}, at + PagePoint{3, -3});
    line(at + PagePoint{3, -3}, at + PagePoint{-3, 3});
    scan();
    EXPECT_EQ(decision(0), Decision::confidence);
}

// Thinning pulls the crossing of a flat X apart into two; its bars run straight over what lies between.
TEST_F(RowReadings, AFlatXHasItsBars) {
    for (std::size_t row = 0; row < 5; ++row) {
        const PagePoint at = middle(row, 1);
        const double width = 0.5 + 0.1 * static_cast<double>(row);
        line(at + PagePoint{-4.5, -1.4}, at + PagePoint{4.5, 1.4}, ballpoint, width);
        line(at + PagePoint{-4.5, 1.4}, at + PagePoint{0.3, 0}, ballpoint, width);
        line(at + PagePoint{0.3, 0}, at + PagePoint{4.5, -2.0}, ballpoint, width);
    }
    scan();
    for (std::size_t r = 0; r < 5; ++r) EXPECT_EQ(decision(r), Decision::confidence) << "row " << r;
}

// Four of forty people draw an X of a straight bar and one that turns where they cross.
TEST_F(RowReadings, AnXWhoseOneBarTurnsAtTheCrossingIsAnX) {
    const PagePoint at = middle(0, 1);
    line(at + PagePoint{-3.2, 3.4}, at + PagePoint{2.0, -2.4});
    line(at + PagePoint{-0.9, -2.4}, at + PagePoint{0.1, -0.2});
    line(at + PagePoint{0.1, -0.2}, at + PagePoint{2.6, 0.3});
    scan();
    EXPECT_EQ(decision(0), Decision::confidence);
}

TEST_F(RowReadings, ALineThroughTheFootOfACheckMarkOrALetterMakesNoX) {
    const PagePoint check = middle(0, 0);
    line(check + PagePoint{-1.6, -2.6}, check);
    line(check, check + PagePoint{1.9, -2.6});
    line(check + PagePoint{0, -3}, check + PagePoint{0, 2.5});
    const PagePoint k = middle(1, 0);
    line(k + PagePoint{0, -3}, k + PagePoint{0, 3});
    line(k, k + PagePoint{2.5, -2.5});
    line(k, k + PagePoint{2.5, 2.5});
    const PagePoint flat = middle(2, 1);
    line(flat + PagePoint{-3, 3}, flat + PagePoint{3, -3});
    line(flat + PagePoint{-1.2, -0.8}, flat);
    line(flat, flat + PagePoint{1.2, -0.4});
    scan();
    for (std::size_t row = 0; row < 3; ++row) EXPECT_EQ(decision(row), Decision::review) << "row " << row;
}

TEST_F(RowReadings, ASmallXDrawnWithoutLiftingThePenIsAnX) {
    for (std::size_t row = 0; row < 4; ++row) {
        const PagePoint at = middle(row, 2);
        const double h = 1.5 + 0.2 * static_cast<double>(row);
        line(at + PagePoint{-h, -h}, at + PagePoint{h, h});
        line(at + PagePoint{h, h}, at + PagePoint{h, -h});
        line(at + PagePoint{h, -h}, at + PagePoint{-h, h});
    }
    scan();
    for (std::size_t row = 0; row < 4; ++row) EXPECT_EQ(decision(row), Decision::low) << "row " << row;
}

TEST_F(RowReadings, AFoldAlongATableLineIsFollowedFromItsOtherEnd) {
    const base::PageRect cell = page().rows[2].cells[0].area;
    line({0, cell.bottom() + 0.3}, {110, cell.bottom() + 0.3}, 150, 0.5);
    line({110, cell.bottom() + 0.3}, {210, cell.bottom() + 6}, 150, 0.5);
    draw_x(middle(3, 0));
    draw_x(middle(2, 1));
    scan();
    EXPECT_EQ(folds_, 1);
    EXPECT_EQ(decision(3), Decision::high);
    EXPECT_EQ(decision(2), Decision::confidence);
}

// In the middle, print hides it; from either edge it is seen up to there.
TEST_F(RowReadings, AFoldThatCrossesATableLineFlatlyIsOne) {
    const double border = page().rows[2].cells[0].area.bottom();
    line({0, border - 1.3}, {210, border + 1.3}, 150, 0.4);
    draw_x(middle(2, 1));
    draw_x(middle(3, 2));
    scan();
    EXPECT_EQ(folds_, 1);
    EXPECT_EQ(decision(2), Decision::confidence);
    EXPECT_EQ(decision(3), Decision::low);
}

TEST_F(RowReadings, AFoldThroughMarksLeavesThemWhole) {
    const double fold = middle(2, 0).y + 1;
    line({0, fold}, {210, fold + 2}, pale, 0.3);
    draw_x(middle(2, 0));
    draw_x(middle(5, 1));
    scan();
    EXPECT_EQ(folds_, 1);
    EXPECT_EQ(decision(2), Decision::high);
    EXPECT_EQ(decision(5), Decision::confidence);
    EXPECT_EQ(decision(3), Decision::none);
}

TEST_F(RowReadings, AStreakThroughMarksLeavesThemWhole) {
    const double x = middle(0, 1).x + 0.7;
    line({x, 0}, {x, 297}, pale, 0.25);
    for (std::size_t row = 0; row < 6; ++row) draw_x(middle(row, 1));
    scan();
    EXPECT_EQ(folds_ + static_cast<int>(streaks_), 1);
    for (std::size_t row = 0; row < 6; ++row) EXPECT_EQ(decision(row), Decision::confidence) << "row " << row;
}

// A line that a voter draws over a row ends at the table; taken for a fold, it would be passed over in silence.
TEST_F(RowReadings, AVotersLineOverTheRowIsNoFold) {
    draw_x(middle(3, 0));
    const base::PageRect row = page().rows[3].row_box;
    line({row.x + 1, row.center().y + 1}, {row.right() - 1, row.center().y + 1.5});
    scan();
    EXPECT_EQ(folds_, 0);
    EXPECT_EQ(decision(3), Decision::review);
}

TEST_F(RowReadings, InkMuchPalerThanTheRowsOwnXIsNotOfThatPen) {
    draw_x(middle(1, 0), 6, 60);
    PagePoint from = middle(1, 1) + PagePoint{-6, -4};
    for (int i = 0; i < 12; ++i) {
        const PagePoint to = from + PagePoint{1.0, 0.1 * i};
        line(from, to, 205, 0.8);
        from = to;
    }
    scan();
    EXPECT_EQ(decision(1), Decision::high);
}

TEST_F(RowReadings, DottedLinesOfABlackAndWhiteScanJoin) {
    draw_x(middle(0, 2), 7, 120, 0.35);
    testing::Warp warp;
    warp.depth = testing::Warp::Depth::bilevel;
    scan(warp);
    EXPECT_EQ(decision(0), Decision::low);
}

TEST_F(RowReadings, AThinPensDashesAreClosedToAnXAndNoOtherMarkToOne) {
    const auto across = [&](PagePoint at, double h) {
        dashed(at + PagePoint{-h, -h}, at + PagePoint{h, h});
        dashed(at + PagePoint{-h, h}, at + PagePoint{h, -h});
    };
    across(middle(0, 2), 3);
    const PagePoint tick = middle(1, 0);
    dashed(tick + PagePoint{-3, 0}, tick + PagePoint{-1, 2.5});
    dashed(tick + PagePoint{-1, 2.5}, tick + PagePoint{4, -3});
    dashed(middle(2, 1) + PagePoint{-3, 3}, middle(2, 1) + PagePoint{3, -3});
    const PagePoint half = middle(3, 1);
    dashed(half + PagePoint{-3, -3}, half + PagePoint{3, 3});
    dashed(half, half + PagePoint{3, -3});
    testing::Warp warp;
    warp.depth = testing::Warp::Depth::bilevel;
    scan(warp);
    EXPECT_EQ(decision(0), Decision::review);
    scan(warp, Dashes::closed);
    EXPECT_EQ(decision(0), Decision::low);
    for (std::size_t row = 1; row < 4; ++row) EXPECT_EQ(decision(row), Decision::review) << "row " << row;
}

// A wide pen's line is cut by a border at a slant, and thinning bends both ends away from each other.
TEST_F(RowReadings, TheLegsOfAWidePensXGoOnOverABorderTheyAreCutBy) {
    int counted = 0;
    for (const double above : {1.2, 1.4}) {
        for (const double width : {0.7, 0.9, 1.1}) {
            raster_ = testing::draw_page(layout_, page());
            const base::PageRect cell = page().rows[3].cells[2].area;
            const PagePoint at{cell.center().x, cell.bottom() - above};
            line(at + PagePoint{-4, 1.8}, at + PagePoint{4, -2.6}, ballpoint, width);
            line(at + PagePoint{-3, -3.4}, at + PagePoint{3.4, 4.2}, ballpoint, width);
            draw_x(middle(4, 1), 6, ballpoint, width);
            scan();
            counted += decision(4) == Decision::confidence ? 1 : 0;
            EXPECT_NE(decision(3), Decision::confidence);
        }
    }
    EXPECT_EQ(counted, 6);
}

// The printed border hides what is drawn on it: of an X whose strokes meet beside it only a V is left on one side.
TEST_F(RowReadings, AnXWhoseStrokesMeetBesideABorderIsItsBoxes) {
    const base::PageRect first = page().rows[1].cells[1].area;
    draw_x({first.x + 1.4, first.center().y});
    const base::PageRect second = page().rows[3].cells[0].area;
    draw_x({second.center().x, second.bottom() - 1.4}, 7);
    scan();
    EXPECT_EQ(decision(1), Decision::confidence);
    EXPECT_EQ(decision(3), Decision::high);
    EXPECT_EQ(decision(4), Decision::none);
}

TEST_F(RowReadings, TheLegsOfAWideXOverTheBordersAreNoMarksOfTheNextRow) {
    draw_x(middle(2, 1), 16);
    draw_x(middle(3, 0));
    scan();
    EXPECT_EQ(decision(2), Decision::confidence);
    EXPECT_EQ(decision(3), Decision::high);
}

// On the border itself nobody can say which box was meant.
TEST_F(RowReadings, AnXOnABorderIsCountedForNeitherBox) {
    const base::PageRect cell = page().rows[1].cells[1].area;
    draw_x({cell.x, cell.center().y});
    const base::PageRect upper = page().rows[3].cells[0].area;
    draw_x({upper.center().x, upper.bottom()}, 7);
    scan();
    EXPECT_FALSE(level_of(decision(1)));
    EXPECT_FALSE(level_of(decision(3)));
    EXPECT_FALSE(level_of(decision(4)));
}

// A V that ends beside a border is a tick, whatever lies beyond.
TEST_F(RowReadings, ATickWhoseFootTouchesTheBorderIsNoX) {
    const base::PageRect cell = page().rows[2].cells[1].area;
    const PagePoint foot{cell.center().x, cell.bottom() - 1.0};
    line(foot + PagePoint{-2.5, -3}, foot);
    line(foot, foot + PagePoint{3, -5});
    draw_x(middle(3, 0));
    scan();
    EXPECT_EQ(decision(2), Decision::review);
    EXPECT_EQ(decision(3), Decision::high);
}

TEST_F(RowReadings, ScoresSayHowSureABoxIs) {
    draw_x(middle(0, 0));
    line(middle(1, 1) + PagePoint{-3, 3}, middle(1, 1) + PagePoint{3, -3});
    scan();
    EXPECT_GT(rows_[0].scores[0], 0.99);
    EXPECT_LT(rows_[0].scores[1], 0.01);
    EXPECT_GT(rows_[1].scores[1], 0.1);
    EXPECT_LT(rows_[1].scores[1], rows_[0].scores[0]);
    EXPECT_LT(rows_[2].scores[0], 0.05);
}

}  // namespace
}  // namespace kiemphieu::omr
