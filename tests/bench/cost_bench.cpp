// cost_bench: what reading costs beside decoding the same JPEG files, on one core, and a fingerprint of all readings:
// a change that is for speed alone leaves the fingerprint as it is.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/png.hpp"
#include "omr/reading_json.hpp"
#include "scanner/document.hpp"
#include "tests/bench/judging.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"

namespace {

using namespace kiemphieu;
using bench::whole;
namespace fs = std::filesystem;

struct Arguments {
    fs::path folder;
    std::string grade{"office"};
    int sheets{200};
    int candidates{30};
    int dpi{200};
    int rounds{3};
    std::uint64_t seed{1};
    fs::path readings;
};

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

forms::BallotLayout layout_of(const Arguments& a) {
    const forms::Conference conference = simulator::sample_conference(a.candidates);
    return whole(forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51}));
}

base::SecretKey key() {
    return base::sha256(base::as_bytes("simulated case"));
}

std::string name_of(const Arguments& a, int number) {
    return a.grade + "-" + std::to_string(a.dpi) + "-" + std::to_string(a.candidates) + "-" + std::to_string(a.seed) +
           "-" + std::to_string(number);
}

/// Sheets that no earlier run with these settings left in the folder. Black-and-white scans are never JPEG.
void simulate_missing(const Arguments& a) {
    simulator::SheetSource::Options options;
    options.seed = a.seed;
    options.grade = *simulator::parse_grade(a.grade);
    options.habits = bench::habits_of("", options.grade);
    options.dpi = base::Dpi{static_cast<double>(a.dpi)};
    options.key = key();
    simulator::SheetSource source(layout_of(a), options);
    fs::create_directories(a.folder);
    for (int i = 0; i < a.sheets; ++i) {
        const fs::path jpeg = a.folder / (name_of(a, i) + ".jpg");
        const fs::path png = a.folder / (name_of(a, i) + ".png");
        if (fs::exists(jpeg) || fs::exists(png)) continue;
        const simulator::ScanSettings settings = source.order(i).conditions.scan;
        const auto sheet = whole(source.sheet(i));
        if (settings.bilevel_at) {
            if (const auto written = base::write_png(png, sheet.image); !written) bench::give_up(written.error());
            continue;
        }
        const auto bytes = whole(simulator::encode_jpeg(sheet.image, settings.jpeg_quality));
        if (const auto written = base::write_file_durably(jpeg, bytes); !written) bench::give_up(written.error());
    }
}

/// The quickest of several rounds on one file: what else the machine does only ever adds.
struct Cost {
    double decode_ms{};
    double read_ms{};
};

class Bench {
  public:
    explicit Bench(Arguments arguments)
        : arguments_(std::move(arguments)),
          reader_(whole(omr::PageReader::create({layout_of(arguments_)}, {key(), {}, forms::SealRule::ignore}))) {}

    void run() {
        std::string all;
        double decode = 0;
        double read = 0;
        int jpegs = 0;
        for (int i = 0; i < arguments_.sheets; ++i) {
            const fs::path jpeg = arguments_.folder / (name_of(arguments_, i) + ".jpg");
            const bool is_jpeg = fs::exists(jpeg);
            std::string text;
            const Cost cost = read_file(is_jpeg ? jpeg : arguments_.folder / (name_of(arguments_, i) + ".png"), text);
            all += text + "\n";
            if (!is_jpeg) continue;
            ++jpegs;
            decode += cost.decode_ms;
            read += cost.read_ms;
        }
        if (!arguments_.readings.empty()) {
            if (const auto written = base::write_file_durably(arguments_.readings, base::as_bytes(all)); !written)
                bench::give_up(written.error());
        }
        std::printf("%s, %d dpi, %d candidates, seed %llu: %d JPEG of %d sheets, best of %d rounds\n",
                    arguments_.grade.c_str(), arguments_.dpi, arguments_.candidates,
                    static_cast<unsigned long long>(arguments_.seed), jpegs, arguments_.sheets, arguments_.rounds);
        if (jpegs > 0) {
            std::printf("decoding %.2f ms, reading %.2f ms a sheet; both %.2f times decoding alone\n", decode / jpegs,
                        read / jpegs, (decode + read) / decode);
        }
        std::printf("readings %s\n", base::to_hex(base::sha256(base::as_bytes(all))).substr(0, 16).c_str());
    }

  private:
    Cost read_file(const fs::path& file, std::string& text) const {
        const auto bytes = whole(base::read_file(file));
        Cost best{1e9, 1e9};
        for (int round = 0; round < arguments_.rounds; ++round) {
            const double begin = cpu_ms();
            const auto page =
                whole(whole(scanner::open_document(bytes, "sheet"))->page(0, scanner::WantedPixels::gray));
            const double decoded = cpu_ms();
            omr::DebugPictures none;
            const omr::SheetReading reading = reader_.read(page.gray(), none);
            best.read_ms = std::min(best.read_ms, cpu_ms() - decoded);
            best.decode_ms = std::min(best.decode_ms, decoded - begin);
            text = omr::to_json(reading);
        }
        return best;
    }

    Arguments arguments_;
    omr::PageReader reader_;
};

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"What reading costs beside decoding, and a fingerprint of all readings"};
    app.add_option("folder", arguments.folder, "where sheets are kept from run to run")->required();
    app.add_option("--grade", arguments.grade)->check(CLI::IsMember({"clean", "office", "hard"}));
    app.add_option("--sheets", arguments.sheets)->check(CLI::Range(1, 1'000'000));
    app.add_option("--candidates", arguments.candidates)->check(CLI::Range(1, 60));
    app.add_option("--dpi", arguments.dpi)->check(CLI::Range(100, 600));
    app.add_option("--rounds", arguments.rounds)->check(CLI::Range(1, 1000));
    app.add_option("--seed", arguments.seed);
    app.add_option("--readings", arguments.readings, "file for the readings themselves");
    CLI11_PARSE(app, argc, argv);
    simulate_missing(arguments);
    Bench(arguments).run();
    return 0;
}
