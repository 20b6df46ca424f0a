#include "station/rollup/roll_up.hpp"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "station/rollup/testing/submissions.hpp"

namespace kiemphieu::station::rollup {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<AttentionKind> kinds(const RollUp& result) {
    std::vector<AttentionKind> out;
    for (const Attention& each : result.attention) out.push_back(each.kind);
    return out;
}

TEST(RollUp, CountsWhatCameInTimeAndSaysWhatDidNot) {
    // The plan gives 7 working days: 15/12/2023 is a Friday, so until 26/12.
    Register units = small_register();
    RollupContents contents;
    contents.submissions = {submission("so-a", 1, {2023, 12, 26}), submission("so-b", 2, {2023, 12, 27})};
    const RollUp before = roll_up(contents, units, {2023, 12, 26}, WorkingDays{});
    EXPECT_EQ(before.units[0].state, UnitState::in_time);
    EXPECT_EQ(before.units[1].state, UnitState::awaited) << "it came a day later";
    EXPECT_EQ(before.units[2].state, UnitState::awaited);
    const RollUp after = roll_up(contents, units, {2023, 12, 27}, WorkingDays{});
    EXPECT_EQ(after.units[0].deadline, (forms::Date{2023, 12, 26}));
    EXPECT_EQ(after.units[1].state, UnitState::late);
    EXPECT_EQ(after.units[2].state, UnitState::missing);
    EXPECT_THAT(kinds(after), ElementsAre(AttentionKind::missing_unit));
    EXPECT_EQ(after.levels[0].units.at(UnitState::in_time), 1);
    const WorkingDays longer({{{2023, 12, 26}}, {}});
    EXPECT_EQ(roll_up(contents, units, {2023, 12, 27}, longer).units[1].state, UnitState::in_time) << "a day off more";
}

TEST(RollUp, AUnitWithAVoteMissingIsNotAllIn) {
    Register units = small_register();
    units.units[0].styles = {base::StyleId{"A"}, base::StyleId{"B"}};
    const RollupContents contents{{submission("so-a", 1, {2023, 12, 20})}, {}, {}};
    EXPECT_EQ(roll_up(contents, units, {2023, 12, 21}, WorkingDays{}).units[0].state, UnitState::partly);
    EXPECT_EQ(roll_up(contents, units, {2023, 12, 27}, WorkingDays{}).units[0].state, UnitState::missing);
}

/// Source: plan II.9.2 "trên 50% nhưng dưới 2/3", II.9.3 "từ 2/3 … trở lên"; on collected ballots.
TEST(RollUp, ThresholdsAreExactAtHalfAndTwoThirds) {
    const auto consequence = [](int low, int collected) {
        Submission one = submission("so-a", 1, {2023, 12, 20});
        one.votes[0] = vote("A", collected, {{"An", low}});
        return roll_up({{one}, {}, {}}, small_register(), {2023, 12, 20}, WorkingDays{}).places.at(0).consequence;
    };
    EXPECT_EQ(consequence(30, 60), LowConsequence::none) << "exactly half is not over half";
    EXPECT_EQ(consequence(31, 60), LowConsequence::over_half);
    EXPECT_EQ(consequence(39, 60), LowConsequence::over_half);
    EXPECT_EQ(consequence(40, 60), LowConsequence::two_thirds) << "exactly two thirds is from two thirds on";
    EXPECT_EQ(consequence(31, 47), LowConsequence::over_half) << "31/47 prints as 65,96 %";
    EXPECT_EQ(consequence(32, 47), LowConsequence::two_thirds) << "68,09 %";
    EXPECT_EQ(consequence(666'667, 1'000'000), LowConsequence::two_thirds);
    EXPECT_EQ(consequence(666'666, 1'000'000), LowConsequence::over_half) << "prints as 66,67 % all the same";
}

TEST(RollUp, TheSameResultAgainCountsOnceAndAnotherOneIsForPeople) {
    const Register units = small_register();
    Submission first = submission("so-a", 1, {2023, 12, 20});
    Submission again = first;
    again.digest = digest_of("sent again");
    again.received = {2023, 12, 29};
    RollUp result = roll_up({{again, first}, {}, {}}, units, {2023, 12, 29}, WorkingDays{});
    EXPECT_EQ(result.units[0].state, UnitState::in_time) << "when it first came is what counts";
    EXPECT_EQ(result.units[0].votes[0].digest, first.digest);
    EXPECT_THAT(result.places, SizeIs(2));

    Submission other = again;
    other.votes[0].people[0].levels = {0, 0, other.votes[0].people[0].valid};
    RollupContents contents{{first, other}, {}, {}};
    result = roll_up(contents, units, {2023, 12, 29}, WorkingDays{});
    EXPECT_EQ(result.units[0].state, UnitState::conflict);
    EXPECT_THAT(result.places, IsEmpty()) << "neither is taken while people have not said";

    contents.settlements = {
        {"so-a", base::StyleId{"A"}, other.digest, {first.digest}, "Hà", "đếm lại", {2023, 12, 29}}};
    result = roll_up(contents, units, {2023, 12, 29}, WorkingDays{});
    EXPECT_EQ(result.units[0].votes[0].digest, other.digest);
    EXPECT_EQ(result.units[0].state, UnitState::late);

    Submission third = other;
    third.digest = digest_of("third");
    third.fingerprint = std::string(64, '7');
    contents.submissions.push_back(third);
    result = roll_up(contents, units, {2023, 12, 29}, WorkingDays{});
    EXPECT_EQ(result.units[0].state, UnitState::conflict) << "people have not seen this one";
}

TEST(RollUp, TheMarkOnTheSignedPaperSettlesWhichCountIsTheUnits) {
    Register units = small_register();
    Submission real = submission("so-a", 1, {2023, 12, 20});
    Submission forged = submission("so-a", 2, {2023, 12, 19});
    units.units[0].fingerprint = real.fingerprint.substr(0, 16);
    const RollUp result = roll_up({{forged, real}, {}, {}}, units, {2023, 12, 21}, WorkingDays{});
    EXPECT_EQ(result.units[0].votes[0].digest, real.digest);
    EXPECT_EQ(result.units[0].votes[0].proof, Proof::paper);
    EXPECT_THAT(kinds(result), ElementsAre(AttentionKind::contradicted));
}

TEST(RollUp, WithoutProofFiguresWaitWhereTheRegisterAsksForIt) {
    Register units = small_register();
    units.units[0].signers = {"Trưởng ban"};
    Submission one = submission("so-a", 1, {2023, 12, 20});
    one.signers.clear();
    RollUp result = roll_up({{one}, {}, {}}, units, {2023, 12, 21}, WorkingDays{});
    EXPECT_THAT(result.places, SizeIs(2));
    EXPECT_THAT(kinds(result), ElementsAre(AttentionKind::not_proven));
    units.proof = ProofRule::require;
    result = roll_up({{one}, {}, {}}, units, {2023, 12, 21}, WorkingDays{});
    EXPECT_EQ(result.units[0].state, UnitState::held);
    EXPECT_THAT(result.places, IsEmpty());
    one.signers = {"Thư ký", "Trưởng ban"};
    result = roll_up({{one}, {}, {}}, units, {2023, 12, 21}, WorkingDays{});
    EXPECT_EQ(result.units[0].votes[0].proof, Proof::signatures);
    EXPECT_THAT(result.attention, IsEmpty());
}

TEST(RollUp, OneConferenceUnderTwoUnitsCountsForNeither) {
    Submission a = submission("so-a", 1, {2023, 12, 20});
    Submission b = submission("so-b", 2, {2023, 12, 20});
    b.conference = a.conference;
    const RollUp result = roll_up({{a, b}, {}, {}}, small_register(), {2023, 12, 21}, WorkingDays{});
    EXPECT_THAT(result.places, IsEmpty());
    EXPECT_EQ(result.units[0].state, UnitState::held);
    EXPECT_EQ(result.units[1].state, UnitState::held);
}

TEST(RollUp, ARefusedFileIsToldUntilItIsTaken) {
    const Submission taken = submission("so-a", 1, {2023, 12, 20});
    const Refusal earlier{taken.digest, "a.zip", {2023, 12, 18}, RefusalReason::unknown_unit, "", "no unit"};
    const Refusal broken{digest_of("b"), "b.zip", {2023, 12, 18}, RefusalReason::broken, "tally", "is altered"};
    const RollUp result = roll_up({{taken}, {earlier, broken}, {}}, small_register(), {2023, 12, 20}, WorkingDays{});
    EXPECT_THAT(result.refusals, ElementsAre(broken));
    EXPECT_THAT(kinds(result), ElementsAre(AttentionKind::refused));
}

/// Submissions of the small register's units: some the same, some in conflict.
std::vector<Submission> any_submissions() {
    const auto many = *rc::gen::inRange(0, 12);
    std::vector<Submission> out;
    for (int i = 0; i < many; ++i) {
        const std::string unit = *rc::gen::element<std::string>("so-a", "so-b", "so-c");
        Submission one = submission(unit, *rc::gen::inRange(1, 4), {2023, 12, *rc::gen::inRange(16, 31)});
        one.digest = digest_of("file " + std::to_string(i));
        const int collected = *rc::gen::inRange(1, 60);
        one.votes = {vote("A", collected, {{"An", *rc::gen::inRange(0, collected + 1)}, {"Bình", 0}})};
        out.push_back(std::move(one));
    }
    return out;
}

std::string told(const RollUp& result) {
    std::string out;
    for (const UnitResult& unit : result.units) {
        out += unit.unit->id + std::string(name_of(unit.state)) + iso_day(unit.received.value_or(forms::Date{}));
        for (const VoteResult& each : unit.votes) out += base::to_hex(each.digest) + std::string(name_of(each.state));
    }
    for (const PlaceResult& place : result.places) out += place.figures.name + std::to_string(place.figures.valid);
    for (const Attention& each : result.attention) out += std::string(name_of(each.kind)) + each.unit + each.detail;
    return out;
}

RC_GTEST_PROP(RollUpProperties, NeitherOrderNorRepetitionChangesIt, ()) {
    const Register units = small_register();
    RollupContents contents{any_submissions(), {}, {}};
    const std::string once = told(roll_up(contents, units, {2023, 12, 30}, WorkingDays{}));
    std::vector<Submission> twice = contents.submissions;
    twice.insert(twice.end(), contents.submissions.begin(), contents.submissions.end());
    std::mt19937 order(*rc::gen::arbitrary<unsigned>());
    std::shuffle(twice.begin(), twice.end(), order);
    contents.submissions = std::move(twice);
    RC_ASSERT(told(roll_up(contents, units, {2023, 12, 30}, WorkingDays{})) == once);
}

RC_GTEST_PROP(RollUpProperties, LevelsAreSumsOverPlacesAndUnits, ()) {
    Register units = small_register();
    units.people = {{"1", "An", "", "so-a", {}, "", "huyen", 2}};
    const RollUp result = roll_up({any_submissions(), {}, {}}, units, {2023, 12, 30}, WorkingDays{});
    LevelResult sum;
    int all_units = 0;
    for (const LevelResult& level : result.levels) {
        sum.places += level.places;
        sum.collected += level.collected;
        sum.valid += level.valid;
        sum.over_half += level.over_half;
        sum.two_thirds += level.two_thirds;
        for (std::size_t i = 0; i < 3; ++i) sum.levels.at(i) += level.levels.at(i);
        for (const auto& [state, count] : level.units) all_units += count;
        RC_ASSERT(level.levels[0] + level.levels[1] + level.levels[2] == level.valid);
    }
    LevelResult places;
    for (const PlaceResult& place : result.places) {
        ++places.places;
        places.collected += place.collected;
        places.valid += place.figures.valid;
        for (std::size_t i = 0; i < 3; ++i) places.levels.at(i) += place.figures.levels.at(i);
    }
    RC_ASSERT(all_units == static_cast<int>(units.units.size()));
    RC_ASSERT(sum.places == places.places);
    RC_ASSERT(sum.collected == places.collected);
    RC_ASSERT(sum.valid == places.valid);
    RC_ASSERT(sum.levels == places.levels);
    RC_ASSERT(sum.over_half == result.count(LowConsequence::over_half));
    RC_ASSERT(sum.two_thirds == result.count(LowConsequence::two_thirds));
    std::size_t held_by_people = 0;
    for (const PersonResult& person : result.people) held_by_people += person.places.size();
    RC_ASSERT(held_by_people == result.places.size());
}

}  // namespace
}  // namespace kiemphieu::station::rollup
