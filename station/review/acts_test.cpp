#include "station/review/acts.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "station/review/audit.hpp"
#include "station/review/item_json.hpp"
#include "station/review/testing/acts_fixture.hpp"

namespace kiemphieu::station {
namespace {

using omr::Decision;
using ::testing::HasSubstr;

TEST_F(ActsTest, RulingsSettleItemsAndAreLogged) {
    EXPECT_EQ(now().pending().size(), 3U) << "a row, a sheet, and two ballots where three were collected";
    settle_all();
    EXPECT_TRUE(now().tally.complete()) << what_is_open(now().tally);
    EXPECT_EQ(record_->state().rulings.size(), 2U);
    ok(rule_one(row_item(2, 1), {RulingValue::high, {}, {}}, " Thư "));
    EXPECT_EQ(record_->state().rulings.size(), 3U) << "added, not edited";
    EXPECT_EQ(record_->state().rulings.back().given.who, "Thư");
    EXPECT_EQ(now().tally.styles[0].candidates[0].levels[0], 2);
}

TEST_F(ActsTest, OnlyTheCommitteeRules) {
    for (const char* who : {"Kỹ", "Giám"}) {
        EXPECT_THAT(refusal(rule_one(row_item(2, 1), {RulingValue::none, {}, {}}, who)), HasSubstr("may not rule"));
    }
    EXPECT_THAT(refusal(rule_one(row_item(2, 1), {RulingValue::none, {}, {}}, "Ai đó")), HasSubstr("nobody"));
    EXPECT_TRUE(record_->state().rulings.empty());
}

TEST_F(ActsTest, RulingsMustFitTheirItem) {
    EXPECT_THAT(refusal(rule_one(row_item(9, 1), {RulingValue::none, {}, {}})), HasSubstr("no such item"));
    EXPECT_THAT(refusal(rule_one(row_item(1, 3), {RulingValue::none, {}, {}})), HasSubstr("no such item"));
    EXPECT_THAT(refusal(rule_one(sheet_item("zzz"), {RulingValue::ignore, {}, {}})), HasSubstr("no such item"));
    EXPECT_THAT(refusal(rule_one(row_item(2, 1), {RulingValue::ignore, {}, {}})), HasSubstr("expected one of"));
    EXPECT_THAT(refusal(rule_one(sheet_item("c"), {RulingValue::by_hand, {}, {}})), HasSubstr("reading by hand"));
    const HandReading one_row{style_a, {}, {}, {{1, RowVerdict::high}}};
    EXPECT_THAT(refusal(rule_one(sheet_item("c"), {RulingValue::by_hand, {}, one_row})), HasSubstr("every row"));
    const HandReading strange{{}, base::Serial{77}, {}, {{1, RowVerdict::high}, {2, RowVerdict::low}}};
    EXPECT_THAT(refusal(rule_one(sheet_item("c"), {RulingValue::by_hand, {}, strange})), HasSubstr("printed ballot"));
    const HandReading whole{{}, base::Serial{3}, {}, {{1, RowVerdict::high}, {2, RowVerdict::low}}};
    ok(rule_one(sheet_item("c"), {RulingValue::by_hand, {}, whole}));
    EXPECT_EQ(now().tally.styles[0].scanned, 3);
    EXPECT_THAT(refusal(rule_one(row_item(3, 1), {RulingValue::low, {}, {}})), HasSubstr("read by hand"));
}

TEST_F(ActsTest, PeopleMayRuleOnWhatTheMachineCounted) {
    ok(rule_one(row_item(1, 1), {RulingValue::double_mark, {}, {}}, "Trưởng", "hai dấu"));
    EXPECT_EQ(now().tally.styles[0].candidates[0].invalid, 1);
    ok(rule_one(sheet_item("a"), {RulingValue::not_issued, {}, {}}));
    EXPECT_EQ(now().tally.styles[0].invalid_ballots, 1);
    ok(rule_one(sheet_item("a"), {RulingValue::issued, {}, {}}));
    EXPECT_EQ(now().tally.styles[0].invalid_ballots, 0) << "taken back";
}

TEST_F(ActsTest, SeveralRulingsAreTakenAllOrNone) {
    const std::vector<RulingGiven> rulings{{row_item(2, 1), {RulingValue::none, {}, {}}, "Viên", ""},
                                           {row_item(99, 1), {RulingValue::none, {}, {}}, "Viên", ""}};
    const auto outcome = rule(*record_, definition_, rulings);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().place, to_string(row_item(99, 1)));
    EXPECT_TRUE(record_->state().rulings.empty());
}

TEST_F(ActsTest, FiguresAreAcceptedOnlyWithAReason) {
    settle_all();
    declare_figures(5, 4);
    const ItemId differs = FiguresItem{style_a, FigureCheck::scanned_differs, 4, 3};
    EXPECT_THAT(refusal(confirm(*record_, definition_, "Trưởng")), HasSubstr("4 ballots collected and 3 scanned"));
    EXPECT_THAT(refusal(rule_one(differs, {RulingValue::accepted, {}, {}}, "Trưởng", " ")), HasSubstr("reason"));
    ok(rule_one(differs, {RulingValue::accepted, {}, {}}, "Trưởng", "đếm nhầm khi mở hòm"));
    EXPECT_TRUE(now().tally.complete());
}

TEST_F(ActsTest, ConfirmingNeedsNothingOpenAndBothSignatures) {
    EXPECT_THAT(refusal(confirm(*record_, definition_, "Trưởng")), HasSubstr("items wait"));
    settle_all();
    EXPECT_THAT(refusal(confirm(*record_, definition_, "Viên")), HasSubstr("only head and secretary"));
    ok(confirm(*record_, definition_, "Trưởng"));
    EXPECT_EQ(now().finality, Finality::provisional);
    EXPECT_THAT(refusal(confirm(*record_, definition_, "Trưởng")), HasSubstr("already"));
    ok(confirm(*record_, definition_, "Thư"));
    EXPECT_EQ(now().finality, Finality::confirmed);
    EXPECT_EQ(record_->state().confirmations[0].figures, now().figures_digest());
    EXPECT_THAT(refusal(rule_one(row_item(2, 1), {RulingValue::high, {}, {}})), HasSubstr("frozen"));
    EXPECT_THAT(refusal(reopen(*record_, definition_, "Viên", "x")), HasSubstr("only head and secretary"));
    EXPECT_THAT(refusal(reopen(*record_, definition_, "Thư", "")), HasSubstr("reason"));
    ok(reopen(*record_, definition_, "Thư", "khiếu nại"));
    EXPECT_EQ(now().finality, Finality::provisional);
    ok(rule_one(row_item(2, 1), {RulingValue::high, {}, {}}));
}

TEST_F(ActsTest, AnAuditFindsWhatWasNotTheirsToDo) {
    settle_all();
    ok(confirm(*record_, definition_, "Trưởng"));
    ok(confirm(*record_, definition_, "Thư"));
    EXPECT_TRUE(audit(definition_, record_->state()).empty());
    definition_.conference.policy.crossed_name = forms::CrossedNameRule::row;
    EXPECT_TRUE(audit(definition_, record_->state()).empty()) << "no name was struck, so the figures are the same";
    CaseState forged = record_->state();
    forged.confirmations[0].figures[0] ^= 1;
    EXPECT_EQ(audit(definition_, forged).size(), 1U);
    forged = record_->state();
    forged.rulings.edit()[0].given.who = "Kỹ";
    EXPECT_EQ(audit(definition_, forged).size(), 4U)
        << "the ruling, the open item, and two confirmations of other figures";
    forged = record_->state();
    forged.confirmations[0].who = "Viên";
    EXPECT_EQ(audit(definition_, forged).size(), 1U);
}

TEST_F(ActsTest, DeclaringChecksStyleFiguresAndPerson) {
    Declared declared;
    declared.figures.style = style_b;
    EXPECT_THAT(refusal(declare(*record_, definition_, declared)), HasSubstr("no style"));
    declared.figures.style = style_a;
    declared.figures.collected = -1;
    EXPECT_THAT(refusal(declare(*record_, definition_, declared)), HasSubstr("0 or more"));
    declared.figures.collected = 3;
    declared.who = "Kỹ";
    EXPECT_THAT(refusal(declare(*record_, definition_, declared)), HasSubstr("nobody"));
    EXPECT_EQ(record_->state().declarations.at(style_a).collected, 3);
}

TEST_F(ActsTest, ItemsAreListedWithWhatPeopleNeed) {
    definition_.conference.policy.two_person = true;
    ok(rule_one(row_item(2, 1), {RulingValue::none, {}, {}}, "Viên"));
    const Count open = now();
    std::vector<nlohmann::json> lines;
    for (const ReviewItem& item : open.pending()) {
        lines.push_back(nlohmann::json::parse(to_json(item, open, record_->state())));
    }
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0]["item"], "row:0000000000000002:1");
    EXPECT_EQ(lines[0]["problem"], "row_none");
    EXPECT_EQ(lines[0]["file"], "b.jpg");
    EXPECT_EQ(lines[0]["reading"]["decision"], "none");
    EXPECT_EQ(lines[0]["proposal"], "none");
    EXPECT_EQ(lines[0]["choices"].size(), 8U);
    EXPECT_EQ(lines[0]["waiting"]["standing"], "awaits_second");
    EXPECT_EQ(lines[0]["waiting"]["rulings"][0]["who"], "Viên");
    EXPECT_EQ(lines[1]["problem"], "no_code");
    EXPECT_EQ(lines[1]["reason"], "no_code");
    EXPECT_EQ(lines[1]["image"], base::to_hex(key("c").image));
    EXPECT_EQ(lines[2]["item"], "figures:A:scanned_differs:3:2");
}

TEST_F(ActsTest, TwoPersonPolicyHoldsItemsOpenUntilASecondAgrees) {
    definition_.conference.policy.two_person = true;
    ok(rule_one(row_item(2, 1), {RulingValue::none, {}, {}}, "Viên"));
    EXPECT_TRUE(now().rulings.waiting.contains(row_item(2, 1)));
    EXPECT_EQ(now().tally.styles[0].pending_rows, 1);
    ok(rule_one(row_item(2, 1), {RulingValue::none, {}, {}}, "Thư"));
    EXPECT_EQ(now().tally.styles[0].pending_rows, 0);
}

}  // namespace
}  // namespace kiemphieu::station
