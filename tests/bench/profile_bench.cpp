// profile_bench: reading with a learned profile against without, on unlike simulated scanners. A row is silently wrong
// when it counts for a level its voter did not give, or counts although its name was struck.

#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "calibration/fit.hpp"
#include "calibration/measure.hpp"
#include "omr/read_page.hpp"
#include "scanner/document.hpp"
#include "tests/simulator/calibration_paper.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/scanners.hpp"
#include "tests/simulator/sheet.hpp"

namespace {

using namespace kiemphieu;

struct Arguments {
    int sheets{100};
    int candidates{13};
    std::uint64_t seed{1};
    std::string grade{"clean"};
    std::string marks{"ordinary"};
    std::string scanner;
    double risk{calibration::usual_risk};
};

struct Tally {
    int rows{};
    int people{};
    int plain{};  ///< rows of one X
    int plain_people{};
    int silent{};
    int turned_away{};
    double cpu_s{};
};

template <class T>
T whole(base::Expected<T, base::Failure> value) {
    if (value) return std::move(*value);
    std::fprintf(stderr, "%s\n", base::to_string(value.error()).c_str());
    std::exit(2);
}

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

base::PageImage through_jpeg(const base::PageImage& image, int quality) {
    const auto bytes = whole(simulator::encode_jpeg(image, quality));
    return whole(whole(scanner::open_document(bytes, "scan"))->page(0, scanner::WantedPixels::gray));
}

const base::SecretKey key = base::sha256(base::as_bytes("simulated case"));
constexpr base::ConferenceId conference_id{0x5a0d51};

/// Three scans of the calibration sheet on a scanner, and what reading learns of them.
omr::ScannerProfile calibrated(simulator::Scanner scanner, double risk) {
    const calibration::SheetMeasurer measurer(whole(forms::make_calibration_sheet()), conference_id, key);
    const simulator::Paper paper =
        whole(simulator::print_calibration(measurer.sheet(), conference_id, key, simulator::paper_px_per_mm({200})));
    std::vector<calibration::SheetFindings> scans;
    for (int i = 0; i < 3; ++i) {
        simulator::Random random = simulator::Random(99).fork("calibration", static_cast<std::uint64_t>(i));
        simulator::Conditions c = choose_conditions(simulator::Grade::clean, base::Dpi{200}, random);
        simulator::put_on(scanner, c.scan);
        const auto measured =
            measurer.measure(through_jpeg(simulator::scan(paper, c, random), c.scan.jpeg_quality), "");
        if (measured.findings) scans.push_back(*measured.findings);
    }
    if (scans.empty()) {
        std::printf("%s: no scan of the sheet was read\n", std::string(name_of(scanner)).c_str());
        return {};
    }
    omr::ScannerProfile profile = calibration::fit_reading(calibration::combine(scans), risk);
    profile.id = "bench";
    return profile;
}

void judge(const simulator::RowTruth& truth, const omr::RowReading& row, Tally& tally) {
    using enum simulator::RowKind;
    const bool crossed = simulator::is_crossed(truth.name);
    const bool plain =
        (truth.kind == x || truth.kind == small_x || truth.kind == large_x || truth.kind == off_centre_x) &&
        truth.name == simulator::NameMark::none;
    const auto level = omr::level_of(row.decision);
    const bool counts = level && row.name_crossed == omr::NameCrossed::no;
    ++tally.rows;
    tally.plain += plain ? 1 : 0;
    if (!counts) {
        ++tally.people;
        tally.plain_people += plain ? 1 : 0;
    } else if (crossed || simulator::level_of(truth) != level) {
        ++tally.silent;
    }
}

void print(std::string_view scanner, const char* how, const Tally& t, int sheets) {
    std::printf("%-15s %-8s %6d %7d %7.2f %7d %8.2f %7d %7d %8.2f\n", std::string(scanner).c_str(), how, t.rows,
                t.people, t.rows > 0 ? 100.0 * t.people / t.rows : 0, t.plain_people,
                t.plain > 0 ? 100.0 * t.plain_people / t.plain : 0, t.silent, t.turned_away, 1000 * t.cpu_s / sheets);
}

int run(const Arguments& a, simulator::Scanner scanner) {
    const omr::ScannerProfile profile = calibrated(scanner, a.risk);
    const forms::Conference conference = simulator::sample_conference(a.candidates);
    const auto layout = whole(forms::make_layout(conference, conference.styles.front(), conference_id));
    simulator::SheetSource::Options options;
    options.seed = a.seed;
    options.grade = *simulator::parse_grade(a.grade);
    options.habits = a.marks == "x"          ? simulator::x_only()
                     : a.marks == "ordinary" ? simulator::ordinary()
                                             : simulator::difficult();
    options.key = key;
    simulator::SheetSource source(layout, options);
    const auto reader = whole(omr::PageReader::create({layout}, {key, {}}));
    Tally without;
    Tally with;
    for (int n = 0; n < a.sheets; ++n) {
        simulator::SheetOrder order = source.order(n);
        simulator::put_on(scanner, order.conditions.scan);
        const auto sheet =
            whole(simulator::simulate(source.printer(), order, options.book,
                                      simulator::Random(a.seed).fork("sheet", static_cast<std::uint64_t>(n))));
        const base::PageImage page = through_jpeg(sheet.image, order.conditions.scan.jpeg_quality);
        for (Tally* tally : {&without, &with}) {
            omr::DebugPictures none;
            const double begin = cpu_seconds();
            const omr::SheetReading reading =
                reader.read(page.gray(), {}, none, tally == &with ? std::optional(profile) : std::nullopt);
            tally->cpu_s += cpu_seconds() - begin;
            if (reading.status != omr::PageStatus::read) {
                ++tally->turned_away;
                continue;
            }
            for (std::size_t r = 0; r < reading.rows.size(); ++r) judge(sheet.truth.rows[r], reading.rows[r], *tally);
        }
    }
    print(name_of(scanner), "without", without, a.sheets);
    print(name_of(scanner), "with", with, a.sheets);
    std::printf(
        "%-15s map %s, smooth %.2f px, sharpen %.2f px x %.2f, counts from %.3f of print; plain X to people %.1f times "
        "fewer\n",
        "", profile.gray_map ? "yes" : "no", profile.smooth_px, profile.sharpen_px, profile.sharpen_amount,
        profile.least_darkness,
        with.plain_people > 0 ? static_cast<double>(without.plain_people) / with.plain_people
                              : static_cast<double>(without.plain_people));
    return without.silent + with.silent;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments a;
    CLI::App app{
        "Reads simulated sheets of unlike scanners with and without a learned profile; exits 1 on a silent error"};
    app.add_option("--sheets", a.sheets)->check(CLI::Range(1, 1'000'000));
    app.add_option("--candidates", a.candidates)->check(CLI::Range(1, 60));
    app.add_option("--seed", a.seed);
    app.add_option("--grade", a.grade, "wear of the paper")->check(CLI::IsMember({"clean", "office", "hard"}));
    app.add_option("--marks", a.marks)->check(CLI::IsMember({"x", "ordinary", "difficult"}));
    app.add_option("--risk", a.risk, "that the profile is fitted at");
    app.add_option("--scanner", a.scanner, "only this one");
    CLI11_PARSE(app, argc, argv);
    std::printf("%-15s %-8s %6s %7s %7s %7s %8s %7s %7s %8s\n", "scanner", "profile", "rows", "people", "%", "plain X",
                "plain %", "silent", "turned", "ms/sheet");
    int silent = 0;
    for (const simulator::Scanner scanner : simulator::all_scanners) {
        if (a.scanner.empty() || a.scanner == name_of(scanner)) silent += run(a, scanner);
    }
    return silent == 0 ? 0 : 1;
}
