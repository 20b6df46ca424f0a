// The record on PostgreSQL. record_test.cpp is part of this program: what holds of a record in a file holds here too.

#include "tests/postgres/postgres_test.hpp"

#include <thread>

#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include "station/store/log_place.hpp"
#include "station/store/postgres_url.hpp"
#include "station/store/testing/record_fixture.hpp"

namespace kiemphieu::station {

namespace {

using base::FailureClass;

std::unique_ptr<kiemphieu::testing::TrialServer> the_server;
int logs_made = 0;

/// Every case has a log of its own.
void place_on_server(const fs::path& folder) {
    const PostgresPlace place{server().url("station"), "log-" + std::to_string(++logs_made)};
    if (!write_log_place(folder, place)) throw std::runtime_error("no place");
}

class PostgresTest : public RecordTest {
  protected:
    std::string log() const { return read_log_place(folder_).value().value().log; }
    /// A statement of a user on the tables.
    static void say(const std::string& user, const std::string& sql) {
        pqxx::connection connection(server().url(user));
        pqxx::work work(connection);
        work.exec(sql);
        work.commit();
    }
    std::string in_log(const std::string& condition) const { return " WHERE log = '" + log() + "' AND " + condition; }
};

TEST_F(PostgresTest, OnlyTheRecordIsOnTheServer) {
    Record record = make();
    fill(record);
    EXPECT_FALSE(fs::exists(folder_ / "record.sqlite"));
    EXPECT_TRUE(fs::exists(folder_ / "images"));
    EXPECT_TRUE(verify().holds());
}

TEST_F(PostgresTest, NobodyChangesAnEvent) {
    Record record = make();
    fill(record);
    const std::string row = in_log("number = 2");
    for (const char* user : {"station", "observer"}) {
        EXPECT_THROW(say(user, "UPDATE kiemphieu.events SET body = '{}'" + row), pqxx::insufficient_privilege) << user;
        EXPECT_THROW(say(user, "DELETE FROM kiemphieu.events" + row), pqxx::insufficient_privilege) << user;
        EXPECT_THROW(say(user, "TRUNCATE kiemphieu.events"), pqxx::insufficient_privilege) << user;
        EXPECT_THROW(say(user, "DROP TABLE kiemphieu.events"), pqxx::insufficient_privilege) << user;
        EXPECT_THROW(say(user, "ALTER TABLE kiemphieu.events DISABLE TRIGGER ALL"), pqxx::insufficient_privilege)
            << user;
    }
    // Not even who owns the database, short of taking the triggers away; that the chain tells.
    for (const char* user : {"board", "keeper"}) {
        EXPECT_THROW(say(user, "UPDATE kiemphieu.events SET body = '{}'" + row), pqxx::sql_error) << user;
        EXPECT_THROW(say(user, "DELETE FROM kiemphieu.events" + row), pqxx::sql_error) << user;
        EXPECT_THROW(say(user, "TRUNCATE kiemphieu.events"), pqxx::sql_error) << user;
    }
    EXPECT_TRUE(verify().holds());
}

TEST_F(PostgresTest, ARowThatDoesNotFollowIsRefused) {
    Record record = make();
    fill(record);
    const auto insert = [&](int number, const std::string& previous) {
        say("station", "INSERT INTO kiemphieu.events VALUES ('" + log() + "', " + std::to_string(number) +
                           ", '', '', '', '', '" + previous + "', 'h" + std::to_string(number) + "', '')");
    };
    const auto last = record.state().last_number;
    EXPECT_THROW(insert(static_cast<int>(last) + 2, base::to_hex(record.state().fingerprint)), pqxx::sql_error);
    EXPECT_THROW(insert(static_cast<int>(last) + 1, std::string(64, '0')), pqxx::sql_error);
    EXPECT_THROW(insert(1, std::string(64, '0')), pqxx::sql_error);
    EXPECT_THROW(say("observer", "INSERT INTO kiemphieu.events SELECT * FROM kiemphieu.events"),
                 pqxx::insufficient_privilege);
    EXPECT_TRUE(verify().holds());
}

// The issue's own words: a database administrator who edits an event is found by `verify`.
TEST_F(PostgresTest, AnAdministratorWhoEditsIsFound) {
    const std::vector<std::string> acts{
        "UPDATE kiemphieu.events SET body = replace(body, 'high', 'low') WHERE LOG AND number = 3",
        "UPDATE kiemphieu.events SET time = '2020-01-01T00:00:00.000Z' WHERE LOG AND number = 3",
        "UPDATE kiemphieu.events SET salt = repeat('0', 32) WHERE LOG AND number = 2",
        "UPDATE kiemphieu.events SET signature = repeat('0', 128) WHERE LOG AND number = 2",
        "DELETE FROM kiemphieu.events WHERE LOG AND number = 3",
        "DELETE FROM kiemphieu.events WHERE LOG AND number = 1",
        "DELETE FROM kiemphieu.events WHERE LOG AND number = (SELECT max(number) FROM kiemphieu.events WHERE LOG)",
        "UPDATE kiemphieu.events SET number = number + 1000 WHERE LOG AND number = 3; UPDATE kiemphieu.events SET "
        "number = 3 WHERE LOG AND number = 4; UPDATE kiemphieu.events SET number = 4 WHERE LOG AND number = 1003",
        "DELETE FROM kiemphieu.events WHERE LOG"};
    for (std::string act : acts) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        place_on_server(folder_);
        {
            Record record = make();
            fill(record);
        }
        ASSERT_TRUE(verify().holds());
        const std::string condition = "log = '" + log() + "'";
        for (std::size_t at = act.find("LOG"); at != std::string::npos; at = act.find("LOG", at)) {
            act.replace(at, 3, condition);
        }
        server().tamper(act);
        const VerifyReport report = verify();
        ASSERT_FALSE(report.holds()) << act;
        EXPECT_NE(report.faults.front().file.find(log()), std::string::npos) << base::to_string(report.faults.front());
    }
}

TEST_F(PostgresTest, AServerThatDiesLosesNothingAcknowledged) {
    Record record = make();
    fill(record);
    server().crash();
    Batch batch{"while it is away", {}};
    const std::vector late{new_sheet("four", 4)};
    const auto refused = record.accept(batch, late);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().failure_class, FailureClass::world) << base::to_string(refused.error());
    server().start();
    EXPECT_EQ(accept(record, batch, late), std::vector{Acceptance::accepted});
    EXPECT_EQ(record.state().sheets.size(), 4U);
    EXPECT_EQ(open().state(), record.state());
    EXPECT_TRUE(verify().holds());
}

TEST_F(PostgresTest, ManyAppendAtOnceToOneChain) {
    make();
    constexpr int threads = 4;
    constexpr int sheets = 25;
    std::vector<std::thread> running;
    for (int t = 0; t < threads; ++t) {
        running.emplace_back([&, t] {
            Record record = open();
            for (int i = 0; i < sheets; ++i) {
                Batch batch{"thread", {}};
                const auto serial = static_cast<std::uint64_t>(100 * t + i);
                accept(record, batch, {new_sheet(std::to_string(serial), serial)});
            }
        });
    }
    for (std::thread& thread : running) thread.join();
    EXPECT_EQ(open().state().sheets.size(), static_cast<std::size_t>(threads * sheets));
    EXPECT_TRUE(verify().holds());
}

TEST(PostgresUrl, HoldsNoPasswordAndLeavesTheMachineOnlyByTls) {
    for (const char* url :
         {"postgresql://u:secret@/db?host=/tmp", "postgresql://u@db.example/kiemphieu",
          "postgresql://u@db.example/kiemphieu?sslmode=require", "postgresql://u@localhost", "mysql://u@localhost/db",
          "host=/tmp dbname=kiemphieu", "postgresql://u@localhost,db.example/kiemphieu",
          "postgresql://u@localhost/kiemphieu?hostaddr=10.1.2.3", "postgresql://localhost:port/db"}) {
        const auto checked = check_postgres_url(url);
        ASSERT_FALSE(checked.has_value()) << url;
        EXPECT_EQ(checked.error().failure_class, FailureClass::bad_input);
        EXPECT_EQ(checked.error().message.find("secret"), std::string::npos);
    }
    EXPECT_TRUE(check_postgres_url("postgresql://u@db.example/kiemphieu?sslmode=verify-full").has_value());
    EXPECT_TRUE(check_postgres_url("postgresql://u@127.0.0.1:5433/kiemphieu").has_value());
}

TEST(PostgresUrl, SilenceHasLimitsAndTheAddressMayNameOthers) {
    const std::string plain = "postgresql://u@localhost:5433/kiemphieu";
    EXPECT_EQ(network_limits(plain).idle_s, "10");
    EXPECT_EQ(network_limits(plain + "?keepalives_idle=3&tcp_user_timeout=700").idle_s, "3");
    EXPECT_EQ(network_limits(plain + "?keepalives_idle=3&tcp_user_timeout=700").unanswered_ms, "700");
    const std::string limited = with_limits(plain + "?connect_timeout=4");
    EXPECT_EQ(network_limits(limited).connect_s, "4");
    EXPECT_EQ(network_limits(limited).probes, "2");
    EXPECT_EQ(read_postgres_url(limited)->database, "kiemphieu");
    // The server's end of a session over the network has them too.
    pqxx::connection connection(with_limits(server().tls_url() + "&keepalives_idle=7"));
    for (const auto& [variable, value] : session_settings(server().tls_url() + "&keepalives_idle=7")) {
        connection.set_variable(variable, value);
    }
    EXPECT_STREQ(pqxx::nontransaction(connection).exec1("SHOW tcp_keepalives_idle")[0].c_str(), "7");
}

TEST(PostgresUrl, TlsWithAPasswordFileWorksAndAStrangersCertificateDoesNot) {
    const PostgresPlace place{server().tls_url(), "tls"};
    const auto log = PostgresLog::create(place);
    ASSERT_TRUE(log.has_value()) << base::to_string(log.error());
    const fs::path stranger = server().folder() / "stranger.crt";
    ASSERT_EQ(
        std::system(("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout /dev/null -out " +
                     stranger.string() + " 2>/dev/null")
                        .c_str()),
        0);
    std::string url = place.url;
    url.replace(url.find("server.crt"), 10, "stranger.crt");
    const auto refused = PostgresLog::open({url, "tls"});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().failure_class, FailureClass::world);
}

TEST(PostgresSchema, IsMadeOnceByWhoOwnsTheDatabase) {
    EXPECT_TRUE(prepare_postgres(server().url("board")).has_value()) << "again changes nothing";
    pqxx::connection connection(server().url("keeper"));
    pqxx::nontransaction(connection).exec("CREATE DATABASE empty OWNER board");
    const auto in_empty = [](const std::string& user) {
        std::string url = server().url(user);
        return url.replace(url.find("/kiemphieu?"), 11, "/empty?");
    };
    const auto unprepared = PostgresLog::open({in_empty("station"), "x"});
    ASSERT_FALSE(unprepared.has_value());
    EXPECT_EQ(unprepared.error().failure_class, FailureClass::bad_input);
    EXPECT_NE(unprepared.error().message.find("store prepare"), std::string::npos);
    EXPECT_FALSE(prepare_postgres(in_empty("station")).has_value()) << "a station makes no schema";
    EXPECT_TRUE(prepare_postgres(in_empty("board")).has_value());
    EXPECT_TRUE(PostgresLog::open({in_empty("station"), "x"}).has_value());
}

TEST(PostgresSchema, OneOfANewerProgramIsRefused) {
    pqxx::connection connection(server().url("keeper"));
    pqxx::nontransaction work(connection);
    work.exec("INSERT INTO kiemphieu.version VALUES (99)");
    const auto newer = PostgresLog::open({server().url("station"), "x"});
    ASSERT_FALSE(newer.has_value());
    EXPECT_EQ(newer.error().failure_class, FailureClass::bad_input);
    EXPECT_FALSE(prepare_postgres(server().url("board")).has_value());
    work.exec("DELETE FROM kiemphieu.version WHERE version = 99");
    EXPECT_TRUE(PostgresLog::open({server().url("station"), "x"}).has_value());
}

}  // namespace

kiemphieu::testing::TrialServer& server() {
    return *the_server;
}

}  // namespace kiemphieu::station

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    using namespace kiemphieu::station;
    the_server = std::make_unique<kiemphieu::testing::TrialServer>();
    if (const auto prepared = prepare_postgres(server().url("board")); !prepared) {
        fprintf(stderr, "%s\n", kiemphieu::base::to_string(prepared.error()).c_str());
        return 1;
    }
    place_record = place_on_server;
    const int result = RUN_ALL_TESTS();
    the_server.reset();
    return result;
}
