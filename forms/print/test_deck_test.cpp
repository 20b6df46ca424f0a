#include "forms/print/test_deck.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "forms/print/print_run.hpp"
#include "forms/testing/sample_conference.hpp"

namespace kiemphieu::forms {
namespace {

TestDeck deck_of(const BallotLayout& layout) {
    const PrintRun run = make_print_run(layout, BallotKind::test, deck_size(layout), base::Digest{7}, {});
    return plan_deck(layout, run.serials);
}

TEST(TestDeckPlan, NoTwoFiguresOfADeckAreAlike) {
    for (const int candidates : {1, 2, 5, 13, 60}) {
        const TestDeck deck = deck_of(testing::layout_of(testing::conference_of(candidates)));
        std::set<int> seen;
        for (const DeckFigures& figures : figures_of(deck)) {
            for (const int figure : figures.levels) {
                EXPECT_GT(figure, 0);
                EXPECT_TRUE(seen.insert(figure).second) << figure << " twice among " << candidates;
            }
        }
        EXPECT_EQ(seen.size(), static_cast<std::size_t>(3 * candidates));
    }
}

TEST(TestDeckPlan, EveryRowMeetsEveryKindOfMark) {
    const TestDeck deck = deck_of(testing::layout_of(testing::conference_of(4)));
    for (const DeckFigures& figures : figures_of(deck)) {
        EXPECT_EQ(figures.two, 3);
        EXPECT_EQ(figures.three, 1);
        EXPECT_EQ(figures.crossed, 1);
        EXPECT_EQ(figures.faint, 3);
        EXPECT_EQ(figures.corrected, 1);
        EXPECT_GE(figures.none, 1);
    }
    for (const DeckBallotKind kind :
         {DeckBallotKind::upside_down, DeckBallotKind::copied, DeckBallotKind::write_in, DeckBallotKind::forged}) {
        EXPECT_EQ(std::ranges::count(deck.ballots, kind, &DeckBallot::kind), 1);
    }
}

TEST(TestDeckPlan, NamesakesAreToldApartByTheirPositions) {
    Conference conference = testing::conference_of(4);
    auto& candidates = conference.styles.front().candidates;
    candidates[2].name = candidates[0].name;  // its position takes several lines
    const auto figures = figures_of(deck_of(testing::layout_of(conference)));
    ASSERT_EQ(figures.size(), 4U);
    EXPECT_EQ(figures[0].candidate, candidates[0].name + " (" + candidates[0].position + ")");
    EXPECT_EQ(figures[2].candidate, candidates[0].name + " (" + candidates[2].position + ")");
    EXPECT_EQ(figures[1].candidate, candidates[1].name) << "whoever has no namesake is called by the name alone";
    EXPECT_NE(figures[2].levels, figures[0].levels);
}

TEST(TestDeckPlan, NamesakesOfOnePositionAreTwoPeople) {
    Conference conference = testing::conference_of(3);
    auto& candidates = conference.styles.front().candidates;
    candidates[1].name = candidates[0].name;
    ASSERT_EQ(candidates[1].position, candidates[0].position);
    const auto figures = figures_of(deck_of(testing::layout_of(conference)));
    ASSERT_EQ(figures.size(), 3U);
    EXPECT_EQ(figures[1].candidate, figures[0].candidate + " (2)");
    EXPECT_NE(figures[1].levels, figures[0].levels);
}

TEST(TestDeckPlan, ItsJsonReadsBack) {
    const TestDeck deck = deck_of(testing::layout_of(testing::conference_of(3)));
    const auto back = deck_from_json(to_json(deck), "deck.json");
    ASSERT_TRUE(back.has_value()) << to_string(back.error());
    EXPECT_EQ(*back, deck);
    EXPECT_FALSE(deck_from_json("{}", "deck.json").has_value());
    EXPECT_FALSE(deck_from_json("", "deck.json").has_value());
}

TEST(TestDeckPrint, EachBallotOnItsPagesAndTheCopyOnceMore) {
    const BallotLayout layout = testing::layout_of(testing::conference_of(3));
    const TestDeck deck = deck_of(layout);
    const std::filesystem::path pdf = std::filesystem::path(::testing::TempDir()) / "kiemphieu-deck.pdf";
    ASSERT_TRUE(print_deck(layout, deck, {}, pdf).has_value());
    const auto first = base::read_file(pdf);
    ASSERT_TRUE(print_deck(layout, deck, {}, pdf).has_value());
    EXPECT_EQ(base::read_file(pdf).value(), first.value()) << "the same deck gives the same bytes";
    std::filesystem::remove(pdf);
    EXPECT_TRUE(make_deck_results(testing::conference_of(3), deck).has_value());
}

}  // namespace
}  // namespace kiemphieu::forms
