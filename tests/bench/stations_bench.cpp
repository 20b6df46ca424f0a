// What several stations on one server cost, and what bounds them.
//
//   stations_bench [SIDES [CASE TRAY]]   of 1, 2 and 4 stations with SIDES sides each (300 when left out), 150 KB an
//   image:
//                                        acknowledged on the station's own disk, handed over to a PostgreSQL of the
//                                        bench's own, taken over by the case that leads; then events committed one by
//                                        one, with the server's fsync on and off. With a case and scans of its ballots
//                                        (as tests/stations/hall.py makes them) also what reading costs a core.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <pqxx/pqxx>
#include <unistd.h>

#include "base/file.hpp"
#include "station/pipeline/read_file.hpp"
#include "station/pipeline/scan_files.hpp"
#include "station/stations/adopt.hpp"
#include "station/stations/scanning_station.hpp"
#include "station/store/postgres_log.hpp"
#include "tests/postgres/trial_server.hpp"

using namespace kiemphieu;
using namespace kiemphieu::station;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t image_bytes = 150'000;  ///< a gray A4 page at 200 dpi, as JPEG
constexpr const char* definition = R"toml(organisation = "Đo"
place = "Đo"
date = 2023-12-15
session = "đo"
kind = "party"
[[style]]
id = "A"
voters = "v"
positions = "p"
members = 9000
summoned = 9000
present = 9000
absent_at_start = 0
present_at_vote = 9000
[[style.candidate]]
name = "Nguyễn Văn An"
position = "Bí thư"
[[committee]]
name = "Trưởng"
role = "head"
[[committee]]
name = "Thư"
role = "secretary"
)toml";

template <class Result>
auto need(Result result) {
    if (!result) throw std::runtime_error(base::to_string(result.error()));
    if constexpr (!std::is_same_v<Result, base::Expected<void, base::Failure>>) return std::move(*result);
}

double timed_s(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Runs the same for each of so many at once; how long until the last is done. A failure ends the bench.
double at_once_s(std::size_t many, const std::function<void(std::size_t)>& work) {
    std::mutex mutex;
    std::string failed;
    const double took = timed_s([&] {
        std::vector<std::jthread> running;
        for (std::size_t i = 0; i < many; ++i) {
            running.emplace_back([&, i] {
                try {
                    work(i);
                } catch (const std::exception& error) {
                    const std::lock_guard lock(mutex);
                    failed = error.what();
                }
            });
        }
    });
    if (!failed.empty()) throw std::runtime_error(failed);
    return took;
}

void tell(const std::string& what, std::size_t many, double sides, double seconds) {
    std::cout << fmt::format("{:46} {} station{}: {:8.1f} a second\n", what, many, many == 1 ? " " : "s",
                             sides / seconds)
              << std::flush;
}

/// Sides as a scanner would bring them, ten a group: what a reader says of them is short, their images are not.
void take_in(const fs::path& folder, int sides, unsigned seed) {
    auto record = need(Record::open(folder));
    Batch batch{"bench", {}};
    std::mt19937 random(seed);
    std::vector<std::vector<std::uint8_t>> images;
    std::vector<NewSheet> sheets;
    images.reserve(10);
    for (int i = 0; i < sides; ++i) {
        images.emplace_back(image_bytes);
        for (std::uint8_t& byte : images.back()) byte = static_cast<std::uint8_t>(random());
        omr::SheetReading reading;
        reading.status = omr::PageStatus::unreadable;
        reading.reason = omr::UnreadableReason::no_code;
        sheets.push_back({SheetKey{base::sha256(images.back()), 1}, "x.jpg", images.back(), reading});
        if (sheets.size() < 10 && i + 1 < sides) continue;
        need(record.accept(batch, sheets));
        sheets.clear();
        images.clear();
    }
}

class Bench {
  public:
    Bench(fs::path root, int sides) : root_(std::move(root)), sides_(sides) {
        fs::create_directories(root_);
        std::ofstream(root_ / "conference.toml") << definition;
        need(prepare_postgres(server_.url("board")));
        leading_.emplace(
            need(CaseFolder::create(root_ / "case", root_ / "conference.toml", {}, server_.url("station"))));
    }

    void hand_over_of(std::size_t many) {
        std::vector<fs::path> folders;
        for (std::size_t i = 0; i < many; ++i) {
            folders.push_back(root_ / ("station" + std::to_string(++stations_)));
            need(add_station(*leading_, "Bàn " + std::to_string(stations_), folders.back(), "Trưởng"));
        }
        const double sides = static_cast<double>(many) * sides_;
        tell("acknowledged on the stations' own disk, sides", many, sides, at_once_s(many, [&](std::size_t i) {
                 take_in(folders[i], sides_, static_cast<unsigned>(stations_ * 10 + static_cast<int>(i)));
             }));
        tell("handed over to the server, sides", many, sides, at_once_s(many, [&](std::size_t i) {
                 need(hand_over(need(Record::open(folders[i])), server_.url("station")));
             }));
        tell("taken over by the case that leads, sides", many, sides,
             timed_s([&] { need(adopt_from_server(*leading_, server_.url("station"))); }));
    }

    /// Each into a log of its own, a commit an event: what the server alone can acknowledge.
    void events_of(std::size_t many, int events) {
        const std::string zeros(64, '0');
        tell("events committed one by one", many, static_cast<double>(many) * events,
             at_once_s(many, [&](std::size_t i) {
                 const auto log =
                     need(PostgresLog::open({server_.url("station"), fmt::format("{}-{}-{}", ++logs_, many, i)}));
                 std::string previous = zeros;
                 for (int n = 1; n <= events; ++n) {
                     const std::string hash = base::to_hex(base::sha256(base::as_bytes(previous)));
                     need(log->begin());
                     need(log->insert({static_cast<std::uint64_t>(n), "2023-12-15T00:00:00.000Z", "sheet_accepted",
                                       std::string(600, 'x'), std::string(32, '0'), previous, hash,
                                       std::string(128, '0')}));
                     need(log->commit());
                     previous = hash;
                 }
             }));
    }

    void let_the_server_lie(const char* fsync) const {
        pqxx::connection keeper(server_.url("keeper"));
        pqxx::nontransaction work(keeper);
        work.exec(std::string("ALTER SYSTEM SET fsync = ") + fsync);
        work.exec("SELECT pg_reload_conf()");
    }

  private:
    fs::path root_;
    int sides_;
    kiemphieu::testing::TrialServer server_;
    std::optional<CaseFolder> leading_;
    int stations_{0};
    std::atomic<int> logs_{0};
};

/// One core reading, nothing kept.
void read_scans(const fs::path& case_folder, const fs::path& tray) {
    const auto folder = need(CaseFolder::open(case_folder, Access::look));
    const auto reader = need(folder.reader());
    auto files = need(files_of_folder(tray));
    if (files.size() > 200) files.resize(200);
    std::size_t read = 0;
    const double took = timed_s([&] {
        for (const fs::path& file : files) read += read_file_whole(reader, file, file.filename().string(), {}).size();
    });
    std::cout << fmt::format("read on one core: {:.1f} sides a second\n", static_cast<double>(read) / took);
}

}  // namespace

int main(int argc, char** argv) {
    const int sides = argc > 1 ? std::atoi(argv[1]) : 300;
    const fs::path root = fs::temp_directory_path() / ("kiemphieu-stations-bench-" + std::to_string(::getpid()));
    try {
        if (argc > 3) read_scans(argv[2], argv[3]);
        Bench bench(root, sides);
        for (const std::size_t many : {1U, 2U, 4U}) bench.hand_over_of(many);
        for (const char* fsync : {"on", "off"}) {
            std::cout << "the server's fsync " << fsync << "\n";
            bench.let_the_server_lie(fsync);
            for (const std::size_t many : {1U, 2U, 4U, 8U}) bench.events_of(many, sides * 2);
        }
    } catch (const std::exception& error) {
        std::cerr << "stations_bench: " << error.what() << "\n";
        fs::remove_all(root);
        return 1;
    }
    fs::remove_all(root);
    return 0;
}
