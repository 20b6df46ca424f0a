// An item is before one person at a time, for as long as they are at work.

#include <algorithm>
#include <set>
#include <thread>

#include "station/server/leases.hpp"
#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

class LeaseTest : public ServerTest {
  protected:
    static Json order(const std::vector<std::string>& items, int most = 5000) {
        Json json{{"items", Json::array()}, {"most", most}};
        for (const std::string& item : items) json["items"].push_back({{"item", item}});
        return json;
    }
    static std::vector<std::string> take(Client& one, const std::vector<std::string>& items, int most = 5000) {
        const Reply answer = one.post("/api/leases", order(items, most));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.json().at("held").get<std::vector<std::string>>();
    }
    static void let_go(Client& one, const std::vector<std::string>& items) {
        Json body = order(items);
        body.erase("most");
        EXPECT_EQ(one.post("/api/leases/let-go", body).status, 204);
    }
    static std::vector<std::string> rows(Client& one, const std::string& held = "shown") {
        std::vector<std::string> out;
        const Json found = one.get("/api/items?limit=500&held=" + held).json().at("items");
        for (const Json& item : found) {
            const auto name = item.at("item").get<std::string>();
            if (name.starts_with("row:")) out.push_back(name);
        }
        return out;
    }
    static std::string holder(Client& one, const std::string& item) {
        return one.get("/api/items/" + item).json().value("held_by", "");
    }
    void wait(std::chrono::seconds seconds) { later_ = later_.load() + seconds; }
};

TEST_F(LeaseTest, ARowIsBeforeOnePersonAtATime) {
    Client member = as(Role::member);
    Client secretary = as(Role::secretary);
    const auto all = rows(member);
    ASSERT_GE(all.size(), 3U);
    EXPECT_EQ(take(member, all, 1), std::vector{all[0]});
    EXPECT_EQ(take(secretary, all, 1), std::vector{all[1]}) << "the first that nobody else has";
    const Reply told = secretary.post("/api/leases", order({all[0]}));
    EXPECT_TRUE(told.json().at("held").empty());
    EXPECT_EQ(told.json().at("others").at(0).at("who"), name_in(Role::member));
    EXPECT_EQ(holder(secretary, all[0]), name_in(Role::member));
    EXPECT_EQ(holder(member, all[0]), "") << "it is one's own";
    const auto free = rows(secretary, "left_out");
    EXPECT_EQ(free.size(), all.size() - 1);
    EXPECT_EQ(std::ranges::find(free, all[0]), free.end());
    EXPECT_EQ(secretary.get("/api/items?limit=1&held=left_out").json().at("total"),
              member.get("/api/items?limit=1").json().at("total"))
        << "what others have waits all the same";
}

TEST_F(LeaseTest, RulingOnWhatSomebodyElseHasIsRefusedAndSaysWho) {
    Client member = as(Role::member);
    Client secretary = as(Role::secretary);
    const auto all = rows(member);
    take(member, {all[0]});
    const Json both{{"rulings", {{{"item", all[1]}, {"ruling", "high"}}, {{"item", all[0]}, {"ruling", "high"}}}}};
    const Reply refused = secretary.post("/api/rulings", both);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "held");
    EXPECT_EQ(refused.json().at("error").at("place"), all[0]);
    EXPECT_NE(refused.body.find(name_in(Role::member)), std::string::npos) << refused.body;
    EXPECT_EQ(rows(member).size(), all.size()) << "all or none";
    EXPECT_EQ(take(member, {all[1]}), std::vector{all[1]}) << "what was refused keeps nobody from the rest";
    EXPECT_EQ(member.post("/api/rulings", both).status, 200);
    EXPECT_TRUE(take(member, {all[0]}).empty()) << "what was ruled on is before nobody";
    // What nobody has may be ruled on: a station that was started again has forgotten every lease.
    EXPECT_EQ(secretary.post("/api/rulings", ruling(all[2], "high")).status, 200);
}

TEST_F(LeaseTest, WhoTouchesNothingLosesItAndWhoWorksKeepsIt) {
    Client member = as(Role::member);
    Client secretary = as(Role::secretary);
    const std::string row = pending_row(member);
    take(member, {row});
    wait(lease_length - std::chrono::seconds{1});
    EXPECT_TRUE(take(secretary, {row}).empty());
    EXPECT_EQ(take(member, {row}), std::vector{row}) << "renewed";
    wait(lease_length - std::chrono::seconds{1});
    EXPECT_TRUE(take(secretary, {row}).empty());
    wait(std::chrono::seconds{1});
    EXPECT_EQ(take(secretary, {row}), std::vector{row}) << "offered again";
    EXPECT_EQ(member.post("/api/rulings", ruling(row, "high")).code(), "held") << "who comes back late is told";
}

TEST_F(LeaseTest, WhatIsGivenBackIsFreeAtOnce) {
    Client member = as(Role::member);
    Client secretary = as(Role::secretary);
    const auto all = rows(member);
    take(member, {all[0], all[1]});
    let_go(secretary, {all[0]});
    EXPECT_TRUE(take(secretary, {all[0]}).empty()) << "only one's own can be given back";
    let_go(member, {all[0]});
    EXPECT_EQ(take(secretary, {all[0], all[1]}), std::vector{all[0]});
    EXPECT_EQ(member.remove("/api/session").status, 204);
    EXPECT_EQ(take(secretary, {all[1]}), std::vector{all[1]}) << "who signs out holds nothing";
}

TEST_F(LeaseTest, WhatWaitsForNobodyIsNobodys) {
    Client member = as(Role::member);
    EXPECT_TRUE(take(member, {"row:0000000000000001:1", "write-in:0000000000000001:1"}).empty());
    EXPECT_EQ(member.post("/api/leases", order({"nonsense"})).code(), "bad_input");
    EXPECT_EQ(as(Role::observer).post("/api/leases", order({})).code(), "role");
}

TEST_F(LeaseTest, ManyAtOnceNeverGetTheSame) {
    Client any = as(Role::member);
    const auto all = rows(any);
    const std::vector<Role> roles{Role::head, Role::secretary, Role::member};
    std::vector<std::vector<std::string>> got(roles.size());
    {
        std::vector<std::jthread> running;
        for (std::size_t i = 0; i < roles.size(); ++i) {
            running.emplace_back([&, i] {
                Client one = as(roles[i]);
                while (true) {
                    auto want = all;
                    std::erase_if(want, [&](const auto& row) { return std::ranges::count(got[i], row) > 0; });
                    const auto next = take(one, want, 1);
                    if (next.empty()) return;
                    got[i].push_back(next[0]);
                }
            });
        }
    }
    std::set<std::string> different;
    std::size_t given = 0;
    for (const auto& one : got) {
        different.insert(one.begin(), one.end());
        given += one.size();
    }
    EXPECT_EQ(different.size(), all.size());
    EXPECT_EQ(given, all.size()) << "a row was before two people";
}

}  // namespace
}  // namespace kiemphieu::station::server
