// volume: reads simulated ballot positions end to end, as many as asked for, and stops at the first that is silently
// wrong. Seeded, and resumable: what was read stands in a file, and the same command goes on from there.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/png.hpp"
#include "omr/reading_json.hpp"
#include "tests/bench/judging.hpp"
#include "tests/simulator/sample_ballot.hpp"

namespace {

using namespace kiemphieu;
using bench::Outcome;
using bench::Tally;

struct Arguments {
    std::filesystem::path folder;
    std::string grade{"clean"};
    std::string marks;
    std::string strokes;
    long positions{1'000'000};
    int candidates{60};
    int dpi{200};
    std::uint64_t seed{1};
    int jobs{1};
};

/// Everything that decides what sheet a number stands for: a run goes on only with the same.
nlohmann::ordered_json settings_of(const Arguments& a) {
    return {{"grade", a.grade},           {"marks", a.marks}, {"strokes", a.strokes},
            {"candidates", a.candidates}, {"dpi", a.dpi},     {"seed", a.seed}};
}

struct Silent {
    int sheet{};
    std::size_t row{};
};

struct Totals {
    int next_sheet{};
    long positions{};
    long turned_away{};
    Tally plain_x;
    Tally proposable;
    Tally all;
    std::map<std::string, long> away;
    double seconds{};

    Totals& operator+=(const Totals& o) {
        positions += o.positions;
        turned_away += o.turned_away;
        plain_x += o.plain_x;
        proposable += o.proposable;
        all += o.all;
        for (const auto& [reason, count] : o.away) away[reason] += count;
        return *this;
    }
};

nlohmann::ordered_json to_json(const Totals& t) {
    return {{"next_sheet", t.next_sheet},
            {"positions", t.positions},
            {"turned_away", t.turned_away},
            {"plain_x", t.plain_x.counts},
            {"proposable", t.proposable.counts},
            {"all", t.all.counts},
            {"away", t.away},
            {"seconds", t.seconds}};
}

Totals totals_from(const nlohmann::ordered_json& j) {
    Totals t;
    j.at("next_sheet").get_to(t.next_sheet);
    j.at("positions").get_to(t.positions);
    j.at("turned_away").get_to(t.turned_away);
    j.at("plain_x").get_to(t.plain_x.counts);
    j.at("proposable").get_to(t.proposable.counts);
    j.at("all").get_to(t.all.counts);
    j.at("away").get_to(t.away);
    j.at("seconds").get_to(t.seconds);
    return t;
}

class Volume {
  public:
    explicit Volume(Arguments arguments)
        : arguments_(std::move(arguments)),
          layout_(make_layout()),
          reader_(bench::whole(omr::PageReader::create({layout_}, {key(), {}}))) {}

    int run() {
        std::filesystem::create_directories(arguments_.folder);
        resume();
        const auto begin = std::chrono::steady_clock::now();
        const double before = totals_.seconds;
        const long positions_before = totals_.positions;
        while (totals_.positions < arguments_.positions && !silent_) {
            read_block();
            totals_.seconds = before + std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            save();
            show_progress(static_cast<double>(totals_.positions - positions_before) / (totals_.seconds - before));
        }
        std::fprintf(stderr, "\n");
        report();
        return silent_ ? 1 : 0;
    }

  private:
    /// Few enough that a kill loses a minute at most.
    static constexpr int block_sheets = 64;

    static base::SecretKey key() { return base::sha256(base::as_bytes("simulated case")); }

    forms::BallotLayout make_layout() const {
        const forms::Conference conference = simulator::sample_conference(arguments_.candidates);
        return bench::whole(forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51}));
    }

    simulator::SheetSource source() const {
        simulator::SheetSource::Options options;
        options.seed = arguments_.seed;
        options.grade = *simulator::parse_grade(arguments_.grade);
        options.habits = bench::habits_of(arguments_.marks, options.grade);
        options.dpi = base::Dpi{static_cast<double>(arguments_.dpi)};
        options.key = key();
        if (!arguments_.strokes.empty())
            options.book = bench::whole(simulator::StrokeBook::from_json(arguments_.strokes));
        return {layout_, options};
    }

    std::filesystem::path state_file() const { return arguments_.folder / "volume.json"; }

    void resume() {
        if (!std::filesystem::exists(state_file())) return;
        const auto json = nlohmann::ordered_json::parse(bench::whole(base::read_text_file(state_file())));
        if (json.at("settings") != settings_of(arguments_)) {
            std::fprintf(stderr, "%s: a run with other settings; give another folder\n", state_file().c_str());
            std::exit(2);
        }
        totals_ = totals_from(json.at("totals"));
    }

    void save() const {
        const nlohmann::ordered_json json{{"settings", settings_of(arguments_)}, {"totals", to_json(totals_)}};
        const auto written = base::write_file_durably(state_file(), base::as_bytes(json.dump(1) + "\n"));
        if (!written) bench::give_up(written.error());
    }

    /// A block of sheets side by side. At a silent error the block does not count: the same command meets it again.
    void read_block() {
        std::atomic<int> next{totals_.next_sheet};
        const int end = totals_.next_sheet + block_sheets;
        const auto jobs = static_cast<std::size_t>(arguments_.jobs);
        while (sources_.size() < jobs) sources_.push_back(source());
        std::vector<Totals> parts(jobs);
        std::vector<std::optional<Silent>> found(jobs);
        std::vector<std::thread> workers;
        for (std::size_t w = 0; w < jobs; ++w) {
            workers.emplace_back([&, w] {
                for (int n = next++; n < end; n = next++) {
                    if (const auto silent = read(sources_[w], n, parts[w]); silent && !found[w]) found[w] = silent;
                }
            });
        }
        for (std::thread& worker : workers) worker.join();
        for (const auto& silent : found) {
            if (silent && (!silent_ || silent->sheet < silent_->sheet)) silent_ = silent;
        }
        if (silent_) return;
        for (const Totals& part : parts) totals_ += part;
        totals_.next_sheet = end;
    }

    std::optional<Silent> read(simulator::SheetSource& source, int number, Totals& totals) const {
        const bench::ReadSheet sheet = bench::whole(bench::read_sheet(source, number, reader_));
        if (sheet.reading.status != omr::PageStatus::read) {
            ++totals.turned_away;
            ++totals.away[sheet.reading.reason ? std::string(omr::name_of(*sheet.reading.reason)) : "blank"];
            return std::nullopt;
        }
        std::optional<Silent> silent;
        for (std::size_t r = 0; r < sheet.truth.rows.size(); ++r) {
            const simulator::RowTruth& row = sheet.truth.rows[r];
            const Outcome outcome = bench::judge(row, sheet.reading.rows.at(r));
            totals.positions += 3;
            totals.all.add(outcome);
            if (bench::is_plain_x(row)) totals.plain_x.add(outcome);
            if (bench::is_proposable(row)) totals.proposable.add(outcome);
            if (outcome != Outcome::silent) continue;
            save_picture(number, row.number, sheet);
            if (!silent) silent = Silent{number, r};
        }
        return silent;
    }

    void save_picture(int number, int row, const bench::ReadSheet& sheet) const {
        const std::string name = "silent-" + std::to_string(number) + "-row" + std::to_string(row);
        (void)base::write_png(arguments_.folder / (name + ".png"), sheet.scan);
        omr::DebugPictures steps(arguments_.folder / (name + "-steps"));
        (void)reader_.read(sheet.scan.gray(), steps);
        std::ofstream(arguments_.folder / (name + ".json")) << simulator::to_json(sheet.truth) << "\n"
                                                            << omr::to_json(sheet.reading) << "\n";
    }

    void show_progress(double rate) const {
        const double left = rate > 0 ? static_cast<double>(arguments_.positions - totals_.positions) / rate : 0;
        std::fprintf(stderr, "\r%ld of %ld positions, %.0f a second, %.0f min left; plain X to people %.3f %%   ",
                     totals_.positions, arguments_.positions, rate, std::max(0.0, left / 60),
                     totals_.plain_x.percent(Outcome::review));
    }

    void report() const {
        if (silent_) {
            std::printf("SILENT ERROR: sheet %d, row %zu of the page; picture in %s\n", silent_->sheet,
                        silent_->row + 1, arguments_.folder.c_str());
        }
        const auto line = [](const char* name, const Tally& t) {
            std::printf(
                "%-24s %9ld rows: right %.3f %%, review %.3f %%, false invalid %.3f %%, wrong proposal %.3f %%, "
                "silent %ld\n",
                name, t.rows(), t.percent(Outcome::right), t.percent(Outcome::review),
                t.percent(Outcome::false_invalid), t.percent(Outcome::proposal), t.of(Outcome::silent));
        };
        std::printf("grade %s, seed %llu: %ld positions on %d sheets, %.0f s\n", arguments_.grade.c_str(),
                    static_cast<unsigned long long>(arguments_.seed), totals_.positions, totals_.next_sheet,
                    totals_.seconds);
        line("plain X", totals_.plain_x);
        line("none/two/three/crossed", totals_.proposable);
        line("all", totals_.all);
        std::printf("sheets turned away %ld", totals_.turned_away);
        for (const auto& [reason, count] : totals_.away) std::printf(", %s %ld", reason.c_str(), count);
        // Source: the rule of three, for a share of which none was seen.
        if (!silent_ && totals_.positions > 0) {
            std::printf("\nno silent error; with 95 %% confidence under 1 in %ld positions\n", totals_.positions / 3);
        }
    }

    Arguments arguments_;
    forms::BallotLayout layout_;
    omr::PageReader reader_;
    std::vector<simulator::SheetSource> sources_;
    Totals totals_;
    std::optional<Silent> silent_;
};

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Reads simulated positions until as many were read as asked for, or one is silently wrong (exit 1)"};
    app.add_option("folder", arguments.folder, "where the run's state and a silent error's picture go")->required();
    app.add_option("--positions", arguments.positions)->check(CLI::Range(1L, 1'000'000'000L));
    app.add_option("--grade", arguments.grade)->check(CLI::IsMember({"clean", "office", "hard"}));
    app.add_option("--marks", arguments.marks)->check(CLI::IsMember({"x", "ordinary", "difficult"}));
    app.add_option("--strokes", arguments.strokes, "file of real people's strokes");
    app.add_option("--candidates", arguments.candidates)->check(CLI::Range(1, 60));
    app.add_option("--dpi", arguments.dpi)->check(CLI::Range(100, 600));
    app.add_option("--seed", arguments.seed);
    app.add_option("--jobs", arguments.jobs, "sheets read side by side")->check(CLI::Range(1, 64));
    CLI11_PARSE(app, argc, argv);
    return Volume(arguments).run();
}
