#include "forms/layout.hpp"

#include <gtest/gtest.h>

#include "forms/testing/sample_conference.hpp"
#include "forms/typeface.hpp"

namespace kiemphieu::forms {
namespace {

using testing::conference_of;
using testing::layout_of;

class LayoutOfSoMany : public ::testing::TestWithParam<int> {};

TEST_P(LayoutOfSoMany, EveryCandidateHasOneRowInOrderAndWhole) {
    const BallotLayout layout = layout_of(conference_of(GetParam()));
    int number = 0;
    for (const LayoutPage& page : layout.pages) {
        for (const Row& row : page.rows) {
            EXPECT_EQ(row.number, ++number);
            EXPECT_LE(row.row_box.bottom(), 272.001);
            for (const Cell& cell : row.cells) {
                // Source: the ô must take an X of a usual hand; 18 × 10 mm is the least.
                EXPECT_GE(cell.box.w, 18);
                EXPECT_GE(cell.box.h, 10);
            }
            EXPECT_GE(row.name_box.x, row.row_box.x);
            EXPECT_LE(row.name_box.right(), row.position_box.x);
            EXPECT_LE(row.position_box.right(), row.cells[0].area.x);
            EXPECT_GE(row.name_box.y, row.row_box.y);
            EXPECT_LE(row.position_box.bottom(), row.row_box.bottom());
        }
    }
    EXPECT_EQ(number, GetParam());
    EXPECT_TRUE(layout.pages.back().signature_area);
    EXPECT_TRUE(layout.pages.back().write_in_area);
    EXPECT_FALSE(layout.pages.back().rows.empty());
}

TEST_P(LayoutOfSoMany, TheSealsPlaceHoldsNothingTheMachineNeeds) {
    for (const LayoutPage& page : layout_of(conference_of(GetParam())).pages) {
        EXPECT_FALSE(page.stamp_area.intersects(page.qr_box));
        EXPECT_FALSE(page.stamp_area.intersects(page.readable_box));
        for (const Row& row : page.rows) EXPECT_FALSE(page.stamp_area.intersects(row.row_box));
        for (const base::PageRect& mark : page.registration_marks) EXPECT_FALSE(page.stamp_area.intersects(mark));
    }
}

TEST_P(LayoutOfSoMany, TextsKeepClearOfTheMachinesPlaces) {
    for (const LayoutPage& page : layout_of(conference_of(GetParam())).pages) {
        const base::PageRect quiet = page.qr_box.grown(4 * 0.508);
        for (const TextRun& run : page.texts) {
            const auto ink = ink_box(run);
            ASSERT_TRUE(ink);
            EXPECT_FALSE(ink->intersects(quiet)) << run.text;
            EXPECT_FALSE(ink->intersects(page.readable_box)) << run.text;
            EXPECT_GE(ink->x, 8);
            EXPECT_LE(ink->right(), 202);
        }
    }
}

TEST_P(LayoutOfSoMany, ComesBackFromItsJson) {
    const BallotLayout layout = layout_of(conference_of(GetParam()));
    const auto back = layout_from_json(to_json(layout), "layout.json");
    ASSERT_TRUE(back) << to_string(back.error());
    EXPECT_EQ(*back, layout);
}

INSTANTIATE_TEST_SUITE_P(Candidates, LayoutOfSoMany, ::testing::Values(1, 5, 7, 8, 13, 27, 60));

TEST(Layout, AllPagesShareTheMachinesPlaces) {
    const BallotLayout one = layout_of(conference_of(1));
    for (const LayoutPage& page : layout_of(conference_of(60)).pages) {
        EXPECT_EQ(page.qr_box, one.pages[0].qr_box);
        EXPECT_EQ(page.readable_box, one.pages[0].readable_box);
        EXPECT_EQ(page.registration_marks, one.pages[0].registration_marks);
    }
}

TEST(Layout, RefusesNobodyAndTooMany) {
    for (const int candidates : {0, 61}) {
        const Conference conference = conference_of(candidates);
        EXPECT_FALSE(make_layout(conference, conference.styles.front(), {1}));
    }
}

TEST(Layout, RefusesALetterTheFontCannotPrint) {
    Conference conference = conference_of(2);
    conference.styles[0].candidates[1].name = "Nguyễn 漢 An";
    const auto layout = make_layout(conference, conference.styles.front(), {1});
    ASSERT_FALSE(layout);
    EXPECT_EQ(layout.error().failure_class, base::FailureClass::bad_input);
}

TEST(Layout, AnAlteredFileIsRefused) {
    std::string json = to_json(layout_of(conference_of(3)));
    const std::size_t at = json.find("Phượng 2");
    ASSERT_NE(at, std::string::npos);
    json[json.find('2', at)] = '3';
    const auto back = layout_from_json(json, "layout.json");
    ASSERT_FALSE(back);
    EXPECT_NE(back.error().message.find("layout_id"), std::string::npos);
    EXPECT_EQ(back.error().file, "layout.json");
}

TEST(Layout, AFileCutShortIsRefusedAtEveryLength) {
    const std::string json = to_json(layout_of(conference_of(1)));
    for (std::size_t length = 0; length + 2 < json.size(); length += 97) {
        EXPECT_FALSE(layout_from_json(json.substr(0, length), "layout.json"));
    }
}

TEST(Layout, ASquareStandsInTheMiddleOfItsCell) {
    Conference conference = conference_of(4);
    conference.policy.mark_box = MarkBox::square;
    const BallotLayout layout = layout_of(conference);
    for (const Row& row : layout.pages[0].rows) {
        for (const Cell& cell : row.cells) {
            EXPECT_NEAR(cell.box.w, 8, 0.001);
            EXPECT_NEAR(cell.box.center().x, cell.area.center().x, 0.002);
            EXPECT_NEAR(cell.box.center().y, cell.area.center().y, 0.002);
        }
    }
}

}  // namespace
}  // namespace kiemphieu::forms
