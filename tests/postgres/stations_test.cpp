// Several stations on one count: hand over, adopt, cuts in between, and what is caught.

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "station/stations/adopt.hpp"
#include "station/stations/scanning_station.hpp"
#include "station/store/log_place.hpp"
#include "station/store/testing/record_fixture.hpp"
#include "tests/postgres/postgres_test.hpp"

namespace kiemphieu::station {
namespace {

using base::FailureClass;

constexpr const char* definition = R"toml(organisation = "Tỉnh ủy Thử"
place = "Thử"
date = 2023-12-15
session = "Hội nghị thử"
kind = "party"
[[style]]
id = "A"
voters = "ủy viên"
positions = "chức danh"
members = 900
summoned = 900
present = 900
absent_at_start = 0
present_at_vote = 900
[[style.candidate]]
name = "Nguyễn Văn An"
position = "Bí thư"
[[style.candidate]]
name = "Trần Thị Bình"
position = "Phó bí thư"
[[committee]]
name = "Trưởng"
role = "head"
[[committee]]
name = "Thư"
role = "secretary"
)toml";

class StationsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        work_ = fs::temp_directory_path() / ("kiemphieu-stations-" + std::to_string(::getpid()));
        fs::remove_all(work_);
        fs::create_directories(work_);
        ASSERT_TRUE(base::write_file_durably(work_ / "conference.toml", base::as_bytes(definition)));
        auto made = CaseFolder::create(work_ / "case", work_ / "conference.toml", {}, server().url("station"));
        ASSERT_TRUE(made.has_value()) << base::to_string(made.error());
        leading_.emplace(std::move(*made));
    }
    void TearDown() override {
        leading_.reset();
        fs::remove_all(work_);
    }

    fs::path add(const std::string& name) {
        const fs::path folder = work_ / name;
        const auto number = add_station(*leading_, name, folder, "Trưởng");
        EXPECT_TRUE(number.has_value()) << base::to_string(number.error());
        return folder;
    }
    static Record open(const fs::path& folder) { return Record::open(folder).value(); }
    static void scan(const fs::path& folder, const std::vector<NewSheet>& sheets) {
        Record record = open(folder);
        Batch batch{"escl:máy", {}};
        accept(record, batch, sheets);
    }
    static void hand(const fs::path& folder) {
        const auto moved = hand_over(open(folder), server().url("station"));
        ASSERT_TRUE(moved.has_value()) << base::to_string(moved.error());
    }
    std::vector<TakenOver> adopt() {
        auto taken = adopt_from_server(*leading_, server().url("station"));
        EXPECT_TRUE(taken.has_value()) << base::to_string(taken.error());
        return taken.value_or(std::vector<TakenOver>{});
    }
    const CaseState& state() const { return leading_->record().state(); }
    /// Serials of the sheets that count, sorted.
    std::vector<std::string> images() const {
        std::vector<std::string> out;
        for (const AcceptedSheet& sheet : state().sheets) out.push_back(base::to_hex(sheet.key.image));
        std::ranges::sort(out);
        return out;
    }

    fs::path work_;
    std::optional<CaseFolder> leading_;
};

NewSheet numbered(int n) {
    static std::vector<std::string> kept(2000);
    std::string& bytes = kept.at(static_cast<std::size_t>(n));
    bytes = "sheet " + std::to_string(n);
    return new_sheet(bytes, static_cast<std::uint64_t>(n));
}

TEST_F(StationsTest, TwoStationsScanForOneCount) {
    const fs::path one = add("Bàn 1");
    const fs::path two = add("Bàn 2");
    scan(one, {numbered(1), numbered(2)});
    scan(two, {numbered(3)});
    hand(one);
    hand(two);
    const auto taken = adopt();
    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(taken[0].accepted, 2);
    EXPECT_EQ(taken[1].accepted, 1);
    EXPECT_EQ(state().sheets.size(), 3U);
    for (const AcceptedSheet& sheet : state().sheets) EXPECT_TRUE(leading_->record().image_path(sheet.key.image));
    EXPECT_EQ(adopt()[0].events, 0) << "each event once";
    EXPECT_TRUE(verify_record(leading_->path()).value().holds());
    // The chain that leads names the other's last event, so its own last hash stands for both.
    EXPECT_EQ(state().stations.at(1).hash, open(one).state().fingerprint);
    EXPECT_EQ(state().stations.at(2).hash, open(two).state().fingerprint);
}

TEST_F(StationsTest, ABallotAtOneStationAndItsCopyAtAnotherIsForPeople) {
    const fs::path one = add("Bàn 1");
    const fs::path two = add("Bàn 2");
    ASSERT_TRUE(leading_->record().append(Printed{style_a, {}, forms::BallotKind::official, {{7}}}).has_value());
    scan(one, {new_sheet("first scan", 7)});
    scan(two, {new_sheet("second paper with the same serial", 7)});
    hand(one);
    hand(two);
    adopt();
    EXPECT_EQ(state().sheets.size(), 2U);
    const Count count = leading_->count();
    EXPECT_LE(count.tally.styles.at(0).scanned, 1) << "one serial is one ballot";
}

TEST_F(StationsTest, CutOffAnywhereItGoesOn) {
    const fs::path one = add("Bàn 1");
    std::mt19937 random(8);
    int scanned = 0;
    for (int round = 0; round < 12; ++round) {
        std::vector<NewSheet> stack;
        for (int i = 0; i < 20; ++i) stack.push_back(numbered(++scanned));
        scan(one, stack);
        const auto act = random() % 4;
        if (act == 0) {
            server().crash();
            const auto moved = hand_over(open(one), server().url("station"));
            ASSERT_FALSE(moved.has_value());
            EXPECT_EQ(moved.error().failure_class, FailureClass::world);
            server().start();
        } else if (act == 1) {
            hand(one);
        } else {
            hand(one);
            adopt();
        }
    }
    hand(one);
    adopt();
    EXPECT_EQ(images().size(), static_cast<std::size_t>(scanned));
    EXPECT_TRUE(verify_record(leading_->path()).value().holds());
}

TEST_F(StationsTest, ADeadStationsDiskIsTakenOver) {
    const fs::path one = add("Bàn 1");
    scan(one, {numbered(1), numbered(2)});
    hand(one);
    adopt();
    scan(one, {numbered(3)});  // never handed over
    const auto taken = adopt_from_folder(*leading_, one);
    ASSERT_TRUE(taken.has_value()) << base::to_string(taken.error());
    EXPECT_EQ(taken->accepted, 1);
    EXPECT_EQ(state().sheets.size(), 3U);
    hand(one);
    EXPECT_EQ(adopt()[0].events, 0);
    EXPECT_FALSE(adopt_from_folder(*leading_, leading_->path()).has_value());
}

// Found by a count with adoptions killed: such a batch stood nowhere in the record that leads, and every later adoption
// of that station was refused.
TEST_F(StationsTest, ABatchGoesOnThatBroughtNothingNewBefore) {
    const fs::path one = add("Bàn 1");
    const fs::path two = add("Bàn 2");
    scan(one, {numbered(1)});
    Record record = open(two);
    Batch batch{"escl:máy", {}, "xấp 2"};
    accept(record, batch, {numbered(1)});
    hand(one);
    hand(two);
    ASSERT_EQ(adopt()[1].already_known, 1);
    accept(record, batch, {numbered(2)});
    hand(two);
    const std::string opened = "log = '" + station_log_name(state().made.conference, 2) + "' AND kind = 'batch_opened'";
    server().tamper("UPDATE kiemphieu.events SET body = replace(body, 'xấp 2', 'xấp 3') WHERE " + opened);
    EXPECT_FALSE(adopt_from_server(*leading_, server().url("station")).has_value()) << "it is checked again";
    server().tamper("UPDATE kiemphieu.events SET body = replace(body, 'xấp 3', 'xấp 2') WHERE " + opened);
    EXPECT_EQ(adopt()[1].accepted, 1);
    EXPECT_EQ(state().sheets.size(), 2U);
    ASSERT_EQ(state().batches.size(), 2U);
    EXPECT_EQ(state().batches.rbegin()->second.name, "xấp 2");
    EXPECT_TRUE(verify_record(leading_->path()).value().holds());
}

TEST_F(StationsTest, ConfirmingWaitsForEveryStation) {
    const fs::path one = add("Bàn 1");
    const fs::path two = add("Bàn 2");
    const Confirmed head{"Trưởng", forms::CommitteeRole::head, {}};
    EXPECT_FALSE(leading_->record().append(head).has_value());
    ASSERT_TRUE(open(one).append(StationEnded{"Kỹ"}).has_value());
    Record ended = open(one);
    Batch late{"late", {}};
    const std::vector sheets{numbered(1)};
    EXPECT_FALSE(ended.accept(late, sheets).has_value());
    hand(one);
    adopt();
    EXPECT_FALSE(leading_->record().append(head).has_value());
    EXPECT_FALSE(release_station(*leading_, 2, "Thư", "hỏng").has_value());
    EXPECT_FALSE(release_station(*leading_, 2, "Trưởng", "").has_value());
    ASSERT_TRUE(release_station(*leading_, 2, "Trưởng", "máy hỏng, không quét tờ nào").has_value());
    EXPECT_TRUE(leading_->record().append(head).has_value());
}

TEST_F(StationsTest, AStationRulesOnNothing) {
    Record one = open(add("Bàn 1"));
    EXPECT_FALSE(one.append(RulingGiven{row_item(1, 1), {}, "Trưởng", ""}).has_value());
    EXPECT_FALSE(one.append(Confirmed{"Trưởng", forms::CommitteeRole::head, {}}).has_value());
    EXPECT_FALSE(one.append(Declared{}).has_value());
    EXPECT_FALSE(hand_over(leading_->record(), server().url("station")).has_value());
}

TEST_F(StationsTest, AStackSetAsideAtAStationCountsForNothing) {
    const fs::path one = add("Bàn 1");
    scan(one, {numbered(1), numbered(2)});
    hand(one);
    adopt();
    {
        Record record = open(one);
        ASSERT_TRUE(record.append(BatchSetAside{record.state().batches.begin()->first, "Thư", "kẹt"}).has_value());
    }
    scan(one, {numbered(1), numbered(2)});
    hand(one);
    adopt();
    EXPECT_EQ(state().sheets.size(), 2U);
    EXPECT_EQ(state().aside.size(), 2U);
    EXPECT_TRUE(verify_record(leading_->path()).value().holds());
}

TEST_F(StationsTest, WhatTheServerAlteredIsFound) {
    const fs::path one = add("Bàn 1");
    scan(one, {numbered(1), numbered(2)});
    hand(one);
    const std::string log = station_log_name(state().made.conference, 1);
    server().tamper("UPDATE kiemphieu.events SET body = replace(body, 'high', 'low') WHERE log = '" + log +
                    "' AND kind = 'sheet_accepted'");
    const auto taken = adopt_from_server(*leading_, server().url("station"));
    ASSERT_FALSE(taken.has_value());
    EXPECT_EQ(taken.error().failure_class, FailureClass::broken_evidence);
    EXPECT_NE(taken.error().file.find("Bàn 1"), std::string::npos) << base::to_string(taken.error());
    EXPECT_TRUE(state().sheets.empty());
    // The station itself has it right: its disk is the way out.
    const auto from_disk = adopt_from_folder(*leading_, one);
    ASSERT_TRUE(from_disk.has_value()) << base::to_string(from_disk.error());
    EXPECT_EQ(from_disk->accepted, 2);
}

}  // namespace
}  // namespace kiemphieu::station
