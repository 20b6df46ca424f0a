// What bears on the record's own file; what holds of every log is in record_test.cpp.

#include "station/store/sqlite_log.hpp"

#include <fstream>

#include <SQLiteCpp/SQLiteCpp.h>

#include "station/store/testing/record_fixture.hpp"

namespace kiemphieu::station {
namespace {

using base::FailureClass;

class SqliteLogTest : public RecordTest {};

/// Changes the file behind the program's back.
void tamper(const fs::path& folder, const std::string& sql) {
    SQLite::Database database((folder / "record.sqlite").string(), SQLite::OPEN_READWRITE);
    for (const char* trigger : {"events_are_never_changed", "events_are_never_removed", "events_follow_each_other"}) {
        database.exec(std::string("DROP TRIGGER ") + trigger);
    }
    database.exec(sql);
}

TEST_F(SqliteLogTest, TheDatabaseItselfRefusesChange) {
    Record record = make();
    fill(record);
    SQLite::Database database((folder_ / "record.sqlite").string(), SQLite::OPEN_READWRITE);
    EXPECT_THROW(database.exec("UPDATE events SET body = '{}' WHERE number = 2"), SQLite::Exception);
    EXPECT_THROW(database.exec("DELETE FROM events WHERE number = 2"), SQLite::Exception);
    EXPECT_THROW(database.exec("INSERT INTO events VALUES (99, '', '', '', '', 'x', 'y', '')"), SQLite::Exception);
    EXPECT_TRUE(verify().holds());
}

TEST_F(SqliteLogTest, TamperingShows) {
    const std::vector<std::string> acts{
        "UPDATE events SET body = replace(body, 'high', 'low') WHERE number = 3",
        "UPDATE events SET time = '2020-01-01T00:00:00.000Z' WHERE number = 3",
        "DELETE FROM events WHERE number = 3",
        "DELETE FROM events WHERE number = 1",
        "DELETE FROM events WHERE number = (SELECT max(number) FROM events)",
        "UPDATE events SET number = number + 1000 WHERE number = 3; UPDATE events SET number = 3 WHERE number = 4; "
        "UPDATE events SET number = 4 WHERE number = 1003",
        "DELETE FROM events"};
    for (const std::string& act : acts) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        {
            Record record = make();
            fill(record);
        }
        tamper(folder_, act);
        EXPECT_FALSE(verify().holds()) << act;
        const auto opened = Record::open(folder_);
        ASSERT_FALSE(opened.has_value()) << act;
        EXPECT_EQ(opened.error().failure_class, FailureClass::broken_evidence) << act;
    }
}

TEST_F(SqliteLogTest, ADamagedFileIsBrokenEvidence) {
    {
        Record record = make();
        fill(record);
    }
    const fs::path file = folder_ / "record.sqlite";
    const auto whole = fs::file_size(file);
    for (const std::uintmax_t size : {whole / 2, std::uintmax_t{100}}) {
        fs::resize_file(file, size);
        const auto opened = Record::open(folder_);
        ASSERT_FALSE(opened.has_value()) << size;
        EXPECT_EQ(opened.error().failure_class, FailureClass::broken_evidence) << base::to_string(opened.error());
    }
    std::ofstream(file) << std::string(static_cast<std::size_t>(whole), 'x');
    EXPECT_FALSE(verify().holds());
}

}  // namespace
}  // namespace kiemphieu::station
