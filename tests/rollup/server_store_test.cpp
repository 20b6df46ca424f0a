// The store's tests once more, on a PostgreSQL server of their own, and what only a server can be asked.
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include "station/rollup/rollup_store.hpp"
#include "station/rollup/testing/store_place.hpp"
#include "station/rollup/testing/submissions.hpp"
#include "tests/postgres/trial_server.hpp"

namespace kiemphieu::station::rollup {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

std::unique_ptr<kiemphieu::testing::TrialServer> server;

std::string empty_schema() {
    pqxx::connection keeper(server->url("board"));
    pqxx::work work(keeper);
    work.exec("SET client_min_messages = warning; DROP SCHEMA IF EXISTS kiemphieu_rollup CASCADE");
    work.commit();
    return server->url("board");
}

TEST(ServerStore, LetsNobodyChangeWhatWasTaken) {
    const std::string where = empty_schema();
    auto store = open_rollup_store(where).value();
    ASSERT_EQ(store->take(submission("so-a", 1, {2023, 12, 20})).value(), TakeOutcome::added);
    pqxx::connection owner(where);
    for (const char* statement : {"UPDATE kiemphieu_rollup.people SET high = 0", "DELETE FROM kiemphieu_rollup.votes",
                                  "TRUNCATE kiemphieu_rollup.settlements"}) {
        pqxx::work work(owner);
        EXPECT_THROW(work.exec(statement), pqxx::sql_error) << statement;
    }
}

TEST(ServerStore, AWriterNeedsOnlyToAddAndRead) {
    const std::string where = empty_schema();
    ASSERT_TRUE(open_rollup_store(where).has_value()) << "the owner makes the tables";
    pqxx::connection owner(where);
    pqxx::work work(owner);
    work.exec(
        "GRANT USAGE ON SCHEMA kiemphieu_rollup TO station; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA "
        "kiemphieu_rollup TO station; GRANT USAGE ON ALL SEQUENCES IN SCHEMA kiemphieu_rollup TO station");
    work.commit();
    auto store = open_rollup_store(server->url("station")).value();
    EXPECT_EQ(store->take(submission("so-a", 1, {2023, 12, 20})).value(), TakeOutcome::added);
    EXPECT_TRUE(store->refuse({digest_of("x"), "x", {2023, 12, 20}, RefusalReason::broken, "", "y"}).has_value());
    EXPECT_EQ(store->contents().value().submissions.size(), 1U);
}

TEST(ServerStore, AServerThatIsGoneIsTheWorldsFault) {
    const auto store = open_rollup_store("postgresql://ai@127.0.0.1:1/khong-co");
    ASSERT_FALSE(store.has_value());
    EXPECT_EQ(store.error().failure_class, base::FailureClass::world);
}

TEST(ServerStore, LeavesTheMachineOnlyByTlsAndTakesNoPassword) {
    for (const char* url :
         {"postgresql://ai:mat-khau@127.0.0.1:1/khong-co", "postgresql://ai@may-chu.example/tong-hop"}) {
        const auto store = open_rollup_store(url);
        ASSERT_FALSE(store.has_value()) << url;
        EXPECT_EQ(store.error().failure_class, base::FailureClass::bad_input);
        EXPECT_THAT(base::to_string(store.error()), Not(HasSubstr("mat-khau")));
    }
}

}  // namespace
}  // namespace kiemphieu::station::rollup

int main(int argc, char** argv) {
    using namespace kiemphieu::station::rollup;
    ::testing::InitGoogleMock(&argc, argv);
    server = std::make_unique<kiemphieu::testing::TrialServer>();
    kiemphieu::station::rollup::testing::server_store = empty_schema;
    const int failed = RUN_ALL_TESTS();
    server.reset();
    return failed;
}
