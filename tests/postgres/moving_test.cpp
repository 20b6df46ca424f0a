// `migrate`: the same rows, there and back.

#include <gtest/gtest.h>

#include "station/store/log_place.hpp"
#include "station/store/migrate.hpp"
#include "station/store/testing/record_fixture.hpp"
#include "tests/postgres/postgres_test.hpp"

namespace kiemphieu::station {
namespace {

using base::FailureClass;

class MovingTest : public RecordTest {
  protected:
    void SetUp() override {
        RecordTest::SetUp();
        fs::remove(place_file(folder_));  // it begins in its file
        the_id = std::hash<std::string>{}(::testing::UnitTest::GetInstance()->current_test_info()->name());
    }
    Record make_own() {
        auto record = Record::create(folder_, {base::ConferenceId{the_id}, "kiemphieu test", {}});
        EXPECT_TRUE(record.has_value()) << base::to_string(record.error());
        return std::move(*record);
    }
    /// Everything of every row, for comparing.
    std::vector<std::string> rows() {
        std::vector<std::string> out;
        const auto stored = open().stored_events();
        EXPECT_TRUE(stored.has_value());
        for (const StoredEvent& row : *stored) {
            out.push_back(std::to_string(row.number) + row.time + row.kind + row.body + row.salt + row.previous +
                          row.hash + row.signature);
        }
        return out;
    }

    std::uint64_t the_id{};
};

TEST_F(MovingTest, ThereAndBackNothingChanges) {
    {
        Record record = make_own();
        fill(record);
    }
    const auto before = rows();
    const auto there = move_record_to_postgres(folder_, server().url("station"));
    ASSERT_TRUE(there.has_value()) << base::to_string(there.error());
    EXPECT_EQ(*there, before.size());
    EXPECT_EQ(rows(), before);
    EXPECT_TRUE(verify().holds());
    {
        Record record = open();
        Batch batch{"on the server", {}};
        accept(record, batch, {new_sheet("four", 4)});
    }
    const auto longer = rows();
    const auto back = move_record_to_sqlite(folder_);
    ASSERT_TRUE(back.has_value()) << base::to_string(back.error());
    EXPECT_EQ(rows(), longer);
    EXPECT_TRUE(verify().holds()) << base::to_string(verify().faults.front());
    EXPECT_TRUE(fs::exists(folder_ / "record.sqlite.moved-1")) << "what was there stays";
    {
        Record record = open();
        Batch batch{"in the folder again", {}};
        accept(record, batch, {new_sheet("five", 5)});
    }
    ASSERT_TRUE(move_record_to_postgres(folder_, server().url("station")).has_value());
    EXPECT_EQ(rows().size(), longer.size() + 2);
    EXPECT_TRUE(verify().holds());
}

TEST_F(MovingTest, WhoHasTheOldPlaceOpenIsRefused) {
    Record old = make_own();
    fill(old);
    ASSERT_TRUE(move_record_to_postgres(folder_, server().url("station")).has_value());
    Batch batch{"late", {}};
    const std::vector late{new_sheet("late", 9)};
    const auto refused = old.accept(batch, late);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().message.find("moved"), std::string::npos) << base::to_string(refused.error());
    Record on_server = open();
    ASSERT_TRUE(move_record_to_sqlite(folder_).has_value());
    const auto refused_there = on_server.accept(batch, late);
    ASSERT_FALSE(refused_there.has_value());
    EXPECT_NE(refused_there.error().message.find("moved"), std::string::npos) << base::to_string(refused_there.error());
    EXPECT_TRUE(verify().holds());
}

TEST_F(MovingTest, AMoveThatWasInterruptedGoesOn) {
    {
        Record record = make_own();
        fill(record);
    }
    const auto before = rows();
    ASSERT_TRUE(move_record_to_postgres(folder_, server().url("station")).has_value());
    fs::remove(place_file(folder_));  // as if it had died before the case was told
    ASSERT_TRUE(move_record_to_postgres(folder_, server().url("station")).has_value());
    EXPECT_EQ(rows(), before);
    fs::copy_file(place_file(folder_), folder_ / "kept");
    ASSERT_TRUE(move_record_to_sqlite(folder_).has_value());
    for (const auto& entry : fs::directory_iterator(folder_)) {
        if (entry.path().filename().string().starts_with("record.store.moved")) fs::remove(entry.path());
    }
    fs::rename(folder_ / "kept", place_file(folder_));
    ASSERT_TRUE(move_record_to_sqlite(folder_).has_value());
    EXPECT_EQ(rows(), before);
    EXPECT_TRUE(verify().holds());
}

TEST_F(MovingTest, AnAlteredLogIsNotMoved) {
    {
        Record record = make_own();
        fill(record);
    }
    ASSERT_TRUE(move_record_to_postgres(folder_, server().url("station")).has_value());
    server().tamper("UPDATE kiemphieu.events SET body = replace(body, 'high', 'low') WHERE number = 3 AND log = '" +
                    read_log_place(folder_).value()->log + "'");
    const auto moved = move_record_to_sqlite(folder_);
    ASSERT_FALSE(moved.has_value());
    EXPECT_EQ(moved.error().failure_class, FailureClass::broken_evidence);
    EXPECT_TRUE(fs::exists(place_file(folder_))) << "the case stays where it was";
}

}  // namespace
}  // namespace kiemphieu::station
