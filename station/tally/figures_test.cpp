#include "station/tally/figures.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::station {
namespace {

// Source: rules.md "The tally", a published result of 47 ballots.
TEST(Figures, PublishedSharesComeOutAsPublished) {
    EXPECT_EQ(percent_text(19, 47), "40,43");
    EXPECT_EQ(percent_text(2, 47), "4,26");
    EXPECT_EQ(percent_text(25, 47), "53,19");
}

// Source: cli.md, the example of `tally --json`.
TEST(Figures, TheContractsExampleComesOut) {
    EXPECT_EQ(percent_text(80, 118), "67,80");
    EXPECT_EQ(percent_text(30, 118), "25,42");
    EXPECT_EQ(percent_text(6, 118), "5,08");
}

TEST(Figures, SharesRoundHalfUpFromExactIntegers) {
    EXPECT_EQ(percent_text(0, 47), "0,00");
    EXPECT_EQ(percent_text(47, 47), "100,00");
    EXPECT_EQ(percent_text(1, 3), "33,33");
    EXPECT_EQ(percent_text(2, 3), "66,67");
    EXPECT_EQ(percent_text(1, 800), "0,13") << "0,125 is a half";
    EXPECT_EQ(percent_text(1, 20001), "0,00") << "just under half a hundredth";
    EXPECT_EQ(percent_text(1, 20000), "0,01") << "half a hundredth";
    EXPECT_EQ(percent_text(0, 0), "0,00");
}

// Source: plan II.9.2, II.9.3: over half is more than half, two thirds is reached at two thirds.
TEST(Figures, ConsequencesTurnAtTheExactBounds) {
    EXPECT_EQ(low_consequence(30, 60), LowConsequence::none);
    EXPECT_EQ(low_consequence(31, 60), LowConsequence::over_half);
    EXPECT_EQ(low_consequence(39, 60), LowConsequence::over_half);
    EXPECT_EQ(low_consequence(40, 60), LowConsequence::two_thirds);
    EXPECT_EQ(low_consequence(0, 0), LowConsequence::none);
    // 66,67 % in print and yet under two thirds: 66666 of 100000.
    EXPECT_EQ(percent_text(66666, 100000), "66,67");
    EXPECT_EQ(low_consequence(66666, 100000), LowConsequence::over_half);
    // 50,00 % in print and yet over half.
    EXPECT_EQ(percent_text(50001, 100000), "50,00");
    EXPECT_EQ(low_consequence(50001, 100000), LowConsequence::over_half);
}

// Source: plan II.2.
TEST(Figures, QuorumIsTwoThirdsOfThoseSummoned) {
    EXPECT_EQ(quorum(40, 60), Quorum::reached);
    EXPECT_EQ(quorum(39, 60), Quorum::not_reached);
    EXPECT_EQ(quorum(32, 47), Quorum::reached);
    EXPECT_EQ(quorum(31, 47), Quorum::not_reached);
}

}  // namespace
}  // namespace kiemphieu::station
