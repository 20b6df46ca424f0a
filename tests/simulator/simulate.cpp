// simulate: writes simulated scans with their truth, layout and key, for trying a reader on.

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <CLI/CLI.hpp>

#include "base/file.hpp"
#include "base/png.hpp"
#include "forms/layout.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"

namespace {

using namespace kiemphieu;

struct Arguments {
    std::filesystem::path out;
    std::string grade{"clean"};
    std::string marks;
    std::string layout;
    std::string key;
    std::string strokes;
    int sheets{20};
    int candidates{13};
    int dpi{200};
    std::uint64_t seed{1};
    bool png{false};
};

template <class T>
T whole(base::Expected<T, base::Failure> value) {
    if (value) return std::move(*value);
    std::fprintf(stderr, "%s\n", base::to_string(value.error()).c_str());
    std::exit(2);
}
void whole(const base::Expected<void, base::Failure>& value) {
    if (value) return;
    std::fprintf(stderr, "%s\n", base::to_string(value.error()).c_str());
    std::exit(3);
}

simulator::Habits habits_of(const Arguments& arguments) {
    if (arguments.marks == "x") return simulator::x_only();
    if (arguments.marks == "ordinary") return simulator::ordinary();
    if (arguments.marks == "difficult") return simulator::difficult();
    return arguments.grade == "clean" ? simulator::x_only()
                                      : (arguments.grade == "office" ? simulator::ordinary() : simulator::difficult());
}

forms::BallotLayout layout_of(const Arguments& arguments) {
    if (!arguments.layout.empty()) {
        return whole(forms::layout_from_json(whole(base::read_text_file(arguments.layout)), arguments.layout));
    }
    const forms::Conference conference = simulator::sample_conference(arguments.candidates);
    return whole(forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51}));
}

base::SecretKey key_of(const Arguments& arguments) {
    base::SecretKey key = base::sha256(base::as_bytes("simulated case"));
    if (arguments.key.empty()) return key;
    std::string text = whole(base::read_text_file(arguments.key));
    while (!text.empty() && text.back() <= ' ') text.pop_back();
    if (!base::parse_hex(text, key)) {
        std::fprintf(stderr, "%s: expected 64 hex digits\n", arguments.key.c_str());
        std::exit(2);
    }
    return key;
}

void write_sheet(const Arguments& arguments, simulator::SimulatedSheet& sheet, int number, int quality,
                 std::ofstream& truth) {
    char name[32];
    // Black-and-white scans are never sent as JPEG.
    const bool png = arguments.png || quality == 0;
    std::snprintf(name, sizeof name, "%05d.%s", number + 1, png ? "png" : "jpg");
    sheet.truth.file = name;
    if (png)
        whole(base::write_png(arguments.out / name, sheet.image));
    else
        whole(base::write_file_durably(arguments.out / name, whole(simulator::encode_jpeg(sheet.image, quality))));
    truth << simulator::to_json(sheet.truth) << '\n';
}

int run(const Arguments& arguments) {
    std::filesystem::create_directories(arguments.out);
    simulator::SheetSource::Options options;
    options.seed = arguments.seed;
    options.grade = *simulator::parse_grade(arguments.grade);
    options.habits = habits_of(arguments);
    options.dpi = base::Dpi{static_cast<double>(arguments.dpi)};
    options.key = key_of(arguments);
    if (!arguments.strokes.empty()) options.book = whole(simulator::StrokeBook::from_json(arguments.strokes));
    const forms::BallotLayout layout = layout_of(arguments);
    whole(base::write_file_durably(arguments.out / "layout.json", base::as_bytes(forms::to_json(layout))));
    whole(base::write_file_durably(arguments.out / "key", base::as_bytes(base::to_hex(options.key) + "\n")));
    std::ofstream truth(arguments.out / "truth.jsonl");

    simulator::SheetSource source(layout, options);
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < arguments.sheets; ++i) {
        const simulator::SheetOrder order = source.order(i);
        simulator::SimulatedSheet sheet = whole(source.sheet(i));
        write_sheet(arguments, sheet, i, order.conditions.scan.bilevel_at ? 0 : order.conditions.scan.jpeg_quality,
                    truth);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::fprintf(stderr, "%d sheets in %.1f s, %.1f a second\n", arguments.sheets, took.count(),
                 arguments.sheets / took.count());
    return truth.flush() ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Writes simulated scans, truth.jsonl, layout.json and key into a folder"};
    app.add_option("out", arguments.out, "folder")->required();
    app.add_option("--grade", arguments.grade, "clean, office or hard")
        ->check(CLI::IsMember({"clean", "office", "hard"}));
    app.add_option("--marks", arguments.marks, "x, ordinary or difficult voters; by the grade when left out")
        ->check(CLI::IsMember({"x", "ordinary", "difficult"}));
    app.add_option("--sheets", arguments.sheets, "how many")->check(CLI::Range(1, 1000000));
    app.add_option("--candidates", arguments.candidates, "rows of the made-up ballot")->check(CLI::Range(1, 60));
    app.add_option("--layout", arguments.layout, "a layout of your own instead");
    app.add_option("--key", arguments.key, "file with the case's key, 64 hex digits");
    app.add_option("--strokes", arguments.strokes, "file of real people's strokes");
    app.add_option("--dpi", arguments.dpi)->check(CLI::Range(100, 600));
    app.add_option("--seed", arguments.seed);
    app.add_flag("--png", arguments.png, "PNG instead of JPEG");
    CLI11_PARSE(app, argc, argv);
    return run(arguments);
}
