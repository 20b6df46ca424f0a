#include "station/rehearsal/compare.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forms/print/print_run.hpp"
#include "forms/testing/sample_conference.hpp"

namespace kiemphieu::station {
namespace {

using forms::DeckBallotKind;
using forms::DeckInk;
using omr::Decision;

class RehearsalTest : public testing::Test {
  protected:
    RehearsalTest() : layout_(forms::testing::layout_of(forms::testing::conference_of(4))) {
        const auto run = make_print_run(layout_, forms::BallotKind::test, deck_size(layout_), base::Digest{3}, {});
        deck_ = plan_deck(layout_, run.serials);
        for (const forms::DeckBallot& ballot : deck_.ballots) {
            read(ballot);
            if (ballot.kind == DeckBallotKind::copied) read(ballot);
        }
    }

    /// What a reader that is right reads off a ballot.
    void read(const forms::DeckBallot& ballot) {
        for (const forms::LayoutPage& page : layout_.pages) {
            omr::SheetReading reading;
            reading.status = omr::PageStatus::read;
            reading.code = {deck_.conference, deck_.style, deck_.layout,           ballot.serial,
                            page.sheet,       page.page,   forms::BallotKind::test};
            reading.authentic = ballot.kind != DeckBallotKind::forged;
            if (ballot.kind == DeckBallotKind::write_in && page.write_in_area) {
                reading.flags.push_back(omr::Flag::write_in);
            }
            for (const forms::Row& row : page.rows) {
                const auto& wanted = *std::ranges::find(ballot.rows, row.number, &forms::DeckRow::number);
                omr::RowReading& out = reading.rows.emplace_back();
                out.number = row.number;
                const Decision by_count[] = {Decision::none, Decision::high, Decision::double_mark,
                                             Decision::triple_mark};
                out.decision = by_count[wanted.marked.size()];
                if (wanted.marked.size() == 1) {
                    out.decision = static_cast<Decision>(forms::index_of(wanted.marked.front()));
                }
                if (wanted.ink != DeckInk::plain) out.decision = Decision::review;
                if (wanted.name_crossed) out.name_crossed = omr::NameCrossed::yes;
            }
            readings_.push_back(reading);
        }
    }

    template <class Change>
    void change_rows(const Change& change) {
        for (omr::SheetReading& reading : readings_) {
            for (omr::RowReading& row : reading.rows) change(row);
        }
    }

    Rehearsal compared() const { return compare(deck_, layout_, readings_); }

    /// The line about a figure, in both languages.
    static bool says(const Rehearsal& rehearsal, const std::string& vietnamese, const std::string& english) {
        return std::ranges::any_of(rehearsal.differences, [&](const Difference& difference) {
            return in_vietnamese(difference) == vietnamese && in_english(difference) == english;
        });
    }

    static bool tells(const Rehearsal& rehearsal, const std::string& candidate) {
        return std::ranges::any_of(rehearsal.differences, [&](const Difference& difference) {
            return difference.ballot == 0 && difference.candidate == candidate;
        });
    }

    forms::BallotLayout layout_;
    forms::TestDeck deck_;
    std::vector<omr::SheetReading> readings_;
};

TEST_F(RehearsalTest, WhatIsReadRightPasses) {
    const Rehearsal rehearsal = compared();
    EXPECT_TRUE(rehearsal.passed()) << in_vietnamese(rehearsal.differences.front());
    EXPECT_EQ(rehearsal.plain_to_people, 0);
    EXPECT_GT(rehearsal.rows, 100);
    for (const RehearsedFigures& figures : rehearsal.figures) EXPECT_EQ(figures.expected, figures.read);
}

TEST_F(RehearsalTest, TwoCandidatesSwappedInTheDefinition) {
    auto& rows = layout_.pages.front().rows;
    std::swap(rows[0].candidate, rows[1].candidate);
    const Rehearsal rehearsal = compared();
    EXPECT_FALSE(rehearsal.passed());
    EXPECT_TRUE(tells(rehearsal, rows[0].candidate));
    EXPECT_TRUE(tells(rehearsal, rows[1].candidate));
    EXPECT_FALSE(tells(rehearsal, rows[2].candidate));
    // The first of four has 1 X at cao, the second 2.
    EXPECT_TRUE(says(rehearsal, rows[1].candidate + ": phải là cao 1, ra cao 2",
                     rows[1].candidate + ": must be high 1, is high 2"));
}

TEST_F(RehearsalTest, TwoNamesakesSwappedInTheDefinition) {
    // The deck was printed from this definition; the station counts by one with the two swapped.
    forms::Conference conference = forms::testing::conference_of(4);
    auto& candidates = conference.styles.front().candidates;
    candidates[2].name = candidates[0].name;
    layout_ = forms::testing::layout_of(conference);
    const auto run = make_print_run(layout_, forms::BallotKind::test, deck_size(layout_), base::Digest{3}, {});
    deck_ = plan_deck(layout_, run.serials);
    readings_.clear();
    for (const forms::DeckBallot& ballot : deck_.ballots) read(ballot);
    std::swap(candidates[0].position, candidates[2].position);
    layout_ = forms::testing::layout_of(conference);
    const Rehearsal rehearsal = compared();
    const std::string first = candidates[2].name + " (" + candidates[2].position + ")";
    EXPECT_TRUE(says(rehearsal, first + ": phải là cao 1, ra cao 3", first + ": must be high 1, is high 3"));
}

TEST_F(RehearsalTest, ColumnsOfTwoLevelsSwapped) {
    change_rows([](omr::RowReading& row) {
        if (row.decision == Decision::confidence) {
            row.decision = Decision::low;
        } else if (row.decision == Decision::low) {
            row.decision = Decision::confidence;
        }
    });
    const Rehearsal rehearsal = compared();
    for (const RehearsedFigures& figures : rehearsal.figures) EXPECT_TRUE(tells(rehearsal, figures.candidate));
    // Of four people the first has 5 X at tín nhiệm and 12 at thấp.
    const std::string first = layout_.pages.front().rows.front().candidate;
    EXPECT_TRUE(says(rehearsal, first + ": phải là tín nhiệm 5, ra tín nhiệm 12",
                     first + ": must be confidence 5, is confidence 12"));
    EXPECT_TRUE(says(rehearsal, first + ": phải là thấp 12, ra thấp 5", first + ": must be low 12, is low 5"));
}

TEST_F(RehearsalTest, OneLevelsThresholdBroken) {
    change_rows([](omr::RowReading& row) {
        if (row.decision == Decision::low) row.decision = Decision::none;
    });
    const Rehearsal rehearsal = compared();
    EXPECT_FALSE(rehearsal.passed());
    const std::string last = layout_.pages.front().rows.back().candidate;
    EXPECT_TRUE(says(rehearsal, last + ": phải là thấp 9, ra thấp 0", last + ": must be low 9, is low 0"));
}

TEST_F(RehearsalTest, ADirtyGlassSendsAColumnToPeople) {
    change_rows([](omr::RowReading& row) {
        if (row.decision == Decision::low) row.decision = Decision::review;
    });
    const Rehearsal rehearsal = compared();
    ASSERT_EQ(rehearsal.differences.size(), 1U) << "nothing is read wrongly; there is only too much to ask";
    // 84 plain single X and 16 other plain rows of four people; 42 X at thấp: 12, 11, 10 and 9.
    const Difference& told = rehearsal.differences.front();
    EXPECT_THAT(in_vietnamese(told), testing::HasSubstr("ra 42 dòng hỏi người, cao 0, tín nhiệm 0, thấp 42"));
    EXPECT_THAT(in_english(told), testing::HasSubstr("is 42 rows left to people, high 0, confidence 0, low 42"));
    for (omr::SheetReading& reading : readings_) reading.streaks = {{145.2, 2.0}};
    EXPECT_THAT(in_vietnamese(compared().differences.front()), testing::EndsWith(", vệt bẩn cách mép trái ảnh 145 mm"));
    EXPECT_THAT(in_english(compared().differences.front()),
                testing::EndsWith(", a streak 145 mm from the image's left edge"));
}

TEST_F(RehearsalTest, AFewQuestionsAreNoFault) {
    int left = 3;
    change_rows([&](omr::RowReading& row) {
        if (row.decision == Decision::low && left-- > 0) row.decision = Decision::review;
    });
    EXPECT_TRUE(compared().passed());
    EXPECT_EQ(compared().plain_to_people, 3);
}

TEST_F(RehearsalTest, WhatMustBeNoticedAndIsNot) {
    const auto kind = [&](DeckBallotKind wanted) {
        return std::ranges::find(deck_.ballots, wanted, &forms::DeckBallot::kind)->serial;
    };
    const std::vector<omr::SheetReading> right = readings_;
    for (omr::SheetReading& reading : readings_) {
        if (reading.code->serial == kind(DeckBallotKind::forged)) reading.authentic = true;
    }
    EXPECT_FALSE(compared().passed()) << "a forged ballot taken for a true one";
    readings_ = right;
    for (omr::SheetReading& reading : readings_) reading.flags.clear();
    EXPECT_FALSE(compared().passed()) << "writing overlooked";
    readings_ = right;
    change_rows([](omr::RowReading& row) { row.name_crossed = omr::NameCrossed::no; });
    EXPECT_FALSE(compared().passed()) << "a crossed name overlooked";
    readings_ = right;
    readings_.erase(readings_.begin());
    EXPECT_FALSE(compared().passed()) << "a sheet missing";
}

TEST_F(RehearsalTest, OfficialAndUnknownBallotsAreNotOfTheDeck) {
    omr::SheetReading official = readings_.front();
    official.code->kind = forms::BallotKind::official;
    readings_.push_back(official);
    ASSERT_EQ(compared().differences.size(), 1U);
    EXPECT_EQ(compared().differences.front().found, "official");
    readings_.back().code->kind = forms::BallotKind::test;
    readings_.back().code->serial = {12345};
    ASSERT_EQ(compared().differences.size(), 1U);
    EXPECT_EQ(compared().differences.front().found, "unknown_serial");
}

}  // namespace
}  // namespace kiemphieu::station
