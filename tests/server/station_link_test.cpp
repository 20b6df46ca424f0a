// Two stations of one count at their pages, a real PostgreSQL between them: what one scans the other counts, a paper
// fed at both is shown, and a server that goes away is told and loses nothing.

#include <array>
#include <thread>

#include "base/file.hpp"
#include "station/stations/scanning_station.hpp"
#include "station/store/postgres_log.hpp"
#include "tests/postgres/trial_server.hpp"
#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

/// A station of its own on a port of its own.
struct Served {
    std::unique_ptr<Station> station;
    std::unique_ptr<HttpServer> http;
};

class StationLinkTest : public ServerTest {
  protected:
    void SetUp() override {
        stations_url_ = meeting_place().url("station");
        // All cases here are copies of one count: what the last one's station handed over is not this one's.
        meeting_place().tamper("DELETE FROM kiemphieu.events");
        ServerTest::SetUp();
        auto leading = CaseFolder::open(case_);
        ASSERT_TRUE(leading.has_value());
        there_ = case_.string() + "-tram";
        fs::remove_all(there_);
        ASSERT_TRUE(add_station(*leading, "Bàn 2", there_, name_in(Role::head)).has_value());
        StationOptions options;
        options.folder = there_;
        options.stations_url = stations_url_;
        auto station = Station::open(options);
        ASSERT_TRUE(station.has_value()) << base::to_string(station.error());
        second_.station = std::move(*station);
        auto http = HttpServer::start(*second_.station, {.port = 0});
        ASSERT_TRUE(http.has_value()) << base::to_string(http.error());
        second_.http = std::move(*http);
    }
    void TearDown() override {
        second_ = {};
        ServerTest::TearDown();
    }

    /// The hall's papers scanned anew, for the n-th time: the same picture in another file, by a comment in the JPEG.
    fs::path scanned_anew(std::uint8_t time, std::size_t most) const {
        const fs::path folder = case_.string() + "-" + std::to_string(time);
        fs::remove_all(folder);
        fs::create_directories(folder);
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(tray_)) files.push_back(entry.path());
        std::ranges::sort(files);
        for (std::size_t i = 0; i < std::min(most, files.size()); ++i) {
            auto bytes = base::read_file(files[i]).value();
            const std::array<std::uint8_t, 5> comment{0xFF, 0xFE, 0, 3, time};
            bytes.insert(bytes.begin() + 2, comment.begin(), comment.end());
            EXPECT_TRUE(base::write_file_durably(folder / files[i].filename(), bytes));
        }
        return folder;
    }
    /// Scans a folder at the second station, to its end.
    Json scan_there(Client& technician, const fs::path& folder) {
        const Json order{{"source", "folder:" + folder.string()}, {"batch", folder.filename().string()}};
        EXPECT_EQ(technician.post("/api/scan", order).status, 202);
        Json scan;
        EXPECT_TRUE(comes_true([&] {
            scan = technician.get("/api/scan").json();
            return !scan.at("running").get<bool>();
        }));
        return scan;
    }
    /// Whether it comes true within a minute: a hand-over and an adoption take a second each.
    template <class Condition>
    static bool comes_true(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        while (std::chrono::steady_clock::now() < end) {
            if (condition()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        return false;
    }
    Client there(Role role) const {
        Client one(second_.http->port());
        one.become(*second_.station, name_in(role), role);
        return one;
    }
    static std::string link_state(Client& one) {
        return one.get("/api/status").json().at("link").at("state").get<std::string>();
    }

    /// Where the stations meet: a server of this program's own.
    static kiemphieu::testing::TrialServer& meeting_place() {
        static kiemphieu::testing::TrialServer server;
        static const bool prepared = prepare_postgres(server.url("board")).has_value();
        EXPECT_TRUE(prepared);
        return server;
    }
    fs::path there_;
    Served second_;
};

TEST_F(StationLinkTest, AScanningStationHasOneStepOfItsOwn) {
    Client technician(second_.http->port());
    const Json first{{"name", name_in(Role::technician)},
                     {"station_code", second_.station->code().current()},
                     {"passphrase", "mật khẩu dài"}};
    EXPECT_EQ(technician.post("/api/session/first", first).status, 200) << "people sign in at its pages as anywhere";
    technician = there(Role::technician);
    const Json status = technician.get("/api/status").json();
    EXPECT_EQ(status.at("station").at("station"), 1);
    EXPECT_EQ(status.at("mode"), "official") << "no page says TEST where votes are scanned";
    for (const Json& step : status.at("procedure")) {
        EXPECT_EQ(step.at("state"), step.at("step") == "scan" ? "now" : "blocked") << step;
    }
    EXPECT_EQ(technician.post("/api/printings", {{"style", "A"}, {"count", 1}, {"kind", "test"}}).status, 400)
        << "a scanning station prints nothing";
    EXPECT_TRUE(comes_true([&] { return link_state(technician) == "in_reach"; }));
}

TEST_F(StationLinkTest, APaperFedAtTwoStationsIsShownWithBothScans) {
    Client technician = there(Role::technician);
    Client observer = as(Role::observer);
    const Json before = observer.get("/api/status").json();
    EXPECT_EQ(observer.get("/api/repeats").json().at("total"), 0);
    const Json scan = scan_there(technician, scanned_anew(1, 4));
    EXPECT_EQ(scan.at("accepted"), 4) << scan;
    const Json own = technician.get("/api/sheets").json();
    for (const Json& sheet : own.at("sheets")) EXPECT_FALSE(sheet.contains("item")) << "nobody rules here";

    Json repeats;
    ASSERT_TRUE(comes_true([&] {
        repeats = observer.get("/api/repeats").json();
        return repeats.at("total") == scan.at("read");
    })) << repeats;
    ASSERT_GT(scan.at("read").get<int>(), 0) << scan << own;
    for (const Json& paper : repeats.at("papers")) {
        EXPECT_EQ(paper.at("again").at("station").at("name"), "Bàn 2");
        EXPECT_FALSE(paper.at("counted").contains("station")) << "counted at the station that leads";
        for (const char* place : {"counted", "again"}) {
            const std::string picture = "/api/sheets/" + paper.at(place).at("image").get<std::string>() + "/" +
                                        std::to_string(paper.at(place).at("page_in_file").get<int>()) + "/picture";
            EXPECT_EQ(observer.get(picture).status, 200);
        }
    }
    int fed_again = 0;
    const Json batches = observer.get("/api/batches").json();
    for (const Json& batch : batches.at("batches")) {
        fed_again += batch.at("fed_again").get<int>();
        EXPECT_EQ(batch.contains("station"), batch.at("fed_again") > 0);
    }
    EXPECT_EQ(fed_again, repeats.at("total"));
    EXPECT_EQ(observer.get("/api/status").json().at("styles"), before.at("styles")) << "nothing counts twice";
}

TEST_F(StationLinkTest, AServerThatGoesAwayIsToldAndLosesNothing) {
    Client technician = there(Role::technician);
    Client head = as(Role::head);
    ASSERT_TRUE(comes_true([&] { return link_state(technician) == "in_reach" && link_state(head) == "in_reach"; }));
    meeting_place().crash();
    ASSERT_TRUE(comes_true([&] { return link_state(technician) == "cut_off" && link_state(head) == "cut_off"; }));
    const Json scan = scan_there(technician, scanned_anew(2, 3));
    EXPECT_EQ(scan.at("accepted"), 3) << "scanning goes on";
    Json cut;
    EXPECT_TRUE(comes_true([&] {
        cut = technician.get("/api/status").json().at("link");
        return cut.at("waiting") == 3;
    })) << cut;
    EXPECT_FALSE(cut.at("detail").get<std::string>().empty());

    meeting_place().start();
    ASSERT_TRUE(comes_true([&] {
        const Json link = technician.get("/api/status").json().at("link");
        return link.at("state") == "in_reach" && link.at("waiting") == 0;
    }));
    ASSERT_TRUE(comes_true([&] {
        const Json stations = head.get("/api/stations").json();
        return stations.at("stations").at(0).at("sides") == 3;
    }));

    EXPECT_FALSE(head.get("/api/stations").json().at("stations").at(0).at("ended").get<bool>());
    EXPECT_EQ(technician.post("/api/stations/end").status, 204);
    EXPECT_EQ(technician.post("/api/scan", {{"source", "folder:" + tray_.string()}}).code(), "ended");
    ASSERT_TRUE(
        comes_true([&] { return head.get("/api/stations").json().at("stations").at(0).at("ended").get<bool>(); }));
    EXPECT_EQ(head.post("/api/stations/1/release", {{"why", "hỏng"}}).status, 400) << "it ended by itself";
}

TEST_F(StationLinkTest, WhatTheServerAlteredIsToldAndNotTakenOver) {
    Client technician = there(Role::technician);
    Client head = as(Role::head);
    ASSERT_TRUE(comes_true([&] { return link_state(technician) == "in_reach"; }));
    meeting_place().crash();
    ASSERT_TRUE(comes_true([&] { return link_state(head) == "cut_off"; }));
    scan_there(technician, scanned_anew(3, 2));
    stop();  // nobody takes over while the administrator has his way
    meeting_place().start();
    ASSERT_TRUE(comes_true([&] { return technician.get("/api/status").json().at("link").at("waiting") == 0; }));
    meeting_place().tamper(
        "UPDATE kiemphieu.events SET body = replace(body, '\"read\"', '\"none\"') "
        "WHERE kind = 'sheet_accepted' AND log LIKE '" +
        base::to_string(second_.station->live()->view()->state.made.conference) + ".station-%'");
    start(case_);
    head = as(Role::head);
    ASSERT_TRUE(comes_true([&] { return link_state(head) == "refused"; }));
    EXPECT_EQ(head.get("/api/stations").json().at("stations").at(0).at("sides"), 0);
}

}  // namespace
}  // namespace kiemphieu::station::server
