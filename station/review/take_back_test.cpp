// Words taken back: what stands afterwards is what the others said.

#include <algorithm>

#include "station/review/testing/acts_fixture.hpp"

namespace kiemphieu::station {
namespace {

class TakeBackTest : public ActsTest {
  protected:
    base::Expected<void, base::Failure> back(const ItemId& item, const char* who) {
        return take_back(*record_, definition_, {item, who, ""});
    }
    std::optional<RulingValue> in_force(const ItemId& item) {
        const Count count = now();
        const auto found = count.rulings.in_force.find(item);
        return found == count.rulings.in_force.end() ? std::nullopt : std::optional(found->second.value);
    }
    const ItemId row_ = row_item(2, 1);
};

TEST_F(TakeBackTest, ALoneRulingTakenBackLeavesTheItemPending) {
    ok(rule_one(row_, {RulingValue::none, {}, {}}));
    EXPECT_EQ(in_force(row_), RulingValue::none);
    ok(back(row_, "Viên"));
    EXPECT_EQ(in_force(row_), std::nullopt);
    const Count count = now();
    EXPECT_FALSE(count.rulings.waiting.contains(row_)) << "it waits for a ruling, not for a second person";
    EXPECT_TRUE(count.judgement.find(row_)->pending());
    EXPECT_EQ(refusal(back(row_, "Viên")), "Viên has said nothing of it that could be taken back");
}

TEST_F(TakeBackTest, WhatAnotherRuledBeforeStandsAgain) {
    ok(rule_one(row_, {RulingValue::none, {}, {}}, "Viên"));
    ok(rule_one(row_, {RulingValue::high, {}, {}}, "Thư"));
    EXPECT_EQ(in_force(row_), RulingValue::high);
    ok(back(row_, "Thư"));
    EXPECT_EQ(in_force(row_), RulingValue::none);
}

TEST_F(TakeBackTest, OnlyOnesOwnWordAndOnlyByThoseWhoRule) {
    ok(rule_one(row_, {RulingValue::none, {}, {}}, "Viên"));
    EXPECT_NE(refusal(back(row_, "Thư")).find("has said nothing of it"), std::string::npos);
    for (const char* who : {"Kỹ", "Giám", "Ai"}) {
        EXPECT_NE(refusal(back(row_, who)).find("may not rule"), std::string::npos) << who;
    }
    EXPECT_EQ(in_force(row_), RulingValue::none);
}

TEST_F(TakeBackTest, UnderTwoPeopleTheFirstWaitsAgainWhenTheSecondTakesBack) {
    definition_.conference.policy.two_person = true;
    ok(rule_one(row_, {RulingValue::none, {}, {}}, "Viên"));
    ok(second(*record_, definition_, {row_, Answer::agrees, "Thư", ""}));
    EXPECT_EQ(in_force(row_), RulingValue::none);
    ok(back(row_, "Thư"));
    const Count count = now();
    ASSERT_TRUE(count.rulings.waiting.contains(row_));
    EXPECT_EQ(count.rulings.waiting.at(row_).standing, OpenRuling::Standing::awaits_second);
    EXPECT_EQ(count.rulings.waiting.at(row_).voices.size(), 1U);
}

TEST_F(TakeBackTest, ADisputeEndsWhenOneSideTakesBack) {
    definition_.conference.policy.two_person = true;
    ok(rule_one(row_, {RulingValue::none, {}, {}}, "Viên"));
    ok(rule_one(row_, {RulingValue::high, {}, {}}, "Thư"));
    EXPECT_EQ(now().rulings.waiting.at(row_).standing, OpenRuling::Standing::disputed);
    ok(back(row_, "Thư"));
    EXPECT_EQ(now().rulings.waiting.at(row_).standing, OpenRuling::Standing::awaits_second);
}

TEST_F(TakeBackTest, AfterTheConfirmationNothingIsTakenBack) {
    settle_all();
    ok(confirm(*record_, definition_, "Trưởng"));
    ok(back(row_, "Viên"));
    EXPECT_TRUE(record_->state().confirmations.empty()) << "one confirmation alone is taken back with it";
    ok(rule_one(row_, {RulingValue::none, {}, {}}));
    ok(confirm(*record_, definition_, "Trưởng"));
    ok(confirm(*record_, definition_, "Thư"));
    EXPECT_NE(refusal(back(row_, "Viên")).find("frozen"), std::string::npos);
}

TEST_F(TakeBackTest, TheRecordReadsBackTheSame) {
    ok(rule_one(row_, {RulingValue::none, {}, {}}));
    ok(back(row_, "Viên"));
    const SortedRulings before = now().rulings;
    record_.reset();
    record_.emplace(Record::open(folder_).value());
    EXPECT_EQ(now().rulings, before);
    ASSERT_EQ(record_->state().withdrawals.size(), 1U);
    EXPECT_EQ(record_->state().withdrawals.front().given, (TakenBack{row_, "Viên", ""}));
}

TEST_F(TakeBackTest, TheDaysAttendanceDecidesTheQuorum) {
    Declared declared;
    declared.figures.style = style_a;
    declared.figures.issued = declared.figures.collected = 3;
    declared.figures.summoned = 60;
    declared.figures.present = 39;
    ok(declare(*record_, definition_, declared));
    const ItemId quorum = FiguresItem{style_a, FigureCheck::quorum, 60, 39};
    const Count count = now();
    EXPECT_NE(std::ranges::find(count.tally.items, quorum, &ReviewItem::id), count.tally.items.end());
    declared.figures.present = 40;
    ok(declare(*record_, definition_, declared));
    EXPECT_TRUE(std::ranges::none_of(now().tally.items,
                                     [](const ReviewItem& item) { return item.problem == Problem::quorum; }));
    declared.figures.present = 61;
    EXPECT_NE(refusal(declare(*record_, definition_, declared)).find("more than those summoned"), std::string::npos);
}

}  // namespace
}  // namespace kiemphieu::station
