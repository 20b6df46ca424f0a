// The HTTP edge: headers, names, limits, and what dawdles.

#include <cstdlib>
#include <thread>

#include "base/file.hpp"
#include "station/web/assets.hpp"
#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

class EdgeTest : public ServerTest {
  protected:
    std::string host() const { return "127.0.0.1:" + std::to_string(http_->port()); }
};

TEST_F(EdgeTest, PagesComeWithAPolicyThatLetsNothingElseIn) {
    Client one = client();
    const Reply page = one.get("/");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.type.starts_with("text/html"));
    for (const Reply& answer : {page, one.get("/api/session"), one.get("/no-such-page.js")}) {
        const std::string policy = answer.header("content-security-policy");
        EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << policy;
        EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
        EXPECT_EQ(policy.find("http"), std::string::npos) << "something of elsewhere is let in: " << policy;
        EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
        EXPECT_EQ(answer.header("referrer-policy"), "no-referrer");
    }
    EXPECT_EQ(one.get("/api/session").header("cache-control"), "no-store");
}

TEST_F(EdgeTest, FilesWithAHashAreKeptOthersAskedForAgain) {
    Client one = client();
    int hashed = 0;
    for (const web::Asset& asset : web::assets()) {
        const std::string path(asset.path);
        const Reply answer = one.get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.body, asset.bytes) << path;
        EXPECT_EQ(answer.type, asset.content_type) << path;
        const bool immutable = answer.header("cache-control").find("immutable") != std::string::npos;
        EXPECT_EQ(immutable, path.starts_with("/assets/")) << path;
        hashed += immutable ? 1 : 0;
        const Reply again = one.get(path, {{"If-None-Match", answer.header("etag")}});
        EXPECT_EQ(again.status, 304) << path;
        EXPECT_TRUE(again.body.empty());
    }
    EXPECT_GT(hashed, 0);
}

TEST_F(EdgeTest, OnlyItsOwnNameIsAnswered) {
    Client one = client();
    const std::string port = ":" + std::to_string(http_->port());
    EXPECT_EQ(one.get("/api/session", {{"Host", "localhost" + port}}).status, 200);
    const std::string names[]{"evil.example" + port,   "127.0.0.1",       "127.0.0.1:1",
                              "localhost.evil" + port, "10.0.0.1" + port, ""};
    for (const std::string& name : names) {
        const Reply answer = one.get("/api/session", {{"Host", name}});
        EXPECT_TRUE(answer.status == 421 || answer.status == 400) << name << " " << answer.status;
    }
}

TEST_F(EdgeTest, AnotherSitesPageCanCallNothing) {
    Client member = as(Role::member);
    const std::string row = pending_row(member);
    const std::string body = ruling(row, "high").dump();
    EXPECT_EQ(member.send("POST", "/api/rulings", body, {{"Origin", "http://evil.example"}}).code(), "origin");
    EXPECT_EQ(member.send("POST", "/api/rulings", body, {{"Sec-Fetch-Site", "cross-site"}}).code(), "origin");
    EXPECT_EQ(member.send("POST", "/api/rulings", body, {{"Content-Type", "text/plain"}}).status, 415)
        << "a form of another site can send text/plain";
    EXPECT_EQ(member.send("POST", "/api/rulings", body, {{"Origin", "http://" + host()}}).status, 200);
}

TEST_F(EdgeTest, NoWayOfWritingAPathLeadsOut) {
    Client head = as(Role::head);
    const std::string secret = *base::read_text_file(case_ / "keys/ballot.key");
    for (const char* path : {"keys/ballot.key", "minutes/../keys/ballot.key", "minutes/%2e%2e/keys/ballot.key",
                             "minutes/..%2fkeys%2fballot.key", "..%5ckeys%5cballot.key", "%2e%2e/%2e%2e/etc/passwd",
                             "/etc/passwd", "conference.toml", "record.sqlite", "minutes//../keys/record.key",
                             "accounts", "images", "minutes/%00/x", "ballots/."}) {
        const Reply answer = head.get(std::string("/api/files/") + path);
        EXPECT_TRUE(answer.status == 404 || answer.status == 400) << path << " " << answer.status;
        EXPECT_EQ(answer.body.find(secret.substr(0, 16)), std::string::npos) << path;
    }
    fs::create_directories(case_ / "minutes");
    fs::create_symlink(case_ / "keys/ballot.key", case_ / "minutes/link.pdf");
    EXPECT_EQ(head.get("/api/files/minutes/link.pdf").status, 404);
    for (const char* path : {"/../../etc/passwd", "/..%2f..%2fetc/passwd", "/assets/../../keys/ballot.key"}) {
        const std::string answer = over_socket(
            http_->port(),
            std::string("GET ") + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n", 2000);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 4")) << path << " " << answer.substr(0, 100);
    }
}

TEST_F(EdgeTest, BodiesHaveLimits) {
    Client head = as(Role::head);
    const Reply large = head.send("POST", "/api/declarations", "{\"why\":\"" + std::string(70'000, 'x') + "\"}", {});
    EXPECT_EQ(large.status, 413);
    Client nobody = client();
    EXPECT_EQ(nobody.send("POST", "/api/session", std::string(200'000, ' '), {}).status, 413);
    const Headers bytes{{"Content-Type", "application/octet-stream"}};
    EXPECT_EQ(head.send("POST", "/api/roster", std::string(9U << 20U, 'x'), bytes).status, 413);
    EXPECT_EQ(nobody.send("POST", "/api/roster", std::string(1U << 20U, 'x'), bytes).status, 401)
        << "what a stranger sends is not read";
    const std::string declared =
        over_socket(http_->port(),
                    "POST /api/session HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 99999999999\r\n\r\n", 3000);
    EXPECT_TRUE(declared.starts_with("HTTP/1.1 413")) << declared.substr(0, 100);
    const std::string chunked =
        over_socket(http_->port(),
                    "POST /api/session HTTP/1.1\r\nHost: " + host() + "\r\nTransfer-Encoding: chunked\r\n\r\n", 3000);
    EXPECT_TRUE(chunked.starts_with("HTTP/1.1 411")) << chunked.substr(0, 100);
}

TEST_F(EdgeTest, WhatDawdlesIsCutAndOthersAreServed) {
    stop();
    ServerOptions options;
    options.reading_limit = std::chrono::milliseconds{700};
    start(case_, options);
    const std::string cases[]{"GET /api/sess",
                              "POST /api/session HTTP/1.1\r\nHost: " + host() +
                                  "\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"na"};
    std::vector<std::jthread> slow;
    std::atomic<int> cut{0};
    for (int i = 0; i < 40; ++i) {
        slow.emplace_back([&, i] {
            const auto begin = std::chrono::steady_clock::now();
            over_socket(http_->port(), cases[i % 2], 15'000);
            if (std::chrono::steady_clock::now() - begin < std::chrono::seconds{8}) ++cut;
        });
    }
    Client one = client();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(one.get("/api/session").status, 200);
    slow.clear();
    EXPECT_EQ(cut.load(), 40);
    EXPECT_EQ(one.get("/api/session").status, 200);
}

TEST_F(EdgeTest, NonsenseIsAnsweredOrCutAndNeverAFault) {
    const std::string head = "Host: " + host() + "\r\n";
    for (const std::string& bytes :
         {std::string("\r\n\r\n"), std::string("GET"), std::string(100'000, 'A'), "GET / HTTP/9.9\r\n" + head + "\r\n",
          "BREW /api/session HTTP/1.1\r\n" + head + "\r\n",
          "GET /api/session HTTP/1.1\r\n" + head + std::string(20'000, 'x') + ": y\r\n\r\n",
          "GET /%zz HTTP/1.1\r\n" + head + "\r\n", "GET http://evil.example/ HTTP/1.1\r\n" + head + "\r\n",
          std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11)}) {
        const std::string answer = over_socket(http_->port(), bytes, 300);
        EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 501") ||
                    answer.starts_with("HTTP/9.9 "))
            << bytes.substr(0, 60) << " → " << answer.substr(0, 100);
    }
    EXPECT_EQ(client().get("/api/session").status, 200);
}

/// A case of the sample whose policy asks for a rehearsal, with two official ballots printed.
fs::path strict_case(const fs::path& work) {
    fs::remove_all(work);
    fs::copy(SOURCE_FOLDER "/samples/tinh-uy-song-van", work, fs::copy_options::recursive);
    std::string definition = base::read_text_file(work / "conference.toml").value();
    definition.replace(definition.find("[policy]\n"), 9, "[policy]\nrehearsal = \"require\"\n");
    EXPECT_TRUE(base::write_file_durably(work / "conference.toml", base::as_bytes(definition)).has_value());
    const std::string folder = (work / "case").string();
    const std::string program = KIEMPHIEU_PROGRAM;
    const std::string quiet = " >/dev/null 2>&1";
    EXPECT_EQ(
        std::system(
            (program + " new " + folder + " --conference " + (work / "conference.toml").string() + quiet).c_str()),
        0);
    EXPECT_EQ(
        std::system((program + " ballots " + folder + " --style C --count 2 -o " + folder + ".pdf" + quiet).c_str()),
        0);
    return folder;
}

TEST_F(EdgeTest, NoCountIsOpenedWithoutARehearsalThatPassedUnlessTheHeadWaivesIt) {
    stop();
    start(strict_case(root_ / "strict"));
    Client technician = as(Role::technician);
    Client head = as(Role::head);
    const Json order{{"source", "folder:" + tray_.string()}};
    const Reply refused = technician.post("/api/scan", order);
    EXPECT_GE(refused.status, 400);
    EXPECT_NE(refused.body.find("diễn tập"), std::string::npos) << refused.body;
    EXPECT_EQ(head.get("/api/rehearsals").json().at("may_open"), false);
    EXPECT_EQ(technician.post("/api/rehearsals/waive", {{"why", "gấp"}}).status, 403);
    EXPECT_GE(head.post("/api/rehearsals/waive", {{"why", " "}}).status, 400) << "a reason is asked for";
    EXPECT_GE(technician.post("/api/scan", order).status, 400);
    ASSERT_EQ(head.post("/api/rehearsals/waive", {{"why", "máy in hỏng"}}).status, 204);
    const Json waived = head.get("/api/rehearsals").json();
    EXPECT_EQ(waived.at("waived").at("who"), name_in(Role::head));
    EXPECT_EQ(waived.at("waived").at("why"), "máy in hỏng");
    EXPECT_NE(head.get("/api/log?limit=500").body.find("rehearsal_waived"), std::string::npos) << "the record has it";
    EXPECT_EQ(technician.post("/api/scan", order).status, 202);
}

}  // namespace
}  // namespace kiemphieu::station::server
