#include "station/tally/tally.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using namespace testing;
using omr::Decision;
using ::testing::ElementsAre;

constexpr auto high = Decision::high;
constexpr auto low = Decision::low;

Tally count(const std::vector<AcceptedSheet>& sheets, const Declarations& declarations, const Rulings& rulings = {},
            const forms::Conference& conference = make_conference()) {
    const CaseFacts facts = make_facts();
    return tally(conference, facts, declarations, judge(facts, sheets, rulings), rulings);
}

/// 19 high, 2 confidence, 25 low and one unmarked row for number 1: a published result of 47 ballots.
std::vector<AcceptedSheet> published_ballots() {
    std::vector<AcceptedSheet> sheets;
    for (std::uint64_t serial = 1; serial <= 47; ++serial) {
        const Decision decision = serial <= 19   ? Decision::high
                                  : serial <= 21 ? Decision::confidence
                                  : serial <= 46 ? Decision::low
                                                 : Decision::none;
        sheets.push_back(sheet("s" + std::to_string(serial), serial, {row(1, decision), row(2, high)}));
    }
    return sheets;
}

Declarations declared(int issued, int collected) {
    return {{style_a, {style_a, issued, collected, {}, {}}}, {style_b, {style_b, 0, 0, {}, {}}}};
}

// Source: rules.md "The tally": 19, 2 and 25 of 47 print as 40,43 %, 4,26 % and 53,19 %.
TEST(Tally, ThePublishedResultComesOut) {
    const auto result = count(published_ballots(), declared(47, 47), {{row_item(47, 1), {RulingValue::none, {}, {}}}});
    EXPECT_TRUE(result.complete());
    const auto json = nlohmann::json::parse(to_json(result, Finality::confirmed));
    EXPECT_EQ(json["final"], true);
    EXPECT_EQ(json["conference"], "0000000000c0ffee");
    const auto& style = json["styles"][0];
    EXPECT_EQ(style["issued"], 47);
    EXPECT_EQ(style["collected"], 47);
    EXPECT_EQ(style["scanned"], 47);
    const auto& candidate = style["candidates"][0];
    EXPECT_EQ(candidate["name"], "An");
    EXPECT_EQ(candidate["valid"], 46);
    EXPECT_EQ(candidate["invalid"], 1);
    EXPECT_EQ(candidate["high"], nlohmann::json::parse(R"({"count":19,"percent":"40,43"})"));
    EXPECT_EQ(candidate["confidence"], nlohmann::json::parse(R"({"count":2,"percent":"4,26"})"));
    EXPECT_EQ(candidate["low"], nlohmann::json::parse(R"({"count":25,"percent":"53,19"})"));
    EXPECT_EQ(candidate["invalid_by_reason"],
              nlohmann::json::parse(R"({"none":1,"double":0,"triple":0,"crossed":0,"ballot":0})"));
    EXPECT_EQ(candidate["low_consequence"], "over_half");
}

TEST(Tally, PendingRowsCountForNothing) {
    const auto result = count(published_ballots(), declared(47, 47));
    EXPECT_FALSE(result.complete());
    EXPECT_EQ(result.styles[0].pending_rows, 1);
    EXPECT_EQ(result.styles[0].candidates[0].valid, 46);
    EXPECT_EQ(result.styles[0].candidates[0].invalid, 0);
    EXPECT_EQ(result.pending_items(), 1);
}

TEST(Tally, AnInvalidBallotIsInvalidForEveryCandidate) {
    const std::vector sheets{sheet("a", 1, {row(1, high, omr::NameCrossed::yes), row(2, low)}),
                             sheet("b", 2, {row(1, high), row(2, low)})};
    const auto result = count(sheets, declared(2, 2), {{row_item(1, 1), {RulingValue::crossed, {}, {}}}});
    const StyleTally& style = result.styles[0];
    EXPECT_EQ(style.invalid_ballots, 1);
    EXPECT_EQ(style.faults.at(BallotFault::crossed_name), 1);
    for (const CandidateTally& candidate : style.candidates) {
        EXPECT_EQ(candidate.valid, 1);
        EXPECT_THAT(candidate.invalid_by_reason, ElementsAre(0, 0, 0, 0, 1));
    }
}

// Source: rules.md "Before the count" (Domain).
TEST(Tally, FiguresThatDoNotAgreeAreForPeople) {
    const std::vector sheets{sheet("a", 1, {row(1, high), row(2, low)})};
    const ItemId differs = FiguresItem{style_a, FigureCheck::scanned_differs, 2, 1};
    const auto open = count(sheets, declared(2, 2));
    EXPECT_FALSE(open.complete());
    ASSERT_EQ(open.items.size(), 1U);
    EXPECT_EQ(open.items.at(0).id, differs);
    EXPECT_EQ(open.styles[0].collected, 2);
    const auto accepted = count(sheets, declared(2, 2), {{differs, {RulingValue::accepted, {}, {}}}});
    EXPECT_TRUE(accepted.complete());
    EXPECT_EQ(accepted.styles[0].collected, 1) << "shares are of the ballots there are";
    EXPECT_EQ(accepted.styles[0].declared->collected, 2);
    const auto more =
        count({sheets[0], sheet("b", 2, {row(1, high), row(2, low)}), sheet("c", 3, {row(1, high), row(2, low)})},
              declared(2, 2), {{differs, {RulingValue::accepted, {}, {}}}});
    EXPECT_FALSE(more.complete()) << "other figures are another item";
}

TEST(Tally, MoreCollectedThanIssuedStopsTheCount) {
    const std::vector sheets{sheet("a", 1, {row(1, high), row(2, low)})};
    const auto open = count(sheets, declared(0, 1));
    ASSERT_EQ(open.items.size(), 1U);
    EXPECT_EQ(open.items.at(0).problem, Problem::collected_over_issued);
    EXPECT_TRUE(count(sheets, declared(0, 1), {{open.items.at(0).id, {RulingValue::accepted, {}, {}}}}).complete());
}

TEST(Tally, PrintedMustBeIssuedUnusedAndExchanged) {
    Declarations declarations = declared(0, 0);
    declarations.at(style_a).unused = 97;
    declarations.at(style_a).exchanged = 2;
    EXPECT_TRUE(count({}, declarations).complete());
    declarations.at(style_a).exchanged = 1;
    const auto result = count({}, declarations);
    ASSERT_EQ(result.items.size(), 1U);
    EXPECT_EQ(result.items.at(0).id, ItemId(FiguresItem{style_a, FigureCheck::printed_differs, 99, 98}));
}

// Source: plan II.2.
TEST(Tally, AMissedQuorumIsForPeople) {
    forms::Conference conference = make_conference();
    conference.styles[0].present = 39;
    const auto result = count({}, declared(0, 0), {}, conference);
    ASSERT_EQ(result.items.size(), 1U);
    EXPECT_EQ(result.items.at(0).problem, Problem::quorum);
}

TEST(Tally, UndeclaredStylesAreNeverComplete) {
    const auto result = count({}, {});
    EXPECT_FALSE(result.complete());
    EXPECT_TRUE(nlohmann::json::parse(to_json(result, Finality::provisional))["styles"][0]["issued"].is_null());
}

}  // namespace
}  // namespace kiemphieu::station
