// What a sheet shows as a whole: how often each fact is seen where it is, and where it is not.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/png.hpp"
#include "omr/read_page.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"
#include "tests/simulator/sheet_scenarios.hpp"

namespace {

using namespace kiemphieu;
using omr::Flag;
using simulator::Colours;
using simulator::Scenario;
using simulator::SheetOrder;

template <class T>
T whole(base::Expected<T, base::Failure> value) {
    if (value) return std::move(*value);
    std::fprintf(stderr, "%s\n", base::to_string(value.error()).c_str());
    std::exit(2);
}

bool has(const omr::SheetReading& reading, Flag flag) {
    return std::ranges::find(reading.flags, flag) != reading.flags.end();
}

/// Rows counted with no person looking for another level than the voter gave.
int silent_errors(const omr::SheetReading& reading, const simulator::SheetTruth& truth) {
    int errors = 0;
    for (const omr::RowReading& row : reading.rows) {
        const auto level = omr::level_of(row.decision);
        if (!level || row.name_crossed != omr::NameCrossed::no) continue;
        const auto meant = std::ranges::find(truth.rows, row.number, &simulator::RowTruth::number);
        errors += meant == truth.rows.end() || simulator::level_of(*meant) != level ? 1 : 0;
    }
    return errors;
}

class Bench {
  public:
    Bench(simulator::Grade grade, int candidates, std::uint64_t seed, std::filesystem::path out = {})
        : layout_(make_layout(candidates)), source_(layout_, options(grade, seed)), seed_(seed), out_(std::move(out)) {
        key_.fill(7);
        reader_.emplace(whole(omr::PageReader::create({layout_}, {key_, {}, forms::SealRule::require})));
    }

    /// All flags on sheets as the grade has them, beside what the simulator did to them.
    void false_alarms(int sheets) {
        std::map<std::string, int> flags;
        std::map<std::string, int> defects;
        int silent = 0;
        int unreadable = 0;
        for (int i = 0; i < sheets; ++i) {
            SheetOrder order = source_.order(i);
            order.conditions.wear.sealed = true;
            const auto sheet = whole(simulate(source_.printer(), order, {}, random_of(i)));
            const auto reading = read(sheet);
            for (const Flag flag : reading.flags) ++flags[std::string(omr::name_of(flag))];
            for (const std::string& defect : sheet.truth.defects) ++defects[defect];
            unreadable += reading.status == omr::PageStatus::read ? 0 : 1;
            silent += silent_errors(reading, sheet.truth);
            if (note_alarm(reading, sheet.truth) && !out_.empty()) save(sheet, i);
        }
        std::printf("%d sheets, %d not read, %d silent errors\n  flags:", sheets, unreadable, silent);
        for (const auto& [name, count] : flags) std::printf(" %s %d", name.c_str(), count);
        std::printf("\n  done to them:");
        for (const auto& [name, count] : defects) std::printf(" %s %d", name.c_str(), count);
        std::printf("\n  alarms without their cause:");
        for (const auto& [name, count] : alarms_) std::printf(" %s %d", name.c_str(), count);
        std::printf("\n");
    }

    void run(const Scenario& scenario, int sheets) {
        int seen = 0;
        int read_all = 0;
        int silent = 0;
        std::map<std::string, int> reasons;
        for (int i = 0; i < sheets; ++i) {
            SheetOrder order = source_.order(i);
            order.conditions.wear.sealed = true;
            simulator::Random random = random_of(i).fork("scenario");
            scenario.change(order, random);
            auto sheet = whole(scenario.colours == Colours::gray
                                   ? simulate(source_.printer(), order, {}, random_of(i))
                                   : simulate_in_colour(source_.printer(), order, {}, random_of(i)));
            const auto reading = read(sheet);
            if (order.second && reading.code && reading.code->serial == order.second->code.serial) {
                sheet.truth.rows = order.second->plan.rows;
            }
            seen += has(reading, *omr::parse_flag(scenario.flag)) ? 1 : 0;
            read_all += reading.status == omr::PageStatus::read ? 1 : 0;
            if (reading.reason) ++reasons[std::string(omr::name_of(*reading.reason))];
            silent += silent_errors(reading, sheet.truth);
        }
        std::printf("%-44s %-13s %6d %6d %6d %7d  ", scenario.name.c_str(), scenario.flag.c_str(), sheets, seen,
                    read_all, silent);
        for (const auto& [reason, count] : reasons) std::printf(" %s %d", reason.c_str(), count);
        std::printf("\n");
    }

    SheetOrder order(int number) const { return source_.order(number); }

  private:
    static forms::BallotLayout make_layout(int candidates) {
        const forms::Conference conference = simulator::sample_conference(candidates);
        return whole(forms::make_layout(conference, conference.styles.front(), base::ConferenceId{5}));
    }
    static simulator::SheetSource::Options options(simulator::Grade grade, std::uint64_t seed) {
        simulator::SheetSource::Options out;
        out.grade = grade;
        out.seed = seed;
        out.habits = grade == simulator::Grade::clean ? simulator::x_only() : simulator::ordinary();
        out.key.fill(7);
        return out;
    }
    simulator::Random random_of(int i) const {
        return simulator::Random(seed_).fork("sheet", static_cast<std::uint64_t>(i));
    }
    omr::SheetReading read(const simulator::SimulatedSheet& sheet) const {
        omr::DebugPictures none;
        if (sheet.image.format == base::PixelFormat::gray8) return reader_->read(sheet.image.gray(), none);
        const base::PageImage gray = base::to_gray(sheet.image);
        return reader_->read(
            gray.gray(), [&] { return std::optional(sheet.image); }, none);
    }
    /// Counts flags that nothing on the sheet explains.
    bool note_alarm(const omr::SheetReading& reading, const simulator::SheetTruth& truth) {
        bool any = false;
        const auto done = [&](const char* defect) {
            return std::ranges::find(truth.defects, defect) != truth.defects.end();
        };
        const auto alarm = [&](Flag flag, bool cause) {
            if (!has(reading, flag) || cause) return;
            ++alarms_[std::string(omr::name_of(flag))];
            any = true;
        };
        alarm(Flag::double_feed, false);
        alarm(Flag::cut_edge, done("clipped"));
        alarm(Flag::low_toner, done("pale_toner"));
        alarm(Flag::folded, done("fold") || done("dog_ear"));
        alarm(Flag::streak, done("streak") || done("fold"));
        // In black and white a pale seal is gone.
        alarm(Flag::seal_missing, done("bilevel"));
        const bool covered = std::ranges::any_of(reading.rows, [](const omr::RowReading& row) {
            return std::ranges::find(row.reasons, omr::Reason::out_of_place) != row.reasons.end();
        });
        if (covered) ++alarms_["rows out_of_place"];
        return any || covered;
    }
    void save(const simulator::SimulatedSheet& sheet, int number) const {
        const std::filesystem::path file = out_ / (sheet.truth.grade + "-" + std::to_string(number) + ".png");
        if (const auto written = base::write_png(file, sheet.image); !written) std::exit(3);
        std::printf("  %s:", file.filename().c_str());
        for (const std::string& defect : sheet.truth.defects) std::printf(" %s", defect.c_str());
        std::printf("\n");
    }

    forms::BallotLayout layout_;
    simulator::SheetSource source_;
    std::uint64_t seed_;
    base::SecretKey key_{};
    std::optional<omr::PageReader> reader_;
    std::map<std::string, int> alarms_;
    std::filesystem::path out_;  ///< for pictures of false alarms
};

}  // namespace

int main(int argc, char** argv) {
    int sheets = 20;
    int alarms = 100;
    int candidates = 13;
    std::uint64_t seed = 1;
    std::string only;
    std::filesystem::path out;
    CLI::App app{"Facts of whole sheets: seen where they are, and false alarms"};
    app.add_option("--sheets", sheets, "a scenario");
    app.add_option("--alarms", alarms, "sheets a grade");
    app.add_option("--candidates", candidates);
    app.add_option("--seed", seed);
    app.add_option("--only", only, "scenarios whose name holds this");
    app.add_option("--out", out, "folder for pictures of false alarms");
    CLI11_PARSE(app, argc, argv);
    for (const auto grade : {simulator::Grade::clean, simulator::Grade::office, simulator::Grade::hard}) {
        if (alarms <= 0) break;
        std::printf("%s: ", std::string(simulator::name_of(grade)).c_str());
        Bench(grade, candidates, seed, out).false_alarms(alarms);
    }
    for (const auto grade : {simulator::Grade::clean, simulator::Grade::office}) {
        if (sheets <= 0) break;
        Bench bench(grade, candidates, seed);
        std::printf("\n%-44s %-13s %6s %6s %6s %7s\n", std::string(simulator::name_of(grade)).c_str(), "flag", "sheets",
                    "seen", "read", "silent");
        for (const Scenario& scenario : simulator::sheet_scenarios([&](int i) { return bench.order(i); })) {
            if (scenario.name.find(only) != std::string::npos) bench.run(scenario, sheets);
        }
    }
    return 0;
}
