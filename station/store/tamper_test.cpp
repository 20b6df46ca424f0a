// What `verify` finds: changes made behind the program's back, and records of other versions.
#include <algorithm>
#include <fstream>
#include <map>
#include <random>

#include <SQLiteCpp/SQLiteCpp.h>

#include "station/store/testing/record_fixture.hpp"

namespace kiemphieu::station {
namespace {

using base::FailureClass;
using TamperTest = RecordTest;

/// Every file of the case's record, byte by byte.
std::map<std::string, std::string> record_files(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files[entry.path().string()] = base::read_text_file(entry.path()).value();
    }
    return files;
}

TEST_F(TamperTest, AClosedRecordIsOneSealedFile) {
    {
        Record record = make();
        fill(record);
    }
    EXPECT_FALSE(fs::exists(folder_ / "record.sqlite-wal"));
    EXPECT_TRUE(verify().holds());
    EXPECT_TRUE(verify().notes.empty());
    fs::remove(folder_ / "record.seal");
    EXPECT_FALSE(verify().holds());
}

// Source: the promise of `verify`: a byte changed anywhere is found, with its file and place.
TEST_F(TamperTest, FiveHundredChangedBytesAreFoundFiveHundredTimes) {
    {
        Record record = make();
        fill(record);
        ASSERT_TRUE(record.append(Printed{style_a, {}, forms::BallotKind::official, {{1}, {2}, {3}}}).has_value());
    }
    ASSERT_TRUE(verify().holds());
    const auto files = record_files(folder_);
    std::vector<std::pair<std::string, std::size_t>> places;
    for (const auto& [file, bytes] : files) places.emplace_back(file, bytes.size());
    std::mt19937_64 random(20231215);
    for (int round = 0; round < 500; ++round) {
        // Half of the changes fall into the database, the others into any file.
        const std::string database = (folder_ / "record.sqlite").string();
        const std::string file = round % 2 == 0 ? database : places[random() % places.size()].first;
        std::string bytes = files.at(file);
        const std::size_t place = random() % bytes.size();
        bytes[place] = static_cast<char>(bytes[place] ^ static_cast<char>(1 + random() % 255));
        std::ofstream(file, std::ios::binary) << bytes;
        const auto report = verify_record(folder_);
        ASSERT_TRUE(report.has_value()) << file << " byte " << place << ": " << base::to_string(report.error());
        ASSERT_FALSE(report->holds()) << file << " byte " << place;
        const std::string name = fs::path(file).filename();
        const bool named = std::ranges::any_of(report->faults, [&](const base::Failure& fault) {
            return base::to_string(fault).find(name) != std::string::npos;
        });
        EXPECT_TRUE(named) << file << " byte " << place << ": " << base::to_string(report->faults.front());
        std::ofstream(file, std::ios::binary) << files.at(file);
    }
    EXPECT_TRUE(verify().holds());
}

TEST_F(TamperTest, TheSealTellsThePlaceAndIsNotMadeAnewOverAChange) {
    {
        Record record = make();
        fill(record);
    }
    // Bytes 72 to 91 of a SQLite file are kept for later versions of it: no event changes.
    std::fstream file(folder_ / "record.sqlite", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(72);
    file.put('\1');
    file.close();
    const auto report = verify();
    ASSERT_FALSE(report.holds());
    EXPECT_EQ(report.faults[0].place.substr(0, 15), "bytes 0 to 4095");
    {
        auto record = Record::open(folder_);
        if (record) {
            EXPECT_TRUE(record->append(MinutesMade{}).has_value());
        }
    }
    EXPECT_FALSE(verify().holds()) << "a later command must not seal what was done to the file";
}

TEST_F(TamperTest, ACaseThatCanNotBeWrittenIsVerifiedAndLookedAt) {
    {
        Record record = make();
        fill(record);
    }
    const auto before = record_files(folder_);
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
        fs::permissions(entry.path(), fs::perms(entry.is_directory() ? 0500 : 0400));
    fs::permissions(folder_, fs::perms(0500));
    EXPECT_TRUE(verify().holds());
    {
        auto looked = Record::open(folder_, {}, Access::look);
        ASSERT_TRUE(looked.has_value()) << base::to_string(looked.error());
        EXPECT_EQ(looked->state().sheets.size(), 3U);
        EXPECT_EQ(looked->events().value().size(), 5U);
        EXPECT_FALSE(looked->append(MinutesMade{}).has_value());
    }
    EXPECT_EQ(record_files(folder_), before);
    fs::permissions(folder_, fs::perms::owner_all);
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
        fs::permissions(entry.path(), fs::perms::owner_all);
}

TEST_F(TamperTest, EveryEventIsSignedByTheCasesKey) {
    const auto sign_again = [&](const base::SigningKey& key) {
        SQLite::Database database((folder_ / "record.sqlite").string(), SQLite::OPEN_READWRITE);
        database.exec("DROP TRIGGER events_are_never_changed");
        const auto row = Record::open(folder_, {}, Access::look)->stored_events().value().at(2);
        base::Digest hash{};
        ASSERT_TRUE(base::parse_hex(row.hash, hash));
        const auto forged = make_row(row.number, row.time, {row.kind, row.body}, hash, key);
        database.exec("UPDATE events SET signature = '" + forged.signature + "' WHERE number = 3");
    };
    {
        Record record = make();
        fill(record);
    }
    base::SecretKey seed{};
    base::random_bytes(seed);
    sign_again(base::SigningKey(seed));
    const auto report = verify();
    const auto fault = std::ranges::find(report.faults, "event 3", &base::Failure::place);
    ASSERT_NE(fault, report.faults.end());
    EXPECT_EQ(fault->message, "is not signed by the key of this case");
}

TEST_F(TamperTest, WithoutTheKeyNothingIsAdded) {
    {
        Record record = make();
        fill(record);
    }
    fs::remove(folder_ / "keys" / "record.key");
    EXPECT_TRUE(verify().holds()) << "the public half is in the record";
    Record record = open();
    const auto added = record.append(MinutesMade{});
    ASSERT_FALSE(added.has_value());
    EXPECT_EQ(added.error().failure_class, FailureClass::bad_input);
}

/// A record as version 1 of the format had it: no salt, no signature, no key.
void write_version_1(const fs::path& folder, int format_version) {
    SQLite::Database database((folder / "record.sqlite").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA application_id = 0x4B504849; PRAGMA user_version = " +
                  std::to_string(format_version));
    database.exec(
        "CREATE TABLE events (number INTEGER PRIMARY KEY CHECK (number >= 1), time TEXT NOT NULL, kind TEXT NOT NULL, "
        "body TEXT NOT NULL, previous TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE) STRICT");
    std::string previous(64, '0');
    const std::vector<std::pair<std::string, std::string>> events{
        {"case_made", R"({"conference":"0000000000c0ffee","files":{},"software":"kiemphieu 0.1.0"})"},
        {"batch_opened", R"({"source":"files"})"}};
    std::string number = "0";
    for (const auto& [kind, body] : events) {
        ++number[0];
        const std::string time = "2023-12-15T08:30:00.000Z";
        const std::string hash = base::to_hex(base::sha256(base::as_bytes(
            "kiemphieu-event-1\n" + number + "\n" + time + "\n" + kind + "\n" + previous + "\n" + body)));
        database.exec("INSERT INTO events VALUES (" + number + ", '" + time + "', '" + kind + "', '" + body + "', '" +
                      previous + "', '" + hash + "')");
        previous = hash;
    }
    ASSERT_TRUE(
        base::write_file_durably(folder / "record.head", base::as_bytes(number + " " + previous + "\n")).has_value());
}

TEST_F(TamperTest, ARecordOfVersion1IsBroughtUpToDateAfterACopy) {
    write_version_1(folder_, 1);
    const auto not_yet = verify_record(folder_);
    ASSERT_FALSE(not_yet.has_value());
    EXPECT_EQ(not_yet.error().failure_class, FailureClass::bad_input);
    EXPECT_NE(not_yet.error().message.find("older"), std::string::npos);
    {
        Record record = open();
        EXPECT_EQ(record.state().made.conference, the_conference);
        EXPECT_EQ(record.state().opened_at, "2023-12-15T08:30:00.000Z");
        ASSERT_EQ(record.state().upgrades.size(), 1U);
        EXPECT_EQ(record.state().upgrades[0].events, 2U);
        fill(record);
    }
    EXPECT_TRUE(verify().holds());
    EXPECT_TRUE(fs::exists(folder_ / "record.sqlite.v1"));
    EXPECT_EQ(open().state().sheets.size(), 3U);
}

TEST_F(TamperTest, AnAlteredRecordOfVersion1IsNotBroughtUpToDate) {
    write_version_1(folder_, 1);
    SQLite::Database((folder_ / "record.sqlite").string(), SQLite::OPEN_READWRITE)
        .exec("UPDATE events SET time = 'x' WHERE number = 1");
    const auto opened = Record::open(folder_);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().failure_class, FailureClass::broken_evidence);
    EXPECT_FALSE(fs::exists(folder_ / "record.sqlite.v1"));
}

TEST_F(TamperTest, ARecordOfANewerProgramIsRefused) {
    write_version_1(folder_, 3);
    for (const auto& failure : {Record::open(folder_).error(), verify_record(folder_).error()}) {
        EXPECT_EQ(failure.failure_class, FailureClass::bad_input);
        EXPECT_NE(failure.message.find("newer"), std::string::npos);
    }
}

}  // namespace
}  // namespace kiemphieu::station
