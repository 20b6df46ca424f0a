#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "station/rollup/testing/submissions.hpp"

namespace kiemphieu::station::rollup {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr forms::Date day{2023, 12, 20};

/// An and Bình at Sở A, An and Cúc at Sở B: who knows whether it is one An.
RollupContents two_units() {
    Submission a = submission("so-a", 1, day);
    a.votes = {vote("A", 60, {{"Nguyễn Văn An", 10}, {"Trần Bình", 0}})};
    Submission b = submission("so-b", 1, day);
    b.votes = {vote("A", 60, {{"NGUYỄN VĂN AN", 45}, {"Lê Cúc", 35}})};
    return {{a, b}, {}, {}};
}

RollUp rolled(const Register& units, const RollupContents& contents) {
    return roll_up(contents, units, day, WorkingDays{});
}

const PersonResult& person_of(const RollUp& result, const std::string& code) {
    return *std::ranges::find(result.people, code, &PersonResult::code);
}

TEST(Persons, AreNeverOneByNameAlone) {
    const Register units = small_register();
    const RollupContents contents = two_units();
    const RollUp result = rolled(units, contents);
    EXPECT_THAT(result.people, SizeIs(4));
    ASSERT_THAT(result.attention, SizeIs(1));
    EXPECT_EQ(result.attention[0].kind, AttentionKind::namesakes);
    EXPECT_THAT(result.attention[0].detail, AllOf(HasSubstr("so-a A 1"), HasSubstr("so-b A 1")));
}

/// Source: plan II.9.4: each place is looked at; nothing is added up.
TEST(Persons, AreOneOverTwoPlacesByLinesOfTheRegister) {
    Register units = small_register();
    units.people = {{"cb1", "Nguyễn Văn An", "1970", "so-a", {}, "", "", 2},
                    {"cb1", "Nguyễn Văn An", "1970", "so-b", base::StyleId{"A"}, "", "huyen", 3}};
    const RollupContents contents = two_units();
    const RollUp result = rolled(units, contents);
    EXPECT_THAT(result.attention, IsEmpty());
    const PersonResult& an = person_of(result, "cb1");
    ASSERT_THAT(an.places, SizeIs(2));
    EXPECT_EQ(result.places[an.places[0]].consequence, LowConsequence::none);
    EXPECT_EQ(result.places[an.places[1]].consequence, LowConsequence::two_thirds);
    EXPECT_EQ(an.worst, LowConsequence::two_thirds);
    EXPECT_EQ(result.places[an.places[1]].level, "huyen");
    EXPECT_EQ(result.levels[1].two_thirds, 1) << "the level of the line goes before the unit's";
}

TEST(Persons, NamesakesOfTheRegisterStayTwoAndAreNotProposed) {
    Register units = small_register();
    units.people = {{"cb1", "Nguyễn Văn An", "1970", "so-a", {}, "", "", 2},
                    {"cb2", "Nguyễn Văn An", "1981", "so-b", {}, "", "", 3}};
    const RollupContents contents = two_units();
    const RollUp result = rolled(units, contents);
    EXPECT_THAT(result.attention, IsEmpty());
    EXPECT_THAT(person_of(result, "cb1").places, SizeIs(1));
    EXPECT_THAT(person_of(result, "cb2").places, SizeIs(1));
}

TEST(Persons, TwoOfOneNameInOneListNeedTheirPositions) {
    Register units = small_register();
    RollupContents contents = two_units();
    auto& people = contents.submissions[0].votes[0].people;
    people[1].name = people[0].name;
    people[1].position = "Phó Giám đốc";
    units.people = {{"cb1", "Nguyễn Văn An", "", "so-a", {}, "", "", 2},
                    {"cb2", "Nguyễn Văn An", "", "so-b", {}, "", "", 3}};
    RollUp result = rolled(units, contents);
    EXPECT_EQ(result.attention.at(0).kind, AttentionKind::line_fits_several);
    EXPECT_THAT(person_of(result, "cb1").places, IsEmpty());
    units.people[0].position = "phó giám đốc";
    result = rolled(units, contents);
    ASSERT_THAT(person_of(result, "cb1").places, SizeIs(1));
    EXPECT_EQ(result.places[person_of(result, "cb1").places[0]].figures.number, 2);
}

TEST(Persons, AwaitAPlaceWhoseVoteIsNotInAndMissOneThatIs) {
    Register units = small_register();
    units.people = {{"cb1", "Nguyễn Văn An", "", "so-a", {}, "", "", 2},
                    {"cb1", "Nguyễn Văn An", "", "so-c", {}, "", "", 3},
                    {"cb2", "Nguyễn Văn An", "", "so-b", {}, "", "", 4},
                    {"cb3", "Người Không Có", "", "so-b", {}, "", "", 5}};
    const RollupContents contents = two_units();
    const RollUp result = rolled(units, contents);
    EXPECT_THAT(person_of(result, "cb1").awaited, SizeIs(1));
    ASSERT_THAT(result.attention, SizeIs(1));
    EXPECT_EQ(result.attention[0].kind, AttentionKind::not_in_vote);
    EXPECT_THAT(result.attention[0].detail, HasSubstr("Người Không Có"));
}

/// Source: plan II.1 "tối đa ở 2 nơi".
TEST(Persons, InMoreThanTwoPlacesAreForPeople) {
    Register units = small_register();
    for (const char* unit : {"so-a", "so-b", "so-c"})
        units.people.push_back({"cb1", "Nguyễn Văn An", "", unit, {}, "", "", 2});
    const RollupContents contents = two_units();
    const RollUp result = rolled(units, contents);
    EXPECT_EQ(result.attention.at(0).kind, AttentionKind::more_than_two_places);
}

}  // namespace
}  // namespace kiemphieu::station::rollup
