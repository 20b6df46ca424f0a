#include "station/rehearsal/compare.hpp"

#include <algorithm>

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
}

TEST_F(RehearsalTest, OneLevelsThresholdBroken) {
    change_rows([](omr::RowReading& row) {
        if (row.decision == Decision::low) row.decision = Decision::none;
    });
    EXPECT_FALSE(compared().passed());
}

TEST_F(RehearsalTest, ADirtyGlassSendsAColumnToPeople) {
    change_rows([](omr::RowReading& row) {
        if (row.decision == Decision::low) row.decision = Decision::review;
    });
    const Rehearsal rehearsal = compared();
    ASSERT_EQ(rehearsal.differences.size(), 1U) << "nothing is read wrongly; there is only too much to ask";
    EXPECT_TRUE(rehearsal.differences.front().expected.starts_with("to_people"));
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
