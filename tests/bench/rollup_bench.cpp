// What a roll-up costs and how that grows.
//
//   rollup_bench make DIR FROM TO [VOTERS]   units FROM to TO, each a conference of its own: printed, voted, scanned,
//                                            confirmed, exported; a package each in DIR. Those that are there stay.
//   rollup_bench take DIR STORE              takes all of DIR into STORE, a line a hundred packages; goes on where it
//                                            stopped
//   rollup_bench figures UNITS STORE OUT     the same without images: UNITS units of ten people each straight into
//                                            STORE, then the roll-up and its papers into OUT
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/resource.h>

#include "base/file.hpp"
#include "forms/code.hpp"
#include "forms/conference_file.hpp"
#include "station/cli/demo_truth.hpp"
#include "station/evidence/package.hpp"
#include "station/pipeline/scan_files.hpp"
#include "station/review/acts.hpp"
#include "station/rollup/outputs.hpp"
#include "station/rollup/take.hpp"
#include "station/rollup/testing/submissions.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"

using namespace kiemphieu;
using namespace kiemphieu::station;
using namespace kiemphieu::station::rollup;
namespace fs = std::filesystem;

namespace {

constexpr forms::Date vote_day{2023, 12, 15};
constexpr int people_on_a_list = 5;

/// Throws where something fails, so that no figure is told of work that was not done.
template <class Result>
auto need(Result result) {
    if (!result) throw std::runtime_error(base::to_string(result.error()));
    if constexpr (!std::is_same_v<Result, base::Expected<void, base::Failure>>) return std::move(*result);
}

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double cpu_s() {
    double sum = 0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        getrusage(who, &used);
        for (const timeval& time : {used.ru_utime, used.ru_stime})
            sum += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    }
    return sum;
}
/// "VmRSS" or "VmHWM" of this process, in MiB.
double memory_mib(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name + ":")) return std::stod(line.substr(name.size() + 1)) / 1024.0;
    }
    return 0;
}

std::string unit_id(int number) {
    return fmt::format("dv-{:05}", number);
}
std::string unit_name(int number) {
    return fmt::format("Đơn vị số {}", number);
}

forms::Conference conference_of(int number, int voters) {
    forms::Conference out;
    out.organisation = unit_name(number);
    out.place = "Sông Vân";
    out.date = vote_day;
    out.session = "lấy phiếu tín nhiệm năm 2023";
    forms::BallotStyle style;
    style.id = base::StyleId{"A"};
    style.voters = "cán bộ chủ chốt";
    style.positions = "lãnh đạo đơn vị";
    for (int i = 1; i <= people_on_a_list; ++i)
        style.candidates.push_back({i, fmt::format("Nguyễn Văn {} {}", number, i), "Lãnh đạo " + unit_name(number)});
    style.members = style.summoned = style.present = style.present_at_vote = voters;
    out.styles = {style};
    out.committee = {{"Lê Thị Hà", forms::CommitteeRole::head}, {"Trần Văn Bình", forms::CommitteeRole::secretary}};
    return out;
}

/// Everybody marks plain X marks; the scans lie in a folder.
cli::Hall vote(const CaseFolder& folder, const std::vector<base::Serial>& serials, const fs::path& scans, int seed) {
    const forms::BallotLayout& layout = folder.definition().layouts.front();
    simulator::SheetSource::Options options;
    options.seed = static_cast<std::uint64_t>(seed);
    options.habits = simulator::x_only();
    options.key = folder.key();
    simulator::SheetSource source(layout, options);
    cli::Hall hall;
    fs::create_directories(scans);
    for (std::size_t i = 0; i < serials.size(); ++i) {
        simulator::SheetOrder order = source.order(static_cast<int>(i));
        order.code.serial = serials[i];
        order.code.kind = forms::BallotKind::official;
        order.tag = forms::make_tag(order.code, folder.key());
        cli::PaperTruth truth;
        truth.style = layout.style;
        truth.serial = serials[i];
        truth.page = order.code.page;
        for (const simulator::RowTruth& row : order.plan.rows) {
            const auto level = simulator::level_of(row);
            truth.rows[row.number] = level ? verdict_of(*level) : RowVerdict::none;
        }
        const auto sheet = need(simulator::simulate(source.printer(), order, options.book,
                                                    simulator::Random(options.seed).fork("sheet", i)));
        const auto jpeg = need(simulator::encode_jpeg(sheet.image, 85));
        truth.image = base::sha256(jpeg);
        hall.scans.push_back(scans / fmt::format("{}.jpg", i));
        need(base::write_file_durably(hall.scans.back(), jpeg));
        hall.papers.push_back(std::move(truth));
    }
    return hall;
}

void make_package(const fs::path& package, int number, int voters) {
    const fs::path root = package.string() + ".work";
    fs::remove_all(root);
    fs::create_directories(root);
    const forms::Conference conference = conference_of(number, voters);
    need(base::write_file_durably(root / "conference.toml", base::as_bytes(forms::to_toml(conference))));
    auto folder = need(CaseFolder::create(root / "case", root / "conference.toml"));
    const forms::BallotLayout& layout = folder.definition().layouts.front();
    PrintOrder order{layout.style, forms::BallotKind::official, voters, {}};
    order.seed = base::sha256(base::as_bytes(unit_id(number)));
    const auto serials = need(folder.print(order, folder.path() / "ballots" / "A.pdf"));
    Declared declared;
    declared.figures.style = layout.style;
    declared.figures.issued = declared.figures.collected = voters;
    declared.who = conference.committee[0].name;
    need(declare(folder.record(), folder.definition(), declared));
    const cli::Hall hall = vote(folder, serials, root / "scans", number);
    const auto reader = need(folder.reader());
    need(scan_files(folder.record(), reader, hall.scans, Batch{"bench", std::nullopt}, {}, {}));
    const auto rulings = cli::rulings_by_truth(hall, folder.count().pending(), conference.committee[1].name);
    if (!rulings.empty()) need(rule(folder.record(), folder.definition(), rulings));
    if (!cli::differences(hall, folder.count().tally).empty()) throw std::runtime_error("the count is not the truth");
    for (const auto& member : conference.committee) need(confirm(folder.record(), folder.definition(), member.name));
    need(export_package(folder, package.string() + ".part", {}));
    fs::rename(package.string() + ".part", package);
    fs::remove_all(root);
}

Register register_of(int units) {
    Register out;
    out.board = "Ban Tổ chức Tỉnh ủy Sông Vân";
    out.place = "Sông Vân";
    out.campaign = "năm 2023";
    for (int i = 0; i < 4; ++i) out.levels.push_back({fmt::format("c{}", i), fmt::format("Cấp quản lý {}", i)});
    for (int i = 1; i <= units; ++i)
        out.units.push_back(
            {unit_id(i), unit_name(i), fmt::format("c{}", i % 4), vote_day, {base::StyleId{"A"}}, {}, ""});
    return out;
}

void make(const fs::path& folder, int from, int to, int voters) {
    fs::create_directories(folder);
    const double begin = now_s();
    int made = 0;
    for (int i = from; i <= to; ++i) {
        const fs::path package = folder / (unit_id(i) + ".zip");
        if (fs::exists(package)) continue;
        make_package(package, i, voters);
        ++made;
    }
    std::cout << fmt::format("{} packages made in {:.1f} s, {:.1f} s of CPU\n", made, now_s() - begin, cpu_s());
}

void take(const fs::path& folder, const std::string& where) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".zip") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    const Register units = register_of(static_cast<int>(files.size()));
    auto store = need(open_rollup_store(where));
    std::uintmax_t bytes = 0;
    for (const fs::path& file : files) bytes += fs::file_size(file);
    std::cout << fmt::format("{} packages, {:.1f} MiB\n", files.size(), static_cast<double>(bytes) / (1 << 20));
    const double begin = now_s();
    const TakeOptions options{{units, {}, {}, {2023, 12, 20}, 1}, Repeat::skip_known, 0};
    const auto summary = need(take_files(*store, files, options, [&](const Taken&, std::size_t done) {
        if (done % 100 != 0 && done != files.size()) return;
        std::cout << fmt::format("{} taken: {:.1f} s, {:.1f} s of CPU, RSS {:.0f} MiB, most {:.0f} MiB\n", done,
                                 now_s() - begin, cpu_s(), memory_mib("VmRSS"), memory_mib("VmHWM"))
                  << std::flush;
    }));
    if (summary.refused > 0) throw std::runtime_error(fmt::format("{} refused", summary.refused));
    std::cout << fmt::format("{} added, {} known\n", summary.added, summary.known);
}

/// Runs a step and tells its time and the memory after it.
template <class Work>
auto step(const char* name, Work work) {
    const double begin = now_s();
    const double cpu = cpu_s();
    const auto tell = [&] {
        std::cout << fmt::format("{}: {:.3f} s, {:.3f} s of CPU, RSS {:.0f} MiB\n", name, now_s() - begin,
                                 cpu_s() - cpu, memory_mib("VmRSS"));
    };
    if constexpr (std::is_void_v<decltype(work())>) {
        work();
        tell();
    } else {
        auto out = work();
        tell();
        return out;
    }
}

void figures(int units_count, const std::string& where, const fs::path& out) {
    const Register units = register_of(units_count);
    auto store = need(open_rollup_store(where));
    step("store", [&] {
        for (int i = 1; i <= units_count; ++i) {
            Submission one = rollup::testing::submission(unit_id(i), i, {2023, 12, 20});
            std::vector<std::pair<std::string, int>> low;
            for (int k = 0; k < 10; ++k) low.emplace_back(fmt::format("Nguyễn Văn {} {}", i, k), (i * (k + 3)) % 50);
            one.votes = {rollup::testing::vote("A", 50, low)};
            need(store->take(one));
        }
    });
    const auto contents = step("load", [&] { return need(store->contents()); });
    const RollUp result = step("roll up", [&] { return roll_up(contents, units, {2023, 12, 27}, WorkingDays{}); });
    fs::create_directories(out);
    step("pdf", [&] { need(print_rollup(result, units, out / "tong-hop.pdf")); });
    step("xlsx", [&] { need(write_rollup_xlsx(result, units, out / "tong-hop.xlsx")); });
    step("html",
         [&] { need(base::write_file_durably(out / "tong-hop.html", base::as_bytes(to_html(result, units)))); });
    std::cout << fmt::format("{} units, {} people at places, most memory {:.0f} MiB\n", result.units.size(),
                             result.places.size(), memory_mib("VmHWM"));
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto number = [&](std::size_t i) { return std::stoi(words.at(i)); };
    try {
        if (!words.empty() && words[0] == "make") {
            make(words.at(1), number(2), number(3), words.size() > 4 ? number(4) : 3);
        } else if (!words.empty() && words[0] == "take") {
            take(words.at(1), words.at(2));
        } else {
            figures(number(1), words.at(2), words.at(3));
        }
    } catch (const std::exception& error) {
        std::cerr << "rollup_bench: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
