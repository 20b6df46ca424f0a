// How long the station's answers take when the record is long. Usage: server_bench [ROWS [FLAGGED]]; of a hundred rows
// FLAGGED are put before people, 4 when left out: 100 is a queue of all of them. Prints milliseconds of wall clock as
// percentiles, the machine's load before and after, and ends with exit code 1 when a call's 95th percentile is over 50;
// over 100 where more than a tenth is flagged.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "station/review/acts.hpp"
#include "station/server/http_server.hpp"
#include "tests/server/client.hpp"

using namespace kiemphieu;
using namespace kiemphieu::station;
using namespace kiemphieu::station::server;
namespace fs = std::filesystem;

namespace {

constexpr int candidates = 13;
/// Of a hundred rows so many are put before people: a hall that writes badly.
int flagged_percent = 4;
double limit_ms = 50;

template <class Result>
auto need(Result result) {
    if (!result) throw std::runtime_error(base::to_string(result.error()));
    if constexpr (!std::is_same_v<Result, base::Expected<void, base::Failure>>) return std::move(*result);
}

double timed_ms(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

std::string definition(int ballots) {
    std::string text =
        "organisation = \"Tỉnh ủy\"\nplace = \"Sông Vân\"\ndate = 2023-12-15\nsession = \"x\"\nkind = \"party\"\n"
        "[[style]]\nid = \"A\"\nvoters = \"v\"\npositions = \"p\"\n";
    for (const char* key : {"members", "summoned", "present", "absent_at_start", "present_at_vote"}) {
        text +=
            std::string(key) + " = " + (std::string(key) == "absent_at_start" ? "0" : std::to_string(ballots)) + "\n";
    }
    for (int i = 0; i < candidates; ++i) {
        text += "[[style.candidate]]\nname = \"Người " + std::to_string(i) + "\"\nposition = \"Ủy viên\"\n";
    }
    for (const char* who : {"Trưởng\"\nrole = \"head", "Thư\"\nrole = \"secretary", "Viên\"\nrole = \"member"}) {
        text += std::string("[[committee]]\nname = \"") + who + "\"\n";
    }
    return text;
}

/// A sheet as the machine would read it: clear marks, and now and then a row for people.
omr::SheetReading reading_of(const CaseFolder& folder, base::Serial serial, const forms::LayoutPage& page,
                             int& row_number) {
    const forms::BallotLayout& layout = folder.definition().layouts.front();
    omr::SheetReading reading;
    reading.status = omr::PageStatus::read;
    reading.code = forms::SheetCode{layout.conference,          layout.style, layout.id, serial, page.page, page.sheet,
                                    forms::BallotKind::official};
    reading.authentic = true;
    for (const forms::Row& row : page.rows) {
        const int n = row_number++;
        omr::RowReading r{row.number, omr::Decision::high, {}, omr::NameCrossed::no, {}};
        r.scores[static_cast<std::size_t>(n % 3)] = 0.9 + (n % 100) / 1000.0;
        r.decision = static_cast<omr::Decision>(n % 3);
        if (n % 100 < flagged_percent) r.decision = n % 2 == 0 ? omr::Decision::none : omr::Decision::review;
        reading.rows.push_back(r);
    }
    return reading;
}

void fill(CaseFolder& folder, int ballots) {
    const forms::BallotLayout& layout = folder.definition().layouts.front();
    Printed printed{layout.style, layout.id, forms::BallotKind::official, {}};
    for (int i = 1; i <= ballots; ++i) {
        base::Serial serial;
        const base::Digest digest = base::sha256(base::as_bytes("serial " + std::to_string(i)));
        for (int b = 0; b < 8; ++b) serial.value = serial.value << 8U | digest[static_cast<std::size_t>(b)];
        printed.serials.push_back(serial);
    }
    std::ranges::sort(printed.serials);
    need(folder.record().append(printed));
    Batch batch{"bench", {}};
    int row = 0;
    std::vector<std::string> images;
    std::vector<NewSheet> sheets;
    const auto flush = [&] {
        need(folder.record().accept(batch, sheets));
        sheets.clear();
        images.clear();
    };
    images.reserve(1000);
    for (const base::Serial serial : printed.serials) {
        for (const forms::LayoutPage& page : layout.pages) {
            images.push_back("image of " + base::to_string(serial) + std::to_string(page.page));
            const SheetKey key{base::sha256(base::as_bytes(images.back())), 1};
            sheets.push_back({key, "x.jpg", base::as_bytes(images.back()), reading_of(folder, serial, page, row)});
        }
        if (sheets.size() >= 500) flush();
    }
    if (!sheets.empty()) flush();
    Declared declared;
    declared.figures.style = layout.style;
    declared.figures.issued = declared.figures.collected = ballots;
    need(declare(folder.record(), folder.definition(), declared));
}

/// What was measured of one call.
class Table {
  public:
    Table() { std::printf("%-44s %5s %8s %8s %8s %8s\n", "ms", "n", "p50", "p90", "p95", "slowest"); }
    void add(const std::string& name, std::vector<double> ms) {
        std::ranges::sort(ms);
        const auto at = [&](std::size_t percent) { return ms[(ms.size() - 1) * percent / 100]; };
        const bool slow = at(95) > limit_ms;
        slow_ = slow_ || slow;
        std::printf("%-44s %5zu %8.1f %8.1f %8.1f %8.1f%s\n", name.c_str(), ms.size(), at(50), at(90), at(95),
                    ms.back(), slow ? "   OVER" : "");
        std::fflush(stdout);
    }
    bool slow() const { return slow_; }

  private:
    bool slow_{false};
};

void print_load(const char* when) {
    std::array<double, 1> load{};
    if (::getloadavg(load.data(), 1) == 1) std::printf("load %s: %.2f\n", when, load[0]);
}

void check(const Reply& answer, const std::string& target) {
    if (answer.status != 200) throw std::runtime_error(target + ": " + answer.body.substr(0, 300));
}

void measure_reading(Client& one, Table& table, const std::vector<std::string>& targets) {
    for (const std::string& target : targets) {
        std::vector<double> ms;
        for (int i = 0; i < 100; ++i) ms.push_back(timed_ms([&] { check(one.get(target), target); }));
        table.add("GET " + target, ms);
    }
}

/// Rows that wait, so many.
std::vector<std::string> pending_rows(Client& one, std::size_t count) {
    std::vector<std::string> rows;
    const nlohmann::json items = one.get("/api/items?limit=500").json().at("items");
    for (const auto& item : items) {
        if (rows.size() < count) rows.push_back(item.at("item"));
    }
    return rows;
}

/// Rows that count with nobody asked, so many.
std::vector<std::string> counted_rows(Client& one, std::size_t count) {
    std::vector<std::string> rows;
    for (int number = 1; number <= candidates && rows.size() < count; ++number) {
        const std::string target = "/api/counted?limit=500&score_from=0.5&level=low&number=" + std::to_string(number);
        const nlohmann::json found = one.get(target).json().at("rows");
        for (const auto& row : found) {
            if (row.at("by") == "machine" && rows.size() < count) rows.push_back(row.at("item"));
        }
    }
    return rows;
}

using Choose = std::vector<std::string> (*)(Client&, std::size_t);

void measure_rulings(Client& one, Table& table, const std::string& what, Choose choose, const char* ruling,
                     std::size_t at_once, int times) {
    std::vector<double> ms;
    std::vector<double> looks;
    for (int i = 0; i < times; ++i) {
        nlohmann::json body{{"rulings", nlohmann::json::array()}};
        std::vector<std::string> rows;
        // A page looks at the queue again after every ruling; the first look puts it in order.
        looks.push_back(timed_ms([&] { rows = choose(one, at_once); }));
        for (const std::string& row : rows) body["rulings"].push_back({{"item", row}, {"ruling", ruling}});
        if (body["rulings"].size() != at_once) throw std::runtime_error("too few rows to rule on");
        ms.push_back(timed_ms([&] { check(one.post("/api/rulings", body), "rulings"); }));
    }
    table.add("POST /api/rulings, " + std::to_string(at_once) + " " + what, ms);
    table.add("  the queue or wall before it, first look", looks);
}

/// As the pages take them: two of fifty one by one, a wall of 500 whole.
void measure_leases(Client& one, Table& table) {
    const auto rows = pending_rows(one, 500);
    for (const auto& [asked, most] : {std::pair<std::size_t, int>{50, 2}, {500, 5000}}) {
        nlohmann::json body{{"items", nlohmann::json::array()}, {"most", most}};
        for (std::size_t i = 0; i < std::min(asked, rows.size()); ++i) body["items"].push_back({{"item", rows[i]}});
        std::vector<double> ms;
        for (int i = 0; i < 100; ++i) ms.push_back(timed_ms([&] { check(one.post("/api/leases", body), "leases"); }));
        table.add("POST /api/leases, " + std::to_string(asked) + " asked for", ms);
    }
}

/// The first look after a change pays for the count from nothing and for the wall.
void measure_first_looks(Client& one, Table& table) {
    std::vector<double> results;
    std::vector<double> wall;
    for (int i = 0; i < 20; ++i) {
        const std::string row = counted_rows(one, 1).at(0);
        check(one.post("/api/rulings", {{"rulings", {{{"item", row}, {"ruling", "confidence"}}}}}), "rulings");
        results.push_back(timed_ms([&] { check(one.get("/api/results"), "results"); }));
        wall.push_back(timed_ms([&] { check(one.get("/api/counted?limit=500"), "counted"); }));
    }
    table.add("GET /api/results, first after a ruling", results);
    table.add("GET /api/counted?limit=500, first after it", wall);
}

int run(int rows, const fs::path& root) {
    const int ballots = (rows + candidates - 1) / candidates;
    fs::create_directories(root);
    std::ofstream(root / "conference.toml") << definition(ballots);
    {
        auto folder = need(CaseFolder::create(root / "case", root / "conference.toml"));
        std::printf("filling %.0f s\n", timed_ms([&] { fill(folder, ballots); }) / 1000);
    }
    StationOptions options;
    options.folder = root / "case";
    std::unique_ptr<Station> station;
    std::printf("opening %.0f ms\n", timed_ms([&] { station = need(Station::open(options)); }));
    const auto http = need(HttpServer::start(*station, {.port = 0}));
    Client one(http->port());
    one.become(*station, "Viên", Role::member);
    const auto view = station->live()->view();
    std::printf("%zu sheets, %d rows, %d wait for people\n", view->state.sheets.size(), ballots * candidates,
                view->pending_items());
    print_load("before");
    Table table;
    measure_reading(
        one, table,
        {"/api/session", "/api/status", "/api/items?limit=100", "/api/items?limit=500",
         "/api/items?limit=100&held=left_out", "/api/items?limit=500&held=left_out",
         "/api/items?limit=100&proposal=none", "/api/sheets?last=20", "/api/batches", "/api/agreement", "/api/entries",
         "/api/log?limit=100", "/api/log?kind=ruling", "/api/rehearsals", "/api/definition", "/api/printings"});
    measure_leases(one, table);
    measure_rulings(one, table, "flagged", pending_rows, "none", 1, 100);
    measure_rulings(one, table, "flagged", pending_rows, "none", 200, 9);
    while (!pending_rows(one, 1).empty()) {
        nlohmann::json body{{"rulings", nlohmann::json::array()}};
        for (const std::string& row : pending_rows(one, 500)) {
            body["rulings"].push_back({{"item", row}, {"ruling", "none"}});
        }
        check(one.post("/api/rulings", body), "rulings");
    }
    measure_reading(one, table,
                    {"/api/status", "/api/results", "/api/counted?limit=100", "/api/counted?limit=500",
                     "/api/counted?limit=500&level=high", "/api/counted?number=3&score_to=0.95",
                     "/api/items?state=all&limit=100", "/api/items?state=all&limit=500"});
    if (flagged_percent < 50) {
        measure_rulings(one, table, "counted", counted_rows, "high", 1, 50);
        measure_rulings(one, table, "counted", counted_rows, "high", 200, 10);
        measure_first_looks(one, table);
    }
    print_load("after");
    return table.slow() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    const int rows = argc > 1 ? std::atoi(argv[1]) : 50'000;
    if (argc > 2) flagged_percent = std::atoi(argv[2]);
    if (flagged_percent > 10) limit_ms = 100;
    const fs::path root = fs::temp_directory_path() / ("kiemphieu-server-bench-" + std::to_string(::getpid()));
    const int exit = run(rows, root);
    fs::remove_all(root);
    return exit;
}
