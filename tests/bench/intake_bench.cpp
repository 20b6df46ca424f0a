// From a scanner into stored readings, synced: sheets a minute, processor time a sheet, the ratio to decoding alone,
// and the memory over the run.
//
//   intake_bench [--driver escl|sane] [--sheets 2000] [--voters 60] [--jobs N]
//
// The scanner is the emulated one. The eSCL one serves any number of sheets, a sheet scanned again being other bytes.
// The SANE one works within the program and decodes its own JPEGs, so its processor time is the upper bound of a real
// driver's; it feeds the demo's sheets once: `--voters` says how many. Ratios are what counts: machines differ.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "scanner/document.hpp"
#include "tests/emulators/demo_stack.hpp"
#include "tests/emulators/emulator_process.hpp"

namespace kiemphieu {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double cpu_s(const rusage& usage) {
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Processor time of decoding every file of a folder once, a file, on one core.
double decode_s(const fs::path& folder) {
    rusage before{};
    ::getrusage(RUSAGE_SELF, &before);
    int files = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const auto bytes = base::read_file(entry.path());
        const auto document = scanner::open_document(*bytes, "");
        if (!(*document)->page(0, scanner::WantedPixels::gray)) throw std::runtime_error("a sheet does not decode");
        ++files;
    }
    rusage after{};
    ::getrusage(RUSAGE_SELF, &after);
    return (cpu_s(after) - cpu_s(before)) / files;
}

long resident_kb(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("VmRSS:")) return std::atol(line.c_str() + 6);
    }
    return 0;
}

std::size_t images_in(const fs::path& folder) {
    std::error_code none;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder, none), fs::directory_iterator{}));
}

/// Where libsane finds the emulated drivers, and these find their tray.
void lay_into_sane(const testing::DemoStack& stack) {
    ::setenv("LD_LIBRARY_PATH", SANE_FOLDER, 1);
    ::setenv("SANE_CONFIG_DIR", SANE_FOLDER, 1);
    ::setenv("KIEMPHIEU_SANE_TRAY", stack.tray().c_str(), 1);
    ::setenv("KIEMPHIEU_SANE_STATE", (stack.tray().parent_path() / "sane-state").c_str(), 1);
}

int run(const std::string& driver, int sheets, int voters, const std::string& jobs) {
    const fs::path work = fs::temp_directory_path() / ("kiemphieu-intake-" + std::to_string(::getpid()));
    const testing::DemoStack stack(KIEMPHIEU, work, voters, 100'000);
    const double decode = decode_s(stack.tray());
    const fs::path folder = stack.fresh_case(1);
    std::optional<testing::EmulatorProcess> device;
    std::string from = "sane:fujitsu:emulated";
    if (driver == "escl") {
        device.emplace(ESCL_EMULATOR, std::vector<std::string>{"--folder", stack.tray().string(), "--fresh-bytes",
                                                               "--sheets", std::to_string(sheets)});
        from = "escl:" + device->address();
    } else {
        lay_into_sane(stack);
        sheets = static_cast<int>(stack.sheets().size());
    }
    const auto begin = Clock::now();
    std::vector<std::string> scan{"scan", folder.string(), "--from", from};
    if (!jobs.empty()) scan.insert(scan.end(), {"--jobs", jobs});
    const pid_t pid = testing::start_program(KIEMPHIEU, scan);
    std::printf("sheets  RSS MB\n");
    int status = 0;
    rusage usage{};
    for (std::size_t next = 0; ::wait4(pid, &status, WNOHANG, &usage) == 0;) {
        const std::size_t stored = images_in(folder / "images");
        if (stored >= next) {
            std::printf("%6zu  %6.1f\n", stored, static_cast<double>(resident_kb(pid)) / 1024);
            next = stored + static_cast<std::size_t>(std::max(100, sheets / 10));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    const double wall = std::chrono::duration<double>(Clock::now() - begin).count();
    const std::size_t stored = images_in(folder / "images");
    std::printf("%zu of %d sheets stored in %.1f s: %.0f a minute, from start to exit\n", stored, sheets, wall,
                static_cast<double>(stored) * 60 / wall);
    std::printf("processor: %.2f ms a sheet; decoding alone %.2f ms; ratio %.2f; peak RSS %.1f MB\n",
                1000 * cpu_s(usage) / sheets, 1000 * decode, cpu_s(usage) / sheets / decode,
                static_cast<double>(usage.ru_maxrss) / 1024);
    fs::remove_all(work);
    return stored == static_cast<std::size_t>(sheets) && WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : 1;
}

}  // namespace
}  // namespace kiemphieu

int main(int argc, char** argv) {
    CLI::App app{"from an eSCL scanner into stored readings"};
    std::string driver = "escl";
    int sheets = 2000;
    int voters = 60;
    std::string jobs;
    app.add_option("--driver", driver)->check(CLI::IsMember({"escl", "sane"}));
    app.add_option("--sheets", sheets, "for an eSCL scanner");
    app.add_option("--voters", voters, "of the demo whose sheets are scanned");
    app.add_option("--jobs", jobs);
    CLI11_PARSE(app, argc, argv);
    return kiemphieu::run(driver, sheets, voters, jobs);
}
