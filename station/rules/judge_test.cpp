// Source: plan II.6.3, and rules.md "One ballot": every clause has a case.
#include "station/rules/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using namespace testing;
using omr::Decision;
using omr::NameCrossed;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using V = RowVerdict;

Ruling ruled(RulingValue value) {
    return {value, {}, {}};
}

Ruling by_hand(std::map<int, V> rows, std::optional<base::Serial> serial = {},
               std::optional<base::StyleId> style = {}) {
    return {RulingValue::by_hand, {}, HandReading{style, serial, {}, std::move(rows)}};
}

std::vector<ItemId> pending(const Judgement& judgement) {
    std::vector<ItemId> ids;
    for (const ReviewItem& item : judgement.items) {
        if (item.pending()) ids.push_back(item.id);
    }
    return ids;
}

Judgement judge_sheets(const std::vector<AcceptedSheet>& sheets, const Rulings& rulings = {},
                       forms::CrossedNameRule rule = forms::CrossedNameRule::ballot) {
    CaseFacts facts = make_facts();
    facts.crossed_name = rule;
    return judge(facts, sheets, rulings);
}

TEST(Judge, AClearMarkAloneCounts) {
    const auto judgement = judge_sheets({sheet("a", 1, {row(1, Decision::high), row(2, Decision::low)})});
    ASSERT_THAT(judgement.ballots, SizeIs(1));
    EXPECT_THAT(judgement.ballots.at(0).rows, ElementsAre(V::high, V::low));
    EXPECT_THAT(judgement.items, IsEmpty());
}

TEST(Judge, NoneDoubleTripleAndUnsureWaitAndCountAsRuled) {
    for (const Decision decision : {Decision::none, Decision::double_mark, Decision::triple_mark, Decision::review}) {
        const std::vector sheets{sheet("a", 1, {row(1, decision), row(2, Decision::low)})};
        const auto open = judge_sheets(sheets);
        EXPECT_THAT(open.ballots.at(0).rows, ElementsAre(V::pending, V::low));
        EXPECT_THAT(pending(open), ElementsAre(row_item(1, 1)));
        for (const V verdict : {V::high, V::confidence, V::low, V::none, V::double_mark, V::triple_mark}) {
            const Rulings rulings{{row_item(1, 1), ruled(*parse_ruling_value(name_of(verdict)))}};
            const auto settled = judge_sheets(sheets, rulings);
            EXPECT_THAT(settled.ballots.at(0).rows, ElementsAre(verdict, V::low));
            EXPECT_THAT(pending(settled), IsEmpty());
            EXPECT_EQ(settled.ballots.at(0).rows_ruled, 1);
        }
    }
}

TEST(Judge, ARulingOfAClearRowHolds) {
    const std::vector sheets{sheet("a", 1, {row(1, Decision::high), row(2, Decision::low)})};
    const auto judgement = judge_sheets(sheets, {{row_item(1, 1), ruled(RulingValue::confidence)}});
    EXPECT_THAT(judgement.ballots.at(0).rows, ElementsAre(V::confidence, V::low));
    ASSERT_NE(judgement.find(row_item(1, 1)), nullptr);
    EXPECT_EQ(judgement.find(row_item(1, 1))->problem, Problem::row_ruled);
}

TEST(Judge, AStruckNameVoidsTheBallotByDefault) {
    const std::vector sheets{sheet("a", 1, {row(1, Decision::high, NameCrossed::yes), row(2, Decision::low)})};
    const auto open = judge_sheets(sheets);
    EXPECT_THAT(open.ballots.at(0).rows, ElementsAre(V::pending, V::pending)) << "the whole ballot hangs on the ruling";
    EXPECT_THAT(pending(open), ElementsAre(row_item(1, 1)));
    EXPECT_EQ(open.items.at(0).proposal, RulingValue::crossed);
    const auto crossed = judge_sheets(sheets, {{row_item(1, 1), ruled(RulingValue::crossed)}});
    EXPECT_EQ(crossed.ballots.at(0).fault, BallotFault::crossed_name);
    EXPECT_THAT(crossed.ballots.at(0).rows, ElementsAre(V::ballot, V::ballot));
    const auto not_crossed = judge_sheets(sheets, {{row_item(1, 1), ruled(RulingValue::not_crossed)}});
    EXPECT_EQ(not_crossed.ballots.at(0).fault, std::nullopt);
    EXPECT_THAT(not_crossed.ballots.at(0).rows, ElementsAre(V::high, V::low));
}

TEST(Judge, AStruckNameVoidsOnlyTheRowWhereThePolicySaysSo) {
    const std::vector sheets{sheet("a", 1, {row(1, Decision::high, NameCrossed::review), row(2, Decision::low)})};
    const auto rule = forms::CrossedNameRule::row;
    EXPECT_THAT(judge_sheets(sheets, {}, rule).ballots.at(0).rows, ElementsAre(V::pending, V::low));
    const auto crossed = judge_sheets(sheets, {{row_item(1, 1), ruled(RulingValue::crossed)}}, rule);
    EXPECT_EQ(crossed.ballots.at(0).fault, std::nullopt);
    EXPECT_THAT(crossed.ballots.at(0).rows, ElementsAre(V::crossed, V::low));
}

TEST(Judge, NotCrossedLeavesUnsureMarksOpen) {
    const std::vector sheets{sheet("a", 1, {row(1, Decision::review, NameCrossed::review), row(2, Decision::low)})};
    const auto judgement = judge_sheets(sheets, {{row_item(1, 1), ruled(RulingValue::not_crossed)}});
    EXPECT_THAT(judgement.ballots.at(0).rows, ElementsAre(V::pending, V::low));
    EXPECT_EQ(judgement.items.at(0).problem, Problem::row_unsure);
}

TEST(Judge, PaperThatWasNotIssuedIsAnInvalidBallotOnceRuled) {
    auto forged = sheet("forged", 1, {row(1, Decision::high), row(2, Decision::high)});
    forged.reading.authentic = false;
    auto unproven = forged;
    unproven.reading.authentic = std::nullopt;
    auto stranger = sheet("stranger", 1, {});
    stranger.reading.code->conference = base::ConferenceId{1};
    auto never_printed = sheet("never", 99, {});
    never_printed.reading.code->serial = base::Serial{5000};
    auto wrong_style = sheet("style", 1, {});
    wrong_style.reading.code->style = style_b;
    auto rehearsal = sheet("test", 1, {});
    rehearsal.reading.code->kind = forms::BallotKind::test;
    const std::vector<std::tuple<AcceptedSheet, Problem, BallotFault>> cases{
        {forged, Problem::not_authentic, BallotFault::not_authentic},
        {unproven, Problem::not_authentic, BallotFault::not_authentic},
        {stranger, Problem::other_conference, BallotFault::other_conference},
        {never_printed, Problem::never_printed, BallotFault::never_printed},
        {wrong_style, Problem::never_printed, BallotFault::never_printed},
        {rehearsal, Problem::test_ballot, BallotFault::test_ballot}};
    for (const auto& [paper, problem, fault] : cases) {
        const ItemId id = item_of(paper.key);
        const auto open = judge_sheets({paper});
        EXPECT_THAT(open.ballots, IsEmpty()) << paper.file;
        ASSERT_THAT(pending(open), ElementsAre(id)) << paper.file;
        EXPECT_EQ(open.items.at(0).problem, problem) << paper.file;
        const auto settled = judge_sheets({paper}, {{id, ruled(RulingValue::not_issued)}});
        ASSERT_THAT(settled.ballots, SizeIs(1)) << paper.file;
        EXPECT_EQ(settled.ballots.at(0).fault, fault) << paper.file;
        EXPECT_THAT(settled.ballots.at(0).rows, ::testing::Each(V::ballot)) << paper.file;
        const auto ignored = judge_sheets({paper}, {{id, ruled(RulingValue::ignore)}});
        EXPECT_THAT(ignored.ballots, IsEmpty()) << paper.file;
        EXPECT_THAT(pending(ignored), IsEmpty()) << paper.file;
        EXPECT_EQ(ignored.ignored_sheets, 1) << paper.file;
    }
}

TEST(Judge, PaperThatTellsNoStyleNeedsOneInTheRuling) {
    const std::vector sheets{unreadable("x", omr::UnreadableReason::no_code)};
    EXPECT_THAT(pending(judge_sheets(sheets, {{sheet_item("x"), ruled(RulingValue::not_issued)}})), SizeIs(1));
    const auto settled = judge_sheets(sheets, {{sheet_item("x"), {RulingValue::not_issued, style_b, {}}}});
    EXPECT_THAT(pending(settled), IsEmpty());
    EXPECT_EQ(settled.ballots.at(0).style, style_b);
    EXPECT_EQ(settled.ballots.at(0).fault, BallotFault::no_code);
}

TEST(Judge, SheetsOfOneStrangeBallotCountOnce) {
    auto first = sheet("f1", 101, {}, 1);
    auto second = sheet("f2", 101, {}, 2);
    auto again = sheet("f3", 101, {}, 2);
    for (auto* paper : {&first, &second, &again}) paper->reading.authentic = false;
    const auto not_issued = ruled(RulingValue::not_issued);
    const auto judgement =
        judge_sheets({first, second, again},
                     {{sheet_item("f1"), not_issued}, {sheet_item("f2"), not_issued}, {sheet_item("f3"), not_issued}});
    EXPECT_THAT(judgement.ballots, SizeIs(2));
}

TEST(Judge, ASecondCopyInTheSameBatchIsForPeople) {
    const std::vector sheets{sheet("a", 1, {row(1, Decision::high), row(2, Decision::low)}),
                             sheet("copy", 1, {row(1, Decision::high), row(2, Decision::low)})};
    const auto open = judge_sheets(sheets);
    EXPECT_THAT(pending(open), ElementsAre(sheet_item("copy")));
    EXPECT_EQ(open.items.at(0).counted_sheet, key("a"));
    EXPECT_THAT(open.ballots, SizeIs(1));
    const auto settled = judge_sheets(sheets, {{sheet_item("copy"), ruled(RulingValue::not_issued)}});
    ASSERT_THAT(settled.ballots, SizeIs(2));
    EXPECT_EQ(settled.ballots.at(0).fault, BallotFault::second_copy);
    EXPECT_THAT(settled.ballots.at(1).rows, ElementsAre(V::high, V::low));
    const auto ignored = judge_sheets(sheets, {{sheet_item("copy"), ruled(RulingValue::ignore)}});
    EXPECT_THAT(ignored.ballots, SizeIs(1));
}

TEST(Judge, TheSamePaperInAnotherBatchIsARepeat) {
    const auto judgement = judge_sheets({sheet("a", 1, {row(1, Decision::high), row(2, Decision::review)}),
                                         sheet("again", 1, {row(1, Decision::high), row(2, Decision::review)}, 1, 2)});
    EXPECT_EQ(judgement.repeats.size(), 1U);
    EXPECT_THAT(judgement.ballots, SizeIs(1));
    EXPECT_THAT(pending(judgement), ElementsAre(row_item(1, 2)));
}

TEST(Judge, ADifferingScanInAnotherBatchHoldsItsRowsBack) {
    const std::vector sheets{sheet("a", 1, {row(1, Decision::high), row(2, Decision::low)}),
                             sheet("b", 1, {row(1, Decision::high), row(2, Decision::high)}, 1, 2)};
    const auto open = judge_sheets(sheets);
    EXPECT_THAT(pending(open), ElementsAre(sheet_item("b")));
    EXPECT_THAT(open.ballots.at(0).rows, ElementsAre(V::high, V::pending));
    // Ignored as the same paper, the machine has read it two ways: the row itself is now for people.
    const auto ignored = judge_sheets(sheets, {{sheet_item("b"), ruled(RulingValue::ignore)}});
    EXPECT_THAT(pending(ignored), ElementsAre(row_item(1, 2)));
    EXPECT_THAT(ignored.ballots.at(0).rows, ElementsAre(V::high, V::pending));
}

TEST(Judge, AnUnreadableScanIsReplacedByAGoodOneOfAnotherBatch) {
    auto bad = sheet("bad", 1, {});
    bad.reading.status = omr::PageStatus::unreadable;
    bad.reading.reason = omr::UnreadableReason::cut_off;
    EXPECT_THAT(pending(judge_sheets({bad})), ElementsAre(sheet_item("bad")));
    const auto judgement = judge_sheets({bad, sheet("good", 1, {row(1, Decision::high), row(2, Decision::low)}, 1, 2)});
    EXPECT_THAT(pending(judgement), IsEmpty());
    EXPECT_THAT(judgement.ballots.at(0).rows, ElementsAre(V::high, V::low));
}

TEST(Judge, ASheetReadByHandCounts) {
    const std::vector sheets{unreadable("x", omr::UnreadableReason::damaged_image)};
    const std::map<int, V> rows{{1, V::high}, {2, V::none}};
    const auto with_serial = judge_sheets(sheets, {{sheet_item("x"), by_hand(rows, base::Serial{1})}});
    EXPECT_EQ(with_serial.ballots.at(0).serial, base::Serial{1});
    EXPECT_THAT(with_serial.ballots.at(0).rows, ElementsAre(V::high, V::none));
    EXPECT_THAT(pending(with_serial), IsEmpty());
    const auto loose = judge_sheets(sheets, {{sheet_item("x"), by_hand(rows, {}, style_a)}});
    EXPECT_EQ(loose.ballots.at(0).serial, std::nullopt);
    EXPECT_THAT(loose.ballots.at(0).rows, ElementsAre(V::high, V::none));
    const auto row_short = judge_sheets(sheets, {{sheet_item("x"), by_hand({{1, V::high}}, base::Serial{1})}});
    EXPECT_THAT(pending(row_short), SizeIs(1)) << "a row is missing";
    const auto unknown = judge_sheets(sheets, {{sheet_item("x"), by_hand(rows, base::Serial{5000})}});
    EXPECT_THAT(pending(unknown), SizeIs(1)) << "no such ballot was printed";
}

TEST(Judge, AHandReadBallotScannedAgainIsNotCountedTwice) {
    const std::vector sheets{unreadable("x", omr::UnreadableReason::damaged_image),
                             sheet("good", 1, {row(1, Decision::high), row(2, Decision::low)}, 1, 2)};
    const auto same = judge_sheets(sheets, {{sheet_item("x"), by_hand({{1, V::high}, {2, V::low}}, base::Serial{1})}});
    EXPECT_THAT(same.ballots, SizeIs(1));
    EXPECT_THAT(pending(same), IsEmpty());
    const auto other =
        judge_sheets(sheets, {{sheet_item("x"), by_hand({{1, V::high}, {2, V::high}}, base::Serial{1})}});
    EXPECT_THAT(other.ballots, SizeIs(1));
    EXPECT_THAT(pending(other), ElementsAre(sheet_item("good")));
}

TEST(Judge, AMissingSheetWaitsAndIsRuled) {
    const std::vector sheets{sheet("a", 101, {row(1, Decision::high), row(2, Decision::low)})};
    const ItemId missing = MissingItem{base::Serial{101}, 2};
    const auto open = judge_sheets(sheets);
    EXPECT_THAT(pending(open), ElementsAre(missing));
    EXPECT_THAT(open.ballots.at(0).rows, ElementsAre(V::high, V::low, V::pending));
    const auto none = judge_sheets(sheets, {{missing, ruled(RulingValue::none)}});
    EXPECT_THAT(none.ballots.at(0).rows, ElementsAre(V::high, V::low, V::none));
    const auto read = judge_sheets(sheets, {{missing, by_hand({{3, V::high}})}});
    EXPECT_THAT(read.ballots.at(0).rows, ElementsAre(V::high, V::low, V::high));
    EXPECT_THAT(pending(judge_sheets(sheets, {{missing, by_hand({{2, V::high}})}})), SizeIs(1));
    const auto both = judge_sheets({sheets[0], sheet("b", 101, {row(3, Decision::confidence)}, 2)});
    EXPECT_THAT(both.ballots.at(0).rows, ElementsAre(V::high, V::low, V::confidence));
    EXPECT_THAT(pending(both), IsEmpty());
}

TEST(Judge, AnAddedNameIsNotedAndTheRowsCount) {
    auto paper = sheet("a", 1, {row(1, Decision::high), row(2, Decision::low)});
    paper.reading.flags = {omr::Flag::write_in};
    const ItemId id = WriteInItem{base::Serial{1}, 1};
    const auto open = judge_sheets({paper});
    EXPECT_THAT(pending(open), ElementsAre(id));
    EXPECT_THAT(open.ballots.at(0).rows, ElementsAre(V::high, V::low));
    EXPECT_EQ(judge_sheets({paper}, {{id, ruled(RulingValue::noted)}}).write_ins, 1);
    const auto nothing = judge_sheets({paper}, {{id, ruled(RulingValue::nothing)}});
    EXPECT_EQ(nothing.write_ins, 0);
    EXPECT_THAT(pending(nothing), IsEmpty());
}

TEST(Judge, AMissingSealHoldsTheBallotOnlyWhereRequired) {
    auto paper = sheet("a", 1, {row(1, Decision::high), row(2, Decision::low)});
    paper.reading.flags = {omr::Flag::seal_missing};
    EXPECT_THAT(judge_sheets({paper}).items, IsEmpty());
    CaseFacts facts = make_facts();
    facts.seal = forms::SealRule::require;
    const std::vector sheets{paper};
    EXPECT_THAT(judge(facts, sheets, {}).ballots.at(0).rows, ElementsAre(V::pending, V::pending));
    EXPECT_THAT(judge(facts, sheets, {{sheet_item("a"), ruled(RulingValue::issued)}}).ballots.at(0).rows,
                ElementsAre(V::high, V::low));
    const auto foreign = judge(facts, sheets, {{sheet_item("a"), ruled(RulingValue::not_issued)}});
    EXPECT_EQ(foreign.ballots.at(0).fault, BallotFault::seal_missing);
}

// A sheet that another was drawn in with may hide a ballot: it waits until people looked, or until it came alone.
TEST(Judge, ASheetDrawnInWithAnotherWaitsForPeople) {
    auto together = sheet("a", 1, {row(1, Decision::high), row(2, Decision::low)});
    together.reading.flags = {omr::Flag::double_feed};
    const auto held = judge_sheets({together});
    EXPECT_EQ(held.items.at(0).problem, Problem::double_feed);
    EXPECT_THAT(held.ballots.at(0).rows, ElementsAre(V::pending, V::pending));
    const auto looked_at = judge_sheets({together}, {{sheet_item("a"), ruled(RulingValue::issued)}});
    EXPECT_THAT(looked_at.ballots.at(0).rows, ElementsAre(V::high, V::low));
    auto alone = sheet("b", 1, {row(1, Decision::high), row(2, Decision::low)});
    alone.batch = BatchId{2};
    const auto fed_again = judge_sheets({together, alone});
    EXPECT_THAT(pending(fed_again), IsEmpty());
    EXPECT_EQ(fed_again.ballots.size(), 1U);
    EXPECT_THAT(fed_again.ballots.at(0).rows, ElementsAre(V::high, V::low));
}

TEST(Judge, BlankSidesAreNotedOnly) {
    AcceptedSheet blank{key("blank"), BatchId{1}, "blank.jpg", {}};
    blank.reading.status = omr::PageStatus::blank;
    const auto judgement = judge_sheets({blank});
    EXPECT_EQ(judgement.blank_sides, 1);
    EXPECT_THAT(judgement.items, IsEmpty());
}

}  // namespace
}  // namespace kiemphieu::station
