// Many at once: browsers that watch, people who rule on the same row.

#include <barrier>
#include <thread>

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocket.h>

#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

/// An open stream of events.
class Watcher {
  public:
    Watcher(std::uint16_t port, const std::string& cookie) : socket_(Poco::Net::SocketAddress("127.0.0.1", port)) {
        const std::string request = "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                    "\r\nCookie: " + cookie + "\r\n\r\n";
        socket_.sendBytes(request.data(), static_cast<int>(request.size()));
        socket_.setReceiveTimeout(Poco::Timespan(20, 0));
    }
    /// Reads until the text has come; false when the stream ends or nothing comes for long.
    bool sees(const std::string& text) {
        std::array<char, 4096> buffer{};
        try {
            while (received_.find(text) == std::string::npos) {
                const int n = socket_.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
                if (n <= 0) return false;
                received_.append(buffer.data(), static_cast<std::size_t>(n));
            }
        } catch (const Poco::Exception&) {
            return false;
        }
        return true;
    }
    const std::string& received() const { return received_; }

  private:
    Poco::Net::StreamSocket socket_;
    std::string received_;
};

class StreamsTest : public ServerTest {};

TEST_F(StreamsTest, FortyBrowsersHearOfARulingAndTheStationStillAnswers) {
    Client observer = as(Role::observer);
    std::vector<std::unique_ptr<Watcher>> watchers;
    for (int i = 0; i < 40; ++i) watchers.push_back(std::make_unique<Watcher>(http_->port(), observer.cookie));
    for (const auto& watcher : watchers) ASSERT_TRUE(watcher->sees("event: record"));
    Client member = as(Role::member);
    const Reply ruled = member.post("/api/rulings", ruling(pending_row(member), "high"));
    ASSERT_EQ(ruled.status, 200) << ruled.body;
    const std::string version = "{\"version\":" + std::to_string(ruled.json().at("version").get<int>()) + "}";
    for (const auto& watcher : watchers) EXPECT_TRUE(watcher->sees(version)) << watcher->received();
    EXPECT_EQ(member.get("/api/status").status, 200);
}

TEST_F(StreamsTest, AStreamEndsWithItsSession) {
    Client member = as(Role::member);
    Watcher watcher(http_->port(), member.cookie);
    ASSERT_TRUE(watcher.sees("event: record"));
    EXPECT_EQ(member.remove("/api/session").status, 204);
    station_->publish("record", "{\"version\":0}");
    EXPECT_TRUE(watcher.sees("event: signed_out"));
    EXPECT_FALSE(watcher.sees("never sent")) << "the stream is still open";
}

TEST_F(StreamsTest, WhoIsNotSignedInGetsNoStream) {
    const std::string answer =
        over_socket(http_->port(),
                    "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(http_->port()) + "\r\n\r\n", 1000);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 401")) << answer.substr(0, 100);
}

TEST_F(StreamsTest, OfTwoWhoRuleOnOneRowAtOnceTheLaterHoldsOrIsToldWhoIsAtIt) {
    Client one = as(Role::member);
    Client other = client();
    other.become(*station_, second_member, Role::member);
    for (int round = 0; round < 10; ++round) {
        const std::string row = pending_row(one);
        if (row.empty()) break;
        std::barrier both(2);
        std::array<Reply, 2> answers;
        {
            const std::jthread first([&] {
                both.arrive_and_wait();
                answers[0] = one.post("/api/rulings", ruling(row, "high"));
            });
            const std::jthread second([&] {
                both.arrive_and_wait();
                answers[1] = other.post("/api/rulings", ruling(row, "low"));
            });
        }
        const auto taken = [&](std::size_t i) { return answers.at(i).status == 200; };
        ASSERT_TRUE(taken(0) || taken(1)) << answers[0].body << answers[1].body;
        if (!taken(0) || !taken(1)) {
            EXPECT_EQ(answers[taken(0) ? 1 : 0].code(), "held");
            EXPECT_EQ(one.get("/api/items/" + row).json().at("ruling"), taken(0) ? "high" : "low");
            continue;
        }
        const bool first_was_later = answers[0].json().at("version") > answers[1].json().at("version");
        EXPECT_NE(answers[0].json().at("version"), answers[1].json().at("version"));
        EXPECT_EQ(one.get("/api/items/" + row).json().at("ruling"), first_was_later ? "high" : "low");
    }
}

TEST_F(StreamsTest, AllOfAListOrNone) {
    Client member = as(Role::member);
    Json rulings = Json::array();
    const Json found = member.get("/api/items?limit=500").json().at("items");
    for (const Json& item : found) {
        const auto name = item.at("item").get<std::string>();
        if (name.starts_with("row:")) rulings.push_back({{"item", name}, {"ruling", "high"}});
    }
    ASSERT_GT(rulings.size(), 3U);
    const int before = member.get("/api/status").json().at("pending_items");
    Json spoilt = rulings;
    spoilt.push_back({{"item", "row:0000000000000001:1"}, {"ruling", "high"}});
    const Reply refused = member.post("/api/rulings", {{"rulings", spoilt}});
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.json().at("error").at("place"), "row:0000000000000001:1");
    EXPECT_EQ(member.get("/api/status").json().at("pending_items"), before);
    EXPECT_EQ(member.post("/api/rulings", {{"rulings", rulings}}).status, 200);
    EXPECT_LT(member.get("/api/status").json().at("pending_items").get<int>(), before);
}

TEST_F(StreamsTest, WhatAnotherProcessRulesIsSeen) {
    Client member = as(Role::member);
    const std::string row = pending_row(member);
    Watcher watcher(http_->port(), member.cookie);
    ASSERT_TRUE(watcher.sees("event: record"));
    auto folder = CaseFolder::open(case_);
    ASSERT_TRUE(folder.has_value());
    const std::vector<RulingGiven> rulings{{*parse_item(row), {RulingValue::low, {}, {}}, second_member, ""}};
    ASSERT_TRUE(rule(folder->record(), folder->definition(), rulings).has_value());
    const std::string version = "{\"version\":" + std::to_string(folder->record().state().last_number) + "}";
    EXPECT_TRUE(watcher.sees(version)) << watcher.received();
    EXPECT_EQ(member.get("/api/items/" + row).json().at("ruling"), "low");
}

}  // namespace
}  // namespace kiemphieu::station::server
