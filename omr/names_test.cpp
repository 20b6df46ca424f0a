// What is judged of a name by the ink that runs through it.

#include "omr/names.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

TEST(Names, ALineThroughTheLettersIsStruck) {
    EXPECT_EQ(judge_name({.core = 0.40, .near = 0.35, .line = 0.9, .reach = 0.9}), NameCrossed::yes);
    EXPECT_EQ(judge_name({.core = 0.15, .near = 0.20, .line = 0.9, .reach = 0.7}), NameCrossed::yes);
}

// Figures of the shortest that the simulator drew: letters hide most of them (difficult marks, office, seed 78). Strays
// reach over a quarter.
TEST(Names, AnUnbrokenLineOverHalfOfTheNameIsStruck) {
    EXPECT_EQ(judge_name({.core = 0.212, .near = 0.222, .line = 1.000, .reach = 0.543}), NameCrossed::yes);
    EXPECT_EQ(judge_name({.core = 0.120, .near = 0.165, .line = 1.000, .reach = 0.511}), NameCrossed::yes);
    EXPECT_EQ(judge_name({.core = 0.147, .near = 0.114, .line = 1.000, .reach = 0.238}), NameCrossed::review);
}

// Figures of lines that the simulator drew high or low, office grade, seed 77.
TEST(Names, ALineAtTheNamesRimIsStruck) {
    EXPECT_EQ(judge_name({.core = 0.07, .near = 0.27, .line = 0.97, .reach = 0.68}), NameCrossed::yes);
    EXPECT_EQ(judge_name({.core = 0.06, .near = 0.40, .line = 1.00, .reach = 0.93}), NameCrossed::yes);
}

TEST(Names, AnUnderlineIsForPeopleHoweverLong) {
    EXPECT_EQ(judge_name({.core = 0.00, .near = 0.82, .line = 1.00, .reach = 1.00}), NameCrossed::review);
    EXPECT_EQ(judge_name({.core = 0.02, .near = 0.52, .line = 0.93, .reach = 0.85}), NameCrossed::review);
}

TEST(Names, WhatMayBePiecesOfALineIsForPeople) {
    EXPECT_EQ(judge_name({.core = 0.02, .near = 0.03, .line = 0.8, .reach = 0.39}), NameCrossed::review);
    EXPECT_EQ(judge_name({.core = 0.13, .near = 0.05, .line = 0.2, .reach = 0.9}), NameCrossed::review);
    EXPECT_EQ(judge_name({.core = 0.08, .near = 0.30, .line = 0.5, .reach = 0.9}), NameCrossed::review);
}

TEST(Names, ASpeckOnABlackAndWhiteNameIsForPeople) {
    // Lines that the simulator drew with pale pens, hard grade, as a threshold left them
    // (tests/blackbox/lost_lines_test).
    EXPECT_EQ(judge_name({.core = 0.00, .near = 0.06, .line = 0.53, .reach = 0.55, .specks = 83}), NameCrossed::review);
    EXPECT_EQ(judge_name({.core = 0.036, .near = 0.027, .line = 0, .reach = 0, .specks = 24}), NameCrossed::review);
    EXPECT_EQ(judge_name({.core = 0, .near = 0, .line = 0, .reach = 0, .specks = 1}), NameCrossed::review);
    EXPECT_EQ(judge_name({.core = 0.40, .near = 0.35, .line = 0.9, .reach = 0.9, .specks = 200}), NameCrossed::yes);
}

TEST(Names, SpecksOfAScanWithGraysAreNothing) {
    EXPECT_EQ(judge_name({}), NameCrossed::no);
    EXPECT_EQ(judge_name({.core = 0.02, .near = 0.02, .line = 1.0, .reach = 0.05}), NameCrossed::no);
}

}  // namespace
}  // namespace kiemphieu::omr
