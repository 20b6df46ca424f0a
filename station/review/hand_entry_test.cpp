// Papers keyed in by two people, and rulings that a second person answers.
// Source: plan II.6.3; docs/adr/0021.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "station/review/audit.hpp"
#include "station/review/item_json.hpp"
#include "station/review/testing/acts_fixture.hpp"

namespace kiemphieu::station {
namespace {

using ::testing::HasSubstr;
using enum RulingValue;

class HandEntryTest : public ActsTest {
  protected:
    base::Expected<void, base::Failure> key_in(const ItemId& item, const Ruling& ruling, const char* who) {
        const std::vector<RulingGiven> entries{{item, ruling, who, ""}};
        return enter(*record_, definition_, entries);
    }
    static Ruling rows(RowVerdict first, RowVerdict second_row) {
        return {by_hand, {}, HandReading{{}, {}, {}, {{1, first}, {2, second_row}}}};
    }
    nlohmann::json waiting(const ItemId& id) {
        const Count open = now();
        for (const ReviewItem& item : open.pending()) {
            if (item.id == id) return nlohmann::json::parse(to_json(item, open, record_->state())).at("waiting");
        }
        return {};
    }
    int scanned() { return now().tally.styles[0].scanned; }
    int high_of_first() { return now().tally.styles[0].candidates[0].levels[0]; }

    const ItemId paper_ = PaperItem{base::Serial{3}, 1};
};

TEST_F(HandEntryTest, APaperCountsOnceTwoPeopleKeyedTheSame) {
    EXPECT_EQ(scanned(), 2);
    ok(key_in(paper_, rows(RowVerdict::high, RowVerdict::low), "Viên"));
    EXPECT_EQ(scanned(), 2) << "one person's word";
    EXPECT_EQ(waiting(paper_)["standing"], "awaits_second");
    EXPECT_FALSE(waiting(paper_)["rulings"][0].contains("hand")) << "the second person keys without seeing the first's";
    ok(key_in(paper_, rows(RowVerdict::high, RowVerdict::low), "Viên"));
    EXPECT_EQ(scanned(), 2) << "the same person again";
    ok(key_in(paper_, rows(RowVerdict::high, RowVerdict::low), "Thư"));
    EXPECT_EQ(scanned(), 3);
    EXPECT_EQ(high_of_first(), 2);
    EXPECT_TRUE(audit(definition_, record_->state()).empty());
}

TEST_F(HandEntryTest, DifferencesAreToldAndSettledByKeyingAgainOrByTheHead) {
    ok(key_in(paper_, rows(RowVerdict::high, RowVerdict::low), "Viên"));
    EXPECT_THAT(refusal(rule_one(paper_, rows(RowVerdict::high, RowVerdict::low), "Trưởng")), HasSubstr("two people"));
    ok(key_in(paper_, rows(RowVerdict::high, RowVerdict::none), "Thư"));
    EXPECT_EQ(waiting(paper_)["standing"], "disputed");
    EXPECT_EQ(waiting(paper_)["differing_rows"], nlohmann::json::array({2}));
    EXPECT_EQ(scanned(), 2);
    EXPECT_THAT(refusal(rule_one(paper_, rows(RowVerdict::high, RowVerdict::low), "Thư")), HasSubstr("two people"));
    ok(rule_one(paper_, rows(RowVerdict::high, RowVerdict::none), "Trưởng"));
    EXPECT_EQ(scanned(), 3) << "the head settled it";
    ok(key_in(paper_, rows(RowVerdict::double_mark, RowVerdict::none), "Viên"));
    EXPECT_EQ(scanned(), 2) << "and a later difference opens it again";
    ok(key_in(paper_, rows(RowVerdict::high, RowVerdict::none), "Viên"));
    EXPECT_EQ(scanned(), 3);
}

TEST_F(HandEntryTest, AWholeCountIsKeyedInWithoutAScanner) {
    for (const char* who : {"Viên", "Thư"}) {
        ok(rule_one(sheet_item("c"), {ignore, {}, {}}, who));
        ok(rule_one(row_item(2, 1), {none, {}, {}}, who));
        ok(key_in(paper_, rows(RowVerdict::crossed, RowVerdict::low), who));
        ok(key_in(StrayItem{style_a, 1}, {not_issued, {}, {}}, who));
    }
    declare_figures(3, 4);
    const StyleTally style = now().tally.styles[0];
    EXPECT_EQ(style.scanned, 4);
    EXPECT_EQ(style.invalid_ballots, 2) << "the struck name voids the ballot, and the stray paper is none";
    EXPECT_EQ(style.faults.at(BallotFault::no_code), 1);
}

TEST_F(HandEntryTest, AKeyedPaperThatIsAlsoScannedCountsOnce) {
    const ItemId scanned_paper = PaperItem{base::Serial{1}, 1};
    for (const char* who : {"Viên", "Thư"}) ok(key_in(scanned_paper, rows(RowVerdict::high, RowVerdict::low), who));
    EXPECT_EQ(scanned(), 2) << "the scan reads the same: the same paper";
    EXPECT_EQ(now().judgement.repeats.size(), 1U);
    for (const char* who : {"Viên", "Thư"}) ok(key_in(scanned_paper, rows(RowVerdict::low, RowVerdict::low), who));
    const auto* item = now().judgement.find(sheet_item("a"));
    ASSERT_NE(item, nullptr) << "the scan reads otherwise: people look";
    EXPECT_EQ(item->problem, Problem::second_copy);
}

TEST_F(HandEntryTest, AWrongPaperIsTakenBackByTwoPeople) {
    ok(key_in(paper_, rows(RowVerdict::high, RowVerdict::low), "Viên"));
    EXPECT_NE(now().judgement.find(paper_), nullptr);
    for (const char* who : {"Viên", "Thư"}) ok(key_in(paper_, {ignore, {}, {}}, who));
    EXPECT_EQ(scanned(), 2);
    EXPECT_FALSE(now().judgement.find(paper_)->pending());
}

TEST_F(HandEntryTest, WhatDoesNotFitIsRefused) {
    const Ruling both = rows(RowVerdict::high, RowVerdict::low);
    EXPECT_THAT(refusal(key_in(PaperItem{base::Serial{77}, 1}, both, "Viên")), HasSubstr("no such item"));
    EXPECT_THAT(refusal(key_in(PaperItem{base::Serial{3}, 2}, both, "Viên")), HasSubstr("no such item"));
    EXPECT_THAT(refusal(key_in(StrayItem{style_b, 1}, {not_issued, {}, {}}, "Viên")), HasSubstr("no such item"));
    EXPECT_THAT(refusal(key_in(paper_, {high, {}, {}}, "Viên")), HasSubstr("is keyed"));
    EXPECT_THAT(refusal(key_in(row_item(2, 1), {none, {}, {}}, "Viên")), HasSubstr("is keyed"));
    EXPECT_THAT(refusal(key_in(paper_, both, "Kỹ")), HasSubstr("may not rule"));
    const Ruling one_row{by_hand, {}, HandReading{{}, {}, {}, {{1, RowVerdict::high}}}};
    EXPECT_THAT(refusal(key_in(paper_, one_row, "Viên")), HasSubstr("every row"));
    EXPECT_TRUE(record_->state().rulings.empty());
}

TEST_F(HandEntryTest, ASecondPersonAgreesOrDisagreesAndTheHeadDecides) {
    definition_.conference.policy.two_person = true;
    const auto answer = [&](Answer what, const char* who, const char* why) {
        return second(*record_, definition_, {row_item(2, 1), what, who, why});
    };
    EXPECT_THAT(refusal(answer(Answer::agrees, "Thư", "")), HasSubstr("waits for no second"));
    ok(rule_one(row_item(2, 1), {high, {}, {}}, "Viên"));
    EXPECT_THAT(refusal(answer(Answer::agrees, "Viên", "")), HasSubstr("second person must"));
    EXPECT_THAT(refusal(answer(Answer::agrees, "Kỹ", "")), HasSubstr("may not rule"));
    EXPECT_THAT(refusal(answer(Answer::disagrees, "Thư", " ")), HasSubstr("reason"));
    ok(answer(Answer::disagrees, "Thư", "ô trống"));
    EXPECT_EQ(waiting(row_item(2, 1))["standing"], "disputed");
    ok(rule_one(row_item(2, 1), {none, {}, {}}, "Trưởng"));
    EXPECT_EQ(now().tally.styles[0].pending_rows, 0) << "disagreement goes to the head";
    EXPECT_EQ(high_of_first(), 1);

    ok(rule_one(row_item(1, 2), {double_mark, {}, {}}, "Viên"));
    ok(second(*record_, definition_, {row_item(1, 2), Answer::agrees, "Thư", ""}));
    EXPECT_EQ(now().tally.styles[0].candidates[1].invalid_by_reason[1], 1);
    EXPECT_EQ(record_->state().answers.size(), 2U);
}

TEST_F(HandEntryTest, AKeyedPaperIsNotAgreedToUnseen) {
    ok(key_in(paper_, rows(RowVerdict::high, RowVerdict::low), "Viên"));
    EXPECT_THAT(refusal(second(*record_, definition_, {paper_, Answer::agrees, "Thư", ""})),
                HasSubstr("keys it from the paper"));
}

}  // namespace
}  // namespace kiemphieu::station
