#include "station/review/repeats.hpp"

#include <gtest/gtest.h>

#include "station/review/testing/one_page.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using namespace testing;
using omr::Decision;

class Repeats : public ::testing::Test {
  protected:
    void SetUp() override {
        definition_.conference = make_conference();
        definition_.conference.styles.pop_back();
        definition_.layouts = {one_page_layout()};
        state_.made.conference = the_conference;
        state_.printings = {{style_a, {}, forms::BallotKind::official, {{1}, {2}, {3}}}};
        state_.batches[BatchId{1}] = {"folder:hòm", "Hòm 1", {}};
        state_.batches[BatchId{2}] = {"folder:x", "Xấp 4", BatchOrigin{3, 7}};
        state_.stations[3].joined.name = "Bàn 3";
        state_.sheets = {sheet("a", 2, {row(1, Decision::high), row(2, Decision::low)})};
    }

    std::vector<PaperFedAgain> papers() const { return papers_fed_again(state_, count(definition_, state_)); }

    CaseDefinition definition_;
    CaseState state_;
};

TEST_F(Repeats, TellWhereBothScansLie) {
    EXPECT_TRUE(papers().empty());
    state_.sheets.edit().push_back(sheet("b", 1, {row(1, Decision::low), row(2, Decision::low)}, 1, 2));
    state_.sheets.edit().push_back(sheet("again", 2, {row(1, Decision::high), row(2, Decision::low)}, 1, 2));
    const auto found = papers();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].serial, base::Serial{2});
    EXPECT_EQ(found[0].page, 1);
    EXPECT_EQ(found[0].style, style_a);
    ASSERT_TRUE(found[0].counted.has_value());
    EXPECT_EQ(found[0].counted->scan, key("a"));
    EXPECT_EQ(found[0].counted->stack, "Hòm 1");
    EXPECT_EQ(found[0].counted->station, 0);
    EXPECT_EQ(found[0].again.scan, key("again"));
    EXPECT_EQ(found[0].again.station, 3);
    EXPECT_EQ(found[0].again.station_name, "Bàn 3");
    EXPECT_EQ(found[0].again.file, "again.jpg");
}

TEST_F(Repeats, ACopyThatWaitsForPeopleIsNone) {
    state_.sheets.edit().push_back(sheet("again", 2, {row(1, Decision::low), row(2, Decision::low)}, 1, 2));
    EXPECT_TRUE(papers().empty()) << "it reads otherwise: an item tells of it";
    state_.sheets = {sheet("a", 2, {row(1, Decision::high), row(2, Decision::low)}),
                     sheet("again", 2, {row(1, Decision::high), row(2, Decision::low)}, 1, 1)};
    EXPECT_TRUE(papers().empty()) << "it was fed in the same stack: an item tells of it";
}

TEST_F(Repeats, ComeByTheirSerialsNotAsTheyWereFed) {
    state_.sheets.edit().push_back(sheet("b", 1, {row(1, Decision::low), row(2, Decision::low)}));
    state_.sheets.edit().push_back(sheet("a2", 2, {row(1, Decision::high), row(2, Decision::low)}, 1, 2));
    state_.sheets.edit().push_back(sheet("b2", 1, {row(1, Decision::low), row(2, Decision::low)}, 1, 2));
    const auto found = papers();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].serial, base::Serial{1});
    EXPECT_EQ(found[1].serial, base::Serial{2});
}

}  // namespace
}  // namespace kiemphieu::station
