// The store, on whichever database this program is told to use.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "station/rollup/testing/store_place.hpp"
#include "station/rollup/testing/submissions.hpp"

namespace kiemphieu::station::rollup {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr forms::Date day{2023, 12, 20};

class Store : public ::testing::Test {
  protected:
    void SetUp() override { where_ = fresh_store(); }
    std::unique_ptr<RollupStore> open() {
        auto store = open_rollup_store(where_);
        EXPECT_TRUE(store.has_value()) << base::to_string(store.error());
        return std::move(*store);
    }
    std::string where_;
};

Submission full_submission() {
    Submission one = submission("so-a", 3, day);
    one.came = digest_of("as it came");
    one.votes.push_back(vote("B2", 12, {{"Cúc; \"x\"", 4}, {"Nguyễn Thị Ánh ’", 12}}));
    one.votes[0].issued.reset();
    one.votes[0].people[1].valid = 40;
    one.votes[0].people[1].invalid = 3;
    one.votes[0].people[1].levels = {10, 20, 10};
    return one;
}

TEST_F(Store, GivesBackWhatItTook) {
    const Submission one = full_submission();
    const Refusal refusal{digest_of("x"), "x.zip", day, RefusalReason::broken, "tally", "isn't what it counts to"};
    const Settlement word{"so-a", base::StyleId{"A"}, one.digest, {digest_of("y"), digest_of("z")},
                          "Hà",   "vì thế",           day};
    {
        auto store = open();
        EXPECT_EQ(store->take(one).value(), TakeOutcome::added);
        EXPECT_TRUE(store->refuse(refusal).has_value());
        EXPECT_TRUE(store->settle(word).has_value());
        EXPECT_TRUE(store->has(one.digest).value());
        EXPECT_FALSE(store->has(refusal.digest).value());
    }
    const RollupContents contents = open()->contents().value();
    EXPECT_THAT(contents.submissions, ElementsAre(one));
    EXPECT_THAT(contents.refusals, ElementsAre(refusal));
    EXPECT_THAT(contents.settlements, ElementsAre(word));
}

TEST_F(Store, TakesAFileOnce) {
    auto store = open();
    Submission one = full_submission();
    EXPECT_EQ(store->take(one).value(), TakeOutcome::added);
    one.received = {2023, 12, 29};
    one.file = "another name.zip";
    EXPECT_EQ(store->take(one).value(), TakeOutcome::known);
    EXPECT_EQ(store->contents().value().submissions.at(0).received, day) << "when it first came";
    one.votes[1].people[0].levels = {12, 0, 0};
    EXPECT_EQ(store->take(one).value(), TakeOutcome::differing) << "one file says one thing";
    EXPECT_THAT(store->contents().value().submissions, SizeIs(1));
}

TEST_F(Store, KeepsARefusalOnceAndTheLastWordOnAFile) {
    auto store = open();
    Refusal refusal{digest_of("x"), "x.zip", day, RefusalReason::unknown_unit, "", "no unit"};
    ASSERT_TRUE(store->refuse(refusal).has_value());
    ASSERT_TRUE(store->refuse(refusal).has_value());
    EXPECT_THAT(store->contents().value().refusals, SizeIs(1));
    refusal.reason = RefusalReason::not_proven;
    ASSERT_TRUE(store->refuse(refusal).has_value());
    EXPECT_THAT(store->contents().value().refusals, SizeIs(2));
}

TEST_F(Store, TakesAllOfASubmissionOrNothing) {
    Submission bad = full_submission();
    bad.votes[1].people[1].number = 1;  // the key of the first
    auto store = open();
    EXPECT_FALSE(store->take(bad).has_value());
    EXPECT_THAT(store->contents().value().submissions, IsEmpty());
    EXPECT_EQ(store->take(full_submission()).value(), TakeOutcome::added) << "and goes on";
}

TEST_F(Store, TwoConnectionsTakeTogether) {
    auto one = open();
    auto other = open();
    EXPECT_EQ(one->take(submission("so-a", 1, day)).value(), TakeOutcome::added);
    EXPECT_EQ(other->take(submission("so-a", 1, day)).value(), TakeOutcome::known);
    EXPECT_EQ(other->take(submission("so-b", 1, day)).value(), TakeOutcome::added);
    EXPECT_THAT(one->contents().value().submissions, SizeIs(2));
}

RC_GTEST_PROP(StoreProperties, WhatComesOutIsWhatWentIn, ()) {
    static auto store = open_rollup_store(fresh_store()).value();
    static std::vector<Submission> taken;
    const int number = static_cast<int>(taken.size());
    Submission one = submission("unit-" + std::to_string(number), number, day);
    for (const int style : *rc::gen::unique<std::vector<int>>(rc::gen::inRange(1, 99))) {
        const int collected = *rc::gen::inRange(0, 2000);
        one.votes.push_back(
            vote("S" + std::to_string(style), collected, {{"An", *rc::gen::inRange(0, collected + 1)}}));
    }
    std::ranges::sort(one.votes, {}, &VoteFigures::style);
    RC_ASSERT(store->take(one).value() == TakeOutcome::added);
    taken.push_back(one);
    std::ranges::sort(taken, {}, &Submission::digest);
    RC_ASSERT(store->contents().value().submissions == taken);
}

}  // namespace
}  // namespace kiemphieu::station::rollup
