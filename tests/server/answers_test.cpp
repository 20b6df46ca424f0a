// Every operation answered well once, on a real case from sign-in to the evidence package; every answer is what
// openapi.yaml says.

#include <cstdlib>
#include <thread>

#include "station/signing/testing/test_keys.hpp"
#include "station/stations/scanning_station.hpp"
#include "tests/server/matrix_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

class Answers : public Matrix {
  protected:
    Reply kept(const char* operation, const Reply& answer, int status) {
        keep(operation, answer);
        EXPECT_EQ(answer.status, status) << operation << " " << answer.body.substr(0, 400);
        return answer;
    }
    /// Asks until a long work has ended.
    Json until_done(Client& one, const char* operation, const std::string& target) {
        while (true) {
            Json json = kept(operation, one.get(target), 200).json();
            if (!json.at("running").get<bool>()) return json;
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    }
    void sign_in_and_out() {
        Client one = client();
        kept("getSession", one.get("/api/session"), 200);
        const std::string code = station_->code().current();
        const char* name = "Lương Đình Khải";
        const Json first{{"name", name}, {"station_code", code}, {"passphrase", "mật khẩu dài"}};
        kept("signInFirst", one.post("/api/session/first", first), 200);
        EXPECT_EQ(one.post("/api/session/first", first).code(), "has_passphrase");
        const Json again{{"name", name}, {"passphrase", "mật khẩu dài"}};
        one.csrf = kept("signIn", one.post("/api/session", again), 200).json().at("csrf");
        kept("signOut", one.remove("/api/session"), 204);
        Client head = as(Role::head);
        kept("resetAccount", head.post("/api/accounts/L%C6%B0%C6%A1ng%20%C4%90%C3%ACnh%20Kh%E1%BA%A3i/reset"), 204);
        EXPECT_EQ(one.post("/api/session", again).code(), "no_passphrase");
    }
    /// The sheet printed, rendered as a scanner would give it, and learned from; ballots teach nothing.
    void calibrate(Client& technician) {
        const Json form = kept("makeForm", technician.post("/api/forms", {{"kind", "calibration"}}), 201).json();
        const fs::path scans = case_ / "calibration-scans";
        fs::create_directories(scans);
        const std::string render = "pdftoppm -r 200 -gray -jpeg '" +
                                   (case_ / form.at("files").at(0).get<std::string>()).string() + "' '" +
                                   (scans / "sheet").string() + "'";
        ASSERT_EQ(std::system(render.c_str()), 0);
        kept("calibrate", technician.post("/api/calibration", {{"source", "folder:" + tray_.string()}}), 202);
        EXPECT_TRUE(until_done(technician, "getCalibration", "/api/calibration").contains("error"));
        kept("calibrate", technician.post("/api/calibration", {{"source", "folder:" + scans.string()}}), 202);
        EXPECT_TRUE(until_done(technician, "getCalibration", "/api/calibration").contains("found"));
    }
    /// A ballot as it comes from the printer, held against its own style and another.
    void check_print(Client& technician) {
        const Json ballots{{"style", "A"}, {"count", 1}, {"kind", "test"}};
        const Json made = kept("printBallots", technician.post("/api/printings", ballots), 201).json();
        const std::string render = "pdftoppm -r 200 -gray -jpeg -f 1 -l 1 -singlefile '" +
                                   (case_ / made.at("file").get<std::string>()).string() + "' '" +
                                   (case_ / "blank").string() + "'";
        ASSERT_EQ(std::system(render.c_str()), 0);
        const auto bytes = base::read_file(case_ / "blank.jpg");
        ASSERT_TRUE(bytes.has_value());
        const auto checked = [&](const std::string& style, const std::string& scan) {
            kept("startPrintCheck",
                 technician.send("POST", "/api/print-check?name=phieu.jpg&style=" + style, scan,
                                 {{"Content-Type", "application/octet-stream"}}),
                 202);
            return until_done(technician, "getPrintCheck", "/api/print-check");
        };
        const std::string scan(bytes->begin(), bytes->end());
        const Json own = checked("A", scan).at("report");
        ASSERT_EQ(own.at("pages").size(), 1U) << own;
        EXPECT_FALSE(own.at("pages")[0].at("rows").empty());
        for (const Json& row : own.at("pages")[0].at("rows")) EXPECT_TRUE(row.at("good").get<bool>()) << row;
        EXPECT_FALSE(checked("B", scan).at("report").at("good").get<bool>());
        EXPECT_TRUE(checked("A", "no picture").contains("error"));
        EXPECT_EQ(technician.send("POST", "/api/print-check?style=Z", scan, {}).status, 400);
        EXPECT_EQ(technician.send("POST", "/api/print-check?style=A", "", {}).status, 400);
    }
    /// The head's report by a certificate file; how signing is refused has tests of its own.
    void sign_report(Client& head) {
        const auto authority = testing::TestKey::root(testing::authority_named("Nơi cấp"));
        const auto key = authority.issue({.name = name_in(Role::head)}).pkcs12("mật khẩu tệp");
        std::string body = "mật khẩu tệp";
        body.push_back('\0');
        body.append(key.begin(), key.end());
        kept("signDocument",
             head.send("POST", "/api/signatures?document=bao-cao-A.pdf&with=file", body,
                       {{"Content-Type", "application/octet-stream"}}),
             201);
        kept("listSignatures", head.get("/api/signatures"), 200);
    }
    void read_everything(Client& one) {
        for (const Json& operation : plan_) {
            if (operation.at("method") == "GET" && operation.at("operation") != "getEvents") {
                call(one, operation, "", operation.value("query", ""));
            }
        }
    }
    /// A station let in and released, which nevertheless ends by itself.
    void several_stations(Client& head) {
        const fs::path folder = case_.string() + "-tram";
        auto leading = CaseFolder::open(case_);
        ASSERT_TRUE(leading.has_value());
        ASSERT_TRUE(add_station(*leading, "Bàn 2", folder, name_in(Role::head)).has_value());
        while (kept("listStations", head.get("/api/stations"), 200).json().at("stations").empty()) {
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        kept("releaseStation", head.post("/api/stations/1/release", {{"why", "hỏng"}}), 204);
        StationOptions options;
        options.folder = folder;
        const auto station = Station::open(options);
        ASSERT_TRUE(station.has_value()) << base::to_string(station.error());
        const auto http = HttpServer::start(**station, {.port = 0});
        ASSERT_TRUE(http.has_value());
        Client technician((*http)->port());
        technician.become(**station, name_in(Role::technician), Role::technician);
        kept("endStation", technician.post("/api/stations/end"), 204);
        keep("endStation", technician.post("/api/stations/end"));
        keep("endStation", as(Role::technician).post("/api/stations/end"));
        kept("getStatus", technician.get("/api/status"), 200);
    }
    void pictures(Client& one) {
        const std::string row = pending_row(one);
        ASSERT_FALSE(row.empty());
        kept("getItem", one.get("/api/items/" + row), 200);
        for (const char* drawing : {"on", "off"}) {
            const Reply picture =
                kept("getItemPicture", one.get("/api/items/" + row + "/picture?drawing=" + drawing), 200);
            EXPECT_EQ(picture.body.substr(0, 2), "\xFF\xD8");
        }
        const Json found2 = one.get("/api/sheets?last=200").json().at("sheets");
        for (const Json& sheet : found2) {
            const std::string target = "/api/sheets/" + sheet.at("image").get<std::string>() + "/" +
                                       std::to_string(sheet.at("page_in_file").get<int>()) + "/picture?width=300";
            kept("getSheetPicture", one.get(target), 200);
        }
    }
    void keying(Client& one) {
        std::string serial;
        for (const Printed& printed : station_->live()->view()->state.printings) {
            for (const base::Serial candidate : printed.serials) {
                if (!station_->live()->view()->find_page(candidate, 1)) serial = base::to_string(candidate);
            }
        }
        ASSERT_FALSE(serial.empty());
        const std::string paper = "paper:" + serial + ":1";
        const Json asked = kept("getPaper", one.get("/api/papers?code=" + paper), 200).json();
        Json rows = Json::object();
        for (const Json& number : asked.at("numbers")) rows[std::to_string(number.get<int>())] = "high";
        const Json entered =
            kept("enterPaper", one.post("/api/entries", {{"item", paper}, {"rows", rows}}), 200).json();
        EXPECT_EQ(entered.at("standing"), "awaits_second");
        const Json entries = kept("listEntries", one.get("/api/entries"), 200).json();
        EXPECT_EQ(entries.at("entries").size(), 1U);
        EXPECT_EQ(entries.dump().find("\"high\""), std::string::npos) << "what was keyed is told";
        Client secretary = as(Role::secretary);
        const Json word{{"item", paper}, {"answer", "disagrees"}, {"why", "thử"}};
        kept("answerSecond", secretary.post("/api/seconds", word), 200);
        EXPECT_EQ(secretary.post("/api/seconds", {{"item", paper}, {"answer", "agrees"}}).status, 409);
        kept("takeBack", one.post("/api/rulings/take-back", {{"item", paper}}), 200);
        EXPECT_EQ(kept("listEntries", one.get("/api/entries"), 200).json().at("entries").size(), 0U);
    }
    /// Noted, changed, settled later and taken back.
    void notes_for_the_minutes() {
        Client secretary = as(Role::secretary);
        const auto write = [&](const Json& order) {
            return kept("writeNote", secretary.post("/api/notes", order), 201);
        };
        write({{"subject", "opened"}, {"text", "08:05"}});
        write({{"subject", "opened"}, {"text", "08:10"}, {"style", "A"}});
        EXPECT_EQ(write({{"subject", "complaint"}, {"text", "Đề nghị  đếm lại"}}).json().at("text"), "Đề nghị đếm lại");
        write({{"subject", "complaint"}, {"entry", 1}, {"text", "Đề nghị đếm lại"}, {"settled", "đã đếm lại"}});
        EXPECT_EQ(write({{"subject", "seal"}, {"text", "NP-01"}}).json().at("entry"), 1);
        EXPECT_EQ(write({{"subject", "seal"}, {"text", "NP-02"}}).json().at("entry"), 2);
        write({{"subject", "seal"}, {"entry", 1}, {"text", ""}});
        const Json found = kept("listNotes", secretary.get("/api/notes"), 200).json().at("notes");
        ASSERT_EQ(found.size(), 4U) << found;
        EXPECT_EQ(found[2].at("settled"), "đã đếm lại");
        EXPECT_EQ(found[3].at("text"), "NP-02");
        for (const Json& one : found) EXPECT_EQ(one.at("who"), name_in(Role::secretary));
        const std::vector<std::pair<Json, std::string>> refused{
            {{{"subject", "opened"}, {"text", "25:00"}}, "time"},
            {{{"subject", "seal"}, {"entry", 1}, {"text", ""}}, "no_note"},
            {{{"subject", "seal"}, {"text", "x"}, {"settled", "x"}}, "settled"},
            {{{"subject", "seal"}, {"text", "x"}, {"style", "Z"}}, "style"},
            {{{"subject", "closed"}, {"entry", 2}, {"text", "10:00"}}, "entry"},
            {{{"subject", "seal"}, {"text", "a\u0007b"}}, "text"},
        };
        for (const auto& [order, code] : refused) {
            const Reply answer = secretary.post("/api/notes", order);
            EXPECT_EQ(answer.code(), code) << order << answer.body;
            EXPECT_NE(answer.body.find("\"vi\":"), std::string::npos);
        }
        EXPECT_EQ(secretary.get("/api/notes").json().at("notes").size(), 4U) << "a refused note was written";
    }
    static Json definition() {
        return {{"organisation", "Tỉnh ủy"},
                {"place", "Sông Vân"},
                {"date", "2023-12-15"},
                {"session", "lần thứ nhất"},
                {"kind", "party"},
                {"styles",
                 {{{"id", "A"},
                   {"voters", "các đồng chí"},
                   {"positions", "các chức danh"},
                   {"candidates",
                    {{{"name", "Nguyễn Văn An"}, {"position", "Bí thư"}},
                     {{"name", "Trần Thị Bình"}, {"position", "Phó Bí thư"}}}},
                   {"members", 9},
                   {"summoned", 9},
                   {"present", 9},
                   {"present_at_vote", 9}}}},
                {"committee", {{{"name", "Lê Văn Cường"}, {"role", "head"}}}}};
    }
    void make_a_case_in_an_empty_folder() {
        stop();
        start(case_ / "empty");
        Client one = client();
        EXPECT_EQ(one.get("/api/session").json().at("case"), "none");
        EXPECT_EQ(one.post("/api/session/setup", {{"station_code", "AAAA-AAAA"}}).code(), "wrong_code");
        const Json code{{"station_code", station_->code().current()}};
        one.csrf = kept("signInSetup", one.post("/api/session/setup", code), 200).json().at("csrf");
        EXPECT_EQ(one.get("/api/status").status, 403);
        Json wrong = definition();
        wrong["styles"][0]["candidates"][1]["name"] = "";
        wrong["committee"][0]["role"] = "member";
        const Json problems =
            kept("checkDefinition", one.post("/api/definition/check", {{"definition", wrong}}), 200).json();
        ASSERT_EQ(problems.at("problems").size(), 2U) << problems;
        EXPECT_EQ(problems.at("problems")[0].at("field"), "styles.0.candidates.1.name");
        EXPECT_EQ(problems.at("problems")[0].at("row"), 2);
        EXPECT_EQ(one.post("/api/case", {{"definition", wrong}}).status, 400);
        EXPECT_FALSE(fs::exists(case_ / "empty/record.sqlite"));
        const Json whole{{"definition", definition()}};
        const Reply page = kept("previewDefinition", one.post("/api/definition/preview", whole), 200);
        EXPECT_EQ(page.header("x-pages"), "1");
        const std::string pasted = "1\tNguyễn Văn An\tBí thư\n2\tTrần Thị Bình\t\n";
        const Headers bytes{{"Content-Type", "application/octet-stream"}};
        const Json roster = kept("readRoster", one.send("POST", "/api/roster", pasted, bytes), 200).json();
        EXPECT_EQ(roster.at("candidates").size(), 2U);
        ASSERT_EQ(roster.at("problems").size(), 1U) << roster;
        EXPECT_EQ(roster.at("problems")[0].at("column"), "position");
        // Under a title, headed as the plan's own form is, in capitals.
        const std::string headed = "DANH SÁCH\t\t\nSTT\tHỌ VÀ TÊN\tCHỨC VỤ, ĐƠN VỊ CÔNG TÁC\n1\tĐặng Quốc Ân\tBí thư\n";
        const Json under = kept("readRoster", one.send("POST", "/api/roster", headed, bytes), 200).json();
        ASSERT_EQ(under.at("candidates").size(), 1U) << under;
        EXPECT_EQ(under.at("candidates")[0].at("name"), "Đặng Quốc Ân");
        EXPECT_TRUE(under.at("problems").empty()) << under;
        kept("makeCase", one.post("/api/case", whole), 201);
        EXPECT_EQ(one.get("/api/definition").status, 401) << "the set-up session outlives the set-up";
        EXPECT_EQ(one.post("/api/session/setup", code).code(), "case_open");
    }
    void events_begin_at_once() {
        Client one = as(Role::observer);
        const std::string host = "Host: 127.0.0.1:" + std::to_string(http_->port()) + "\r\n";
        const std::string stream = over_socket(
            http_->port(), "GET /api/events HTTP/1.1\r\n" + host + "Cookie: " + one.cookie + "\r\n\r\n", 500);
        EXPECT_NE(stream.find("event: record\ndata: {\"version\":"), std::string::npos) << stream;
        keep("getEvents", {200, "text/event-stream", "bytes", {}});
    }
    void confirm_and_reopen() {
        for (const Role role : {Role::head, Role::secretary}) {
            Client one = client();
            const Json first{
                {"name", name_in(role)}, {"station_code", station_->code().current()}, {"passphrase", "mật khẩu dài"}};
            one.csrf = kept("signInFirst", one.post("/api/session/first", first), 200).json().at("csrf");
            EXPECT_EQ(one.post("/api/confirmations", {{"passphrase", "sai mật khẩu"}}).status, 403);
            const Reply confirmed =
                kept("confirm", one.post("/api/confirmations", {{"passphrase", "mật khẩu dài"}}), 200);
            EXPECT_EQ(confirmed.json().at("final").get<bool>(), role == Role::secretary);
        }
        Client head = client();
        const Json again{{"name", name_in(Role::head)}, {"passphrase", "mật khẩu dài"}};
        head.csrf = kept("signIn", head.post("/api/session", again), 200).json().at("csrf");
        const Json files = kept("makeMinutes", head.post("/api/minutes"), 201).json();
        EXPECT_FALSE(files.at("draft").get<bool>());
        sign_report(head);
        const std::string report = files.at("files").at(0);
        kept("getFile", head.get("/api/files/" + report), 200);
        EXPECT_EQ(kept("getFile", head.get("/api/files/" + report + "?png=1&width=200"), 200).body.substr(1, 3), "PNG");
        kept("exportPackage", head.post("/api/export", Json{{"passphrase", "mật khẩu gói"}}), 201);
        kept("exportPackage", head.post("/api/export"), 201);
        kept("startVerification", head.post("/api/verification"), 202);
        EXPECT_TRUE(until_done(head, "getVerification", "/api/verification").at("report").at("holds").get<bool>());
        EXPECT_EQ(head.post("/api/rulings", ruling("row:0000000000000001:1", "high")).code(), "confirmed");
        kept("reopen", head.post("/api/reopenings", {{"why", "thử"}, {"passphrase", "mật khẩu dài"}}), 204);
    }
};

TEST_F(Answers, AreAsDescribed) {
    sign_in_and_out();
    Client head = as(Role::head);
    Client member = as(Role::member);
    Client technician = as(Role::technician);
    read_everything(head);
    EXPECT_EQ(head.get("/api/results").code(), "pending");
    EXPECT_EQ(head.get("/api/counted").code(), "pending");
    pictures(member);
    keying(member);

    const std::string row = pending_row(member);
    const Json items{{"items", {{{"item", row}}}}};
    kept("takeLeases", member.post("/api/leases", items), 200);
    EXPECT_EQ(kept("getItem", head.get("/api/items/" + row), 200).json().at("held_by"), name_in(Role::member));
    EXPECT_EQ(kept("takeLeases", head.post("/api/leases", items), 200).json().at("others").size(), 1U);
    kept("letLeasesGo", member.post("/api/leases/let-go", items), 204);
    kept("rule", member.post("/api/rulings", ruling(row, "high")), 200);
    EXPECT_TRUE(kept("getItem", member.get("/api/items/" + row), 200).json().at("mine").get<bool>());
    kept("takeBack", member.post("/api/rulings/take-back", {{"item", row}}), 200);
    EXPECT_TRUE(kept("getItem", member.get("/api/items/" + row), 200).json().at("pending").get<bool>());
    EXPECT_EQ(member.post("/api/rulings/take-back", {{"item", row}}).code(), "nothing_to_take_back");

    kept("printBallots", technician.post("/api/printings", {{"style", "A"}, {"count", 1}, {"kind", "test"}}), 201);
    kept("makeForm", technician.post("/api/forms", {{"kind", "phu-luc-2"}}), 201);
    kept("makeForm", technician.post("/api/forms", {{"kind", "test-deck"}, {"style", "C"}}), 201);
    kept("rehearse", technician.post("/api/rehearsals", {{"source", "folder:" + tray_.string()}}), 202);
    EXPECT_TRUE(until_done(technician, "listRehearsals", "/api/rehearsals").contains("error"));
    calibrate(technician);
    check_print(technician);
    kept("waiveRehearsal", head.post("/api/rehearsals/waive", {{"why", "thử"}}), 204);
    kept("startScan", technician.post("/api/scan", {{"source", "folder:" + tray_.string()}, {"batch", "hai"}}), 202);
    kept("stopScan", technician.remove("/api/scan"), 202);
    const Json scan = until_done(technician, "getScan", "/api/scan");
    EXPECT_EQ(scan.at("accepted"), 0) << "the same files again change nothing";

    notes_for_the_minutes();
    rule_on_all(member, [&](const Json& body) { kept("rule", member.post("/api/rulings", body), 200); });
    read_everything(head);
    kept("getResults", head.get("/api/results"), 200);
    kept("listCounted", head.get("/api/counted?level=high&score_to=0.9999"), 200);
    kept("getLog", head.get("/api/log?limit=500"), 200);
    confirm_and_reopen();

    several_stations(head);
    Json batches = kept("listBatches", head.get("/api/batches"), 200).json();
    const std::string batch = std::to_string(batches.at("batches").at(0).at("batch").get<int>());
    kept("setBatchAside", member.post("/api/batches/" + batch + "/set-aside", {{"why", "thử"}}), 204);
    kept("declareFigures",
         head.post("/api/declarations",
                   {{"style", "A"}, {"issued", 8}, {"collected", 8}, {"summoned", 60}, {"present", 50}}),
         204);
    events_begin_at_once();
    make_a_case_in_an_empty_folder();
    expect_answers_as_described();
}

}  // namespace
}  // namespace kiemphieu::station::server
