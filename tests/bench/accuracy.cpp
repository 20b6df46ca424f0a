// accuracy: reads simulated sheets and holds the readings against what was meant, per kind of mark and per defect.
// A row is silently wrong when it counts for a level its voter did not give, or counts although its name was struck.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <CLI/CLI.hpp>

#include "base/file.hpp"
#include "base/png.hpp"
#include "omr/reading_json.hpp"
#include "tests/bench/judging.hpp"
#include "tests/bench/reliability.hpp"
#include "tests/simulator/sample_ballot.hpp"

namespace {

using namespace kiemphieu;
using bench::Outcome;
using bench::Tally;
using bench::whole;

struct Arguments {
    std::string grade{"clean"};
    std::string marks;
    std::string strokes;
    std::string out;
    int sheets{200};
    int first{0};
    int candidates{13};
    int dpi{200};
    std::uint64_t seed{1};
    std::string plot;
    bool defects{};
};

struct Totals {
    std::map<std::string, Tally> by_kind;
    std::map<std::string, Tally> by_name_mark;
    std::map<std::string, Tally> by_defect;
    std::map<std::string, std::map<std::string, Tally>> kind_on_defect;
    std::map<std::string, int> sheets_turned_away;
    std::map<std::string, int> reasons_of_plain_x;
    Tally plain_x;
    Tally all;
    int sheets{};
    int write_ins{};
    int write_ins_seen{};
    int write_ins_imagined{};
    bench::Reliability reliability;
    Tally proposable;
    double read_cpu_s{};
    double decode_cpu_s{};     ///< of the sheets that are JPEG
    double read_jpeg_cpu_s{};  ///< reading of the same sheets
};

class Bench {
  public:
    explicit Bench(Arguments arguments)
        : arguments_(std::move(arguments)),
          layout_(make_layout()),
          source_(layout_, options()),
          reader_(whole(omr::PageReader::create({layout_}, {options().key, {}}))) {}

    int run() {
        for (int i = arguments_.first; i < arguments_.first + arguments_.sheets; ++i) read(i);
        print();
        if (!arguments_.plot.empty()) {
            if (const auto saved = totals_.reliability.save_svg(arguments_.plot); !saved) bench::give_up(saved.error());
        }
        return totals_.all.of(Outcome::silent) == 0 ? 0 : 1;
    }

  private:
    forms::BallotLayout make_layout() const {
        const forms::Conference conference = simulator::sample_conference(arguments_.candidates);
        return whole(forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51}));
    }

    simulator::SheetSource::Options options() const {
        simulator::SheetSource::Options out;
        out.seed = arguments_.seed;
        out.grade = *simulator::parse_grade(arguments_.grade);
        out.habits = bench::habits_of(arguments_.marks, out.grade);
        out.dpi = base::Dpi{static_cast<double>(arguments_.dpi)};
        out.key = base::sha256(base::as_bytes("simulated case"));
        if (!arguments_.strokes.empty()) out.book = whole(simulator::StrokeBook::from_json(arguments_.strokes));
        return out;
    }

    void read(int number) {
        const bench::ReadSheet sheet = whole(bench::read_sheet(source_, number, reader_));
        const base::PageImage& scan = sheet.scan;
        const omr::SheetReading& reading = sheet.reading;
        totals_.read_cpu_s += sheet.read_cpu_s;
        if (sheet.is_jpeg) {
            totals_.decode_cpu_s += sheet.decode_cpu_s;
            totals_.read_jpeg_cpu_s += sheet.read_cpu_s;
        }
        ++totals_.sheets;
        if (reading.status != omr::PageStatus::read) {
            const std::string reason = reading.reason ? std::string(omr::name_of(*reading.reason)) : "blank";
            ++totals_.sheets_turned_away[reason];
            save(number, scan, sheet.truth, reading, "turned-away-" + reason, -1);
            return;
        }
        for (std::size_t r = 0; r < sheet.truth.rows.size() && r < reading.rows.size(); ++r) {
            judge_row(number, scan, sheet.truth, reading, r);
        }
        const bool written =
            std::find(reading.flags.begin(), reading.flags.end(), omr::Flag::write_in) != reading.flags.end();
        const bool meant = sheet.truth.write_in != simulator::WriteIn::none;
        totals_.write_ins += meant ? 1 : 0;
        totals_.write_ins_seen += meant && written ? 1 : 0;
        totals_.write_ins_imagined += !meant && written ? 1 : 0;
    }

    void judge_row(int number, const base::PageImage& scan, const simulator::SheetTruth& truth,
                   const omr::SheetReading& reading, std::size_t r) {
        const simulator::RowTruth& row = truth.rows[r];
        const omr::RowReading& read = reading.rows[r];
        const Outcome outcome = bench::judge(row, read);
        totals_.all.add(outcome);
        totals_.by_kind[std::string(simulator::name_of(row.kind))].add(outcome);
        if (row.name != simulator::NameMark::none)
            totals_.by_name_mark[std::string(simulator::name_of(row.name))].add(outcome);
        for (const std::string& defect : truth.defects) totals_.by_defect[defect].add(outcome);
        for (const std::string& defect : truth.defects)
            totals_.kind_on_defect[std::string(simulator::name_of(row.kind))][defect].add(outcome);
        if (bench::is_proposable(row)) totals_.proposable.add(outcome);
        totals_.reliability.add(row, read);
        if (bench::is_plain_x(row)) {
            totals_.plain_x.add(outcome);
            if (outcome != Outcome::right) {
                std::string why = read.name_crossed != omr::NameCrossed::no ? "name " : "";
                for (const omr::Reason reason : read.reasons) why += std::string(omr::name_of(reason)) + " ";
                ++totals_.reasons_of_plain_x[why.empty() ? std::string(omr::name_of(read.decision)) : why];
                save(number, scan, truth, reading, "plain-x", row.number);
            }
        }
        if (outcome == Outcome::silent) save(number, scan, truth, reading, "SILENT", row.number);
    }

    /// Keeps the picture with truth and reading for people to look at; at most 60 a kind.
    void save(int number, const base::PageImage& scan, const simulator::SheetTruth& truth,
              const omr::SheetReading& reading, const std::string& why, int row) {
        if (arguments_.out.empty() || ++saved_[why] > 60) return;
        const std::filesystem::path folder = arguments_.out;
        std::filesystem::create_directories(folder);
        const std::string name = why + "-" + std::to_string(number) + (row >= 0 ? "-row" + std::to_string(row) : "");
        (void)base::write_png(folder / (name + ".png"), scan);
        if (row >= 0) {
            omr::DebugPictures steps(folder / (name + "-steps"));
            (void)reader_.read(scan.gray(), steps);
        }
        std::ofstream(folder / (name + ".json")) << simulator::to_json(truth) << "\n" << omr::to_json(reading) << "\n";
    }

    static void print_line(const std::string& name, const Tally& t) {
        std::printf("%-30s %8ld %9.3f %9.3f %9.3f %9.3f %7ld\n", name.c_str(), t.rows(), t.percent(Outcome::right),
                    t.percent(Outcome::review), t.percent(Outcome::false_invalid), t.percent(Outcome::proposal),
                    t.of(Outcome::silent));
    }

    /// Every kind of mark under every defect.
    void print_defects() const {
        for (const auto& [kind, by_defect] : totals_.kind_on_defect) {
            for (const auto& [defect, tally] : by_defect) print_line(kind + " on " + defect, tally);
        }
    }

    void print() const {
        std::printf("grade %s, seed %llu, %d sheets, %d dpi\n", arguments_.grade.c_str(),
                    static_cast<unsigned long long>(arguments_.seed), totals_.sheets, arguments_.dpi);
        std::printf("%-30s %8s %9s %9s %9s %9s %7s\n", "rows", "count", "right %", "review %", "false i.%", "wrong p.%",
                    "silent");
        for (const auto& [name, tally] : totals_.by_kind) print_line(name, tally);
        for (const auto& [name, tally] : totals_.by_name_mark) print_line("name " + name, tally);
        for (const auto& [name, tally] : totals_.by_defect) print_line("on " + name, tally);
        print_line("plain X", totals_.plain_x);
        print_line("0/2/3/crossed", totals_.proposable);
        print_line("all", totals_.all);
        if (arguments_.defects) print_defects();
        for (const auto& [why, count] : totals_.reasons_of_plain_x)
            std::printf("plain X not counted: %-30s %d\n", why.c_str(), count);
        for (const auto& [why, count] : totals_.sheets_turned_away)
            std::printf("sheets turned away: %-30s %d\n", why.c_str(), count);
        std::printf("added names seen %d of %d, imagined %d\n", totals_.write_ins_seen, totals_.write_ins,
                    totals_.write_ins_imagined);
        totals_.reliability.print();
        std::printf("reading %.2f ms CPU a sheet beyond decoding\n",
                    totals_.sheets > 0 ? 1000 * totals_.read_cpu_s / totals_.sheets : 0.0);
        if (totals_.decode_cpu_s > 0) {
            std::printf("decoding and reading cost %.2f times decoding alone, on the same JPEG files in this run\n",
                        (totals_.decode_cpu_s + totals_.read_jpeg_cpu_s) / totals_.decode_cpu_s);
        }
    }

    Arguments arguments_;
    forms::BallotLayout layout_;
    simulator::SheetSource source_;
    omr::PageReader reader_;
    Totals totals_;
    std::map<std::string, int> saved_;
};

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Holds readings of simulated sheets against the truth; exits 1 when a row is silently wrong"};
    app.add_option("--grade", arguments.grade)->check(CLI::IsMember({"clean", "office", "hard"}));
    app.add_option("--marks", arguments.marks)->check(CLI::IsMember({"x", "ordinary", "difficult"}));
    app.add_option("--sheets", arguments.sheets)->check(CLI::Range(1, 10'000'000));
    app.add_option("--first", arguments.first, "number of the first sheet, to go on or to run side by side");
    app.add_option("--candidates", arguments.candidates)->check(CLI::Range(1, 60));
    app.add_option("--dpi", arguments.dpi)->check(CLI::Range(100, 600));
    app.add_option("--seed", arguments.seed);
    app.add_option("--strokes", arguments.strokes, "file of real people's strokes");
    app.add_option("--out", arguments.out, "folder for pictures of what went wrong");
    app.add_option("--plot", arguments.plot, "SVG of the scores' reliability, and of review against risk");
    app.add_flag("--defects", arguments.defects, "a line for every kind of mark under every defect");
    CLI11_PARSE(app, argc, argv);
    return Bench(arguments).run();
}
