// What strokes left of the boxes and in the band are taken for: letters, or lines, folds and stains.

#include "omr/added_names.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "omr/testing/synthetic_page.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;

class AddedNames : public ::testing::Test {
  protected:
    AddedNames() : layout_(testing::synthetic_layout(8)), rows_(page().rows.size()) {
        for (RowReading& row : rows_) row.name_crossed = NameCrossed::no;
    }

    const forms::LayoutPage& page() const { return layout_.pages.front(); }
    void stroke(std::vector<PagePoint> points) {
        Stroke s;
        s.points = std::move(points);
        strokes_.push_back(std::move(s));
    }
    /// A line of short slanted pieces, as print leaves them of a word.
    void write(PagePoint from, int pieces) {
        for (int i = 0; i < pieces; ++i) {
            const PagePoint at = from + PagePoint{1.8 * i, i % 2 == 0 ? 0.0 : 0.4};
            stroke({at, at + PagePoint{0.4, 1.2}});
        }
    }
    int letters() const {
        return letters_between_rows(page(), rows_, strokes_, std::vector<bool>(strokes_.size(), true));
    }
    PagePoint under_row(std::size_t row) const {
        const base::PageRect box = page().rows[row].name_box;
        return {box.x + 2, page().rows[row].row_box.bottom() - 1};
    }

    forms::BallotLayout layout_;
    std::vector<RowReading> rows_;
    std::vector<Stroke> strokes_;
};

TEST_F(AddedNames, AWordBetweenTwoRowsIsWriting) {
    write(under_row(2), 9);
    EXPECT_GE(letters(), least_letters);
    EXPECT_EQ(letters_between_rows(page(), rows_, strokes_, std::vector<bool>(strokes_.size(), false)), 0)
        << "print's rim, stains and marks are not drawn by a pen there";
}

TEST_F(AddedNames, AnUnderlineAFoldAndAStainAreNot) {
    const PagePoint at = under_row(1);
    stroke({at, at + PagePoint{30, 0.6}});
    for (int i = 0; i < 30; ++i) {  // a fold's pieces go along
        const PagePoint piece = under_row(4) + PagePoint{1.5 * i, 0.02 * i};
        stroke({piece, piece + PagePoint{1, 0.1}});
    }
    std::vector<PagePoint> arc;  // a coffee cup's
    for (double a = 0; a < 1; a += 0.05) {
        arc.push_back(under_row(5) +
                      PagePoint{20 * std::cos(a * std::numbers::pi), 20 * std::sin(a * std::numbers::pi)});
    }
    stroke(arc);
    EXPECT_LT(letters(), least_letters);
}

TEST_F(AddedNames, PiecesAllOverThePageAreNoWord) {
    for (std::size_t row = 0; row < page().rows.size(); ++row) write(under_row(row), 2);
    EXPECT_LT(letters(), least_letters);
}

TEST_F(AddedNames, WhatStrikesANameIsNotAddedToIt) {
    const base::PageRect name = page().rows[3].name_box;
    write({name.x + 1, name.center().y - 0.5}, 9);
    EXPECT_GE(letters(), least_letters);
    rows_[3].name_crossed = NameCrossed::yes;
    EXPECT_EQ(letters(), 0);
    rows_[3].name_crossed = NameCrossed::review;
    EXPECT_EQ(letters(), 0);
}

TEST_F(AddedNames, AMarkReachingOutOfTheFirstBoxIsNone) {
    const base::PageRect box = page().rows[2].cells[0].area;
    write({box.x - 1, box.center().y}, 9);
    EXPECT_LT(letters(), least_letters);
}

TEST_F(AddedNames, TheBandHoldsAWordAndNotTheRestOfAFold) {
    forms::LayoutPage with_band = page();
    with_band.write_in_area = base::PageRect{20, 240, 150, 14};
    stroke({{60, 238}, {60, 252}});
    EXPECT_LT(written_in_mm(with_band, strokes_, {true}), least_writing_mm);
    std::vector<PagePoint> word;
    for (int i = 0; i <= 60; ++i) word.push_back({30 + 0.4 * i, 246 + 2 * std::sin(0.9 * i)});
    stroke(word);
    EXPECT_GE(written_in_mm(with_band, strokes_, {true, true}), least_writing_mm);
    EXPECT_LT(written_in_mm(with_band, strokes_, {true, false}), least_writing_mm) << "an X's tail is no name";
}

TEST_F(AddedNames, AreShownWhereTheyStand) {
    const auto place = [&](const forms::LayoutPage& on) {
        return place_of_added_names(on, rows_, strokes_, std::vector<bool>(strokes_.size(), true));
    };
    EXPECT_EQ(place(page()), std::nullopt);
    write(under_row(0), 2);
    EXPECT_EQ(place(page()), std::nullopt) << "too few for a name";
    write(under_row(2), 9);
    const auto between = place(page());
    ASSERT_TRUE(between);
    EXPECT_DOUBLE_EQ(between->y, under_row(2).y) << "and not where two pieces stand";
    EXPECT_DOUBLE_EQ(between->bottom(), under_row(2).y + 1.6);
    EXPECT_DOUBLE_EQ(between->right(), under_row(2).x + 8 * 1.8 + 0.4);

    forms::LayoutPage with_band = page();
    with_band.write_in_area = base::PageRect{20, 240, 150, 14};
    stroke({{30, 246}, {60, 244}});
    const auto both = place(with_band);
    ASSERT_TRUE(both);
    EXPECT_DOUBLE_EQ(both->y, between->y);
    EXPECT_DOUBLE_EQ(both->bottom(), 246);
}

}  // namespace
}  // namespace kiemphieu::omr
