#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "station/minutes/tables.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

const TableOrigin origin{Finality::confirmed, "2023-12-15T08:30:00.123Z", "kiemphieu 0.1.0"};

BallotVerdict ballot(std::uint64_t serial, std::vector<RowVerdict> rows, int ruled = 0) {
    return {testing::style_a, base::Serial{serial}, {}, std::move(rows), ruled};
}

std::string records_of(std::vector<BallotVerdict> ballots) {
    Judgement judgement;
    judgement.ballots = std::move(ballots);
    return cast_vote_records(testing::make_conference(), judgement, testing::the_conference, origin);
}

TEST(CastVoteRecords, SayWhatEachRowCountsAs) {
    BallotVerdict invalid{testing::style_a, {}, BallotFault::no_code, {RowVerdict::ballot, RowVerdict::ballot}, 0};
    const auto json = Json::parse(records_of({ballot(1, {RowVerdict::high, RowVerdict::none}),
                                              ballot(2, {RowVerdict::low, RowVerdict::double_mark}, 1), invalid}));
    ASSERT_EQ(json.at("CVR").size(), 3U);
    const auto& high = json["CVR"][0]["CVRSnapshot"][0];
    EXPECT_EQ(high["Type"], "interpreted");
    EXPECT_EQ(high["CVRContest"][0]["CVRContestSelection"][0]["ContestSelectionId"], "contest-A-1-high");
    EXPECT_EQ(high["CVRContest"][1]["Undervotes"], 1);
    const auto& low = json["CVR"][1]["CVRSnapshot"][0];
    EXPECT_EQ(low["Type"], "modified");
    EXPECT_EQ(low["CVRContest"][0]["CVRContestSelection"][0]["ContestSelectionId"], "contest-A-1-low");
    EXPECT_EQ(low["CVRContest"][1]["Status"][0], "overvoted");
    EXPECT_EQ(json["CVR"][2]["CVRSnapshot"][0]["OtherStatus"], "invalid: no_code");
    EXPECT_EQ(json["Election"][0]["Contest"].size(), json["Election"][0]["Candidate"].size());
}

/// Whoever knows a paper's serial or its place in the stack finds nothing of it here.
TEST(CastVoteRecords, TellNeitherOrderNorPaper) {
    std::mt19937 random{20231215};
    const std::array<RowVerdict, 4> verdicts{RowVerdict::high, RowVerdict::confidence, RowVerdict::low,
                                             RowVerdict::none};
    std::vector<BallotVerdict> ballots;
    for (std::uint64_t i = 0; i < 60; ++i) {
        ballots.push_back(ballot(0xABCDEF0123456700 + i, {verdicts.at(random() % 4), verdicts.at(random() % 4)},
                                 static_cast<int>(random() % 3)));
    }
    const std::string first = records_of(ballots);
    EXPECT_THAT(first, Not(HasSubstr("abcdef01234567"))) << "no serial";
    std::vector<base::Serial> serials;
    for (auto& one : ballots) {
        one.serial = base::Serial{random()};
        one.rows_ruled = one.rows_ruled > 0 ? 7 : 0;
    }
    std::ranges::shuffle(ballots, random);
    EXPECT_EQ(records_of(ballots), first) << "other serials in another order say the same";
}

}  // namespace
}  // namespace kiemphieu::station
