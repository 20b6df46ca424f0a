#include "station/review/count.hpp"

#include <gtest/gtest.h>

#include "station/review/testing/one_page.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using namespace testing;
using enum RulingValue;

std::vector<LoggedRuling> log_of(std::initializer_list<std::pair<const char*, RulingValue>> rulings) {
    std::vector<LoggedRuling> log;
    for (const auto& [who, value] : rulings) {
        log.push_back({log.size() + 1, "", {row_item(1, 1), {value, {}, {}}, who, ""}});
    }
    return log;
}

/// The ruling in force of the one item in question.
std::optional<RulingValue> in_force(const std::vector<LoggedRuling>& log, bool two_person) {
    forms::Conference conference = make_conference();
    conference.policy.two_person = two_person;
    const SortedRulings sorted = sort_rulings(conference, log);
    const auto found = sorted.in_force.find(row_item(1, 1));
    EXPECT_EQ(sorted.in_force.size() + sorted.waiting.size(), log.empty() ? 0U : 1U);
    return found == sorted.in_force.end() ? std::nullopt : std::optional(found->second.value);
}

TEST(Rulings, TheLatestHolds) {
    EXPECT_EQ(in_force({}, false), std::nullopt);
    EXPECT_EQ(in_force(log_of({{"Viên", high}}), false), high);
    EXPECT_EQ(in_force(log_of({{"Viên", high}, {"Thư", low}}), false), low);
}

TEST(Rulings, TwoDifferentPeopleMustAgreeWherePolicySaysSo) {
    EXPECT_EQ(in_force(log_of({{"Viên", high}}), true), std::nullopt);
    EXPECT_EQ(in_force(log_of({{"Viên", high}, {"Viên", high}}), true), std::nullopt) << "one person twice";
    EXPECT_EQ(in_force(log_of({{"Viên", high}, {"Thư", high}}), true), high);
    EXPECT_EQ(in_force(log_of({{"Viên", high}, {"Thư", low}}), true), std::nullopt);
    EXPECT_EQ(in_force(log_of({{"Viên", high}, {"Thư", low}, {"Trưởng", high}}), true), high);
    EXPECT_EQ(in_force(log_of({{"Viên", high}, {"Thư", high}, {"Trưởng", low}}), true), std::nullopt)
        << "who objects later opens it again";
    EXPECT_EQ(in_force(log_of({{"Viên", high}, {"Viên", low}, {"Thư", high}}), true), std::nullopt)
        << "a person's own later ruling replaces the earlier";
}

// Source: rules.md "The words": technicians rule on nothing, observers change nothing.
TEST(Rulings, TechniciansObserversAndStrangersDoNotCount) {
    forms::Conference conference = make_conference();
    EXPECT_EQ(sort_rulings(conference, log_of({{"Kỹ", high}, {"Giám", high}, {"Ai", high}})), SortedRulings{});
    conference.policy.two_person = true;
    EXPECT_TRUE(sort_rulings(conference, log_of({{"Viên", high}, {"Kỹ", high}})).in_force.empty());
}

TEST(Count, PrintingsSayWhichSerialsAreOurs) {
    CaseState state;
    state.made.conference = the_conference;
    state.sheets = {sheet("a", 1, {row(1, omr::Decision::high), row(2, omr::Decision::low)})};
    const CaseDefinition definition{make_conference(), {one_page_layout()}};
    EXPECT_EQ(count(definition, state).tally.styles[0].scanned, 0);
    EXPECT_EQ(count(definition, state).pending().at(0).problem, Problem::never_printed);
    state.printings = {{style_a, {}, forms::BallotKind::official, {base::Serial{1}}}};
    EXPECT_EQ(count(definition, state).tally.styles[0].scanned, 1);
    EXPECT_EQ(count(definition, state).tally.styles[0].printed, 1);
    EXPECT_TRUE(count(definition, state).pending().empty());
    state.printings[0].kind = forms::BallotKind::test;
    EXPECT_EQ(count(definition, state).pending().at(0).problem, Problem::test_ballot);
}

}  // namespace
}  // namespace kiemphieu::station
