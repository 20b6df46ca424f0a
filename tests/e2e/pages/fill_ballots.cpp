// fill_ballots: lets simulated people vote on the ballots a case has printed, and lays the scans into a scanner's tray
// with their truth beside them.
//
//   fill_ballots CASE OUT [--voters 20] [--seed 7]        the demo's hall: odd marks, a forged, a copied, a torn paper
//   fill_ballots CASE OUT --voters 45 --blank-rows 3      style A alone, every X plain, so many rows a ballot left
//   blank
//   fill_ballots CASE OUT --voters 1000 --plain --again 8 style A alone, every row of every ballot a plain X; so many
//   papers are scanned a second time, in OUT/again under the same name; with --go-on scans that lie there are kept
//   fill_ballots CASE OUT --plain --added                 and a name is written on every side, by turns in the band
//   below the table, where the side has one, and between two rows

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "forms/code.hpp"
#include "scanner/document.hpp"
#include "station/case/case_folder.hpp"
#include "station/cli/demo_hall.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"

namespace {

using namespace kiemphieu;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Arguments {
    std::string folder;
    std::string out;
    int voters{20};
    int blank_rows{0};
    bool plain{false};
    bool go_on{false};
    bool added{false};
    int again{0};
    std::uint64_t seed{7};
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

/// The serials printed for voters, at most so many of a style.
std::vector<base::Serial> serials_of(const station::CaseFolder& folder, const forms::BallotLayout& layout, int most) {
    std::vector<base::Serial> out;
    for (const station::Printed& printed : folder.record().state().printings) {
        if (printed.style != layout.style || printed.kind != forms::BallotKind::official) continue;
        out.insert(out.end(), printed.serials.begin(), printed.serials.end());
    }
    if (out.size() < static_cast<std::size_t>(most)) {
        std::fprintf(stderr, "style %s has %zu ballots only\n", layout.style.value.c_str(), out.size());
        std::exit(2);
    }
    out.resize(static_cast<std::size_t>(most));
    return out;
}

constexpr int jpeg_quality = 85;

/// A feeder sends JPEG whatever the sheet.
std::vector<std::uint8_t> as_jpeg(const fs::path& scan) {
    auto bytes = whole(base::read_file(scan));
    if (scan.extension() == ".jpg") return bytes;
    const auto document = whole(scanner::open_document(bytes, scan.string()));
    return whole(simulator::encode_jpeg(whole(document->page(0, scanner::WantedPixels::gray)), jpeg_quality));
}

class Tray {
  public:
    explicit Tray(fs::path out) : out_(std::move(out)) { fs::create_directories(out_ / "tray"); }

    void lay(const std::vector<std::uint8_t>& jpeg, const station::cli::PaperTruth& paper) {
        static constexpr const char* kinds[] = {"genuine", "forged", "photocopy", "torn"};
        const std::string name = name_of(papers_.size() + 1);
        whole(base::write_file_durably(out_ / "tray" / name, jpeg));
        Json rows = Json::object();
        for (const auto& [number, verdict] : paper.rows) rows[std::to_string(number)] = station::name_of(verdict);
        papers_.push_back({{"file", name},
                           {"image", base::to_hex(base::sha256(jpeg))},
                           {"kind", kinds[static_cast<int>(paper.kind)]},
                           {"style", paper.style.value},
                           {"serial", base::to_string(paper.serial)},
                           {"page", paper.page},
                           {"added_name", paper.has_added_name},
                           {"rows", rows}});
    }
    /// The scan that lies there for the paper after the last, where one does.
    std::optional<std::vector<std::uint8_t>> next_there(const char* folder) const {
        const fs::path file = out_ / folder / name_of(papers_.size() + 1);
        if (!fs::exists(file)) return std::nullopt;
        return whole(base::read_file(file));
    }
    /// Another scan of the paper laid last.
    void lay_again(const std::vector<std::uint8_t>& jpeg) const {
        fs::create_directories(out_ / "again");
        whole(base::write_file_durably(out_ / "again" / name_of(papers_.size()), jpeg));
    }
    void finish() const { whole(base::write_file_durably(out_ / "truth.json", base::as_bytes(papers_.dump(1)))); }

  private:
    static std::string name_of(std::size_t number) {
        char name[24];
        std::snprintf(name, sizeof name, "sheet%05zu.jpg", number);
        return name;
    }

    fs::path out_;
    Json papers_ = Json::array();
};

void hold_demo_vote(const station::CaseFolder& folder, const Arguments& arguments, Tray& tray) {
    std::vector<station::cli::BallotBox> boxes;
    for (const forms::BallotLayout& layout : folder.definition().layouts) {
        boxes.push_back({&layout, serials_of(folder, layout, arguments.voters)});
    }
    const fs::path scans = fs::path(arguments.out) / "scans";
    fs::create_directories(scans);
    const auto hall = whole(station::cli::hold_vote(boxes, folder.key(), scans, arguments.seed, [](std::size_t) {}));
    for (std::size_t i = 0; i < hall.scans.size(); ++i) tray.lay(as_jpeg(hall.scans[i]), hall.papers[i]);
}

/// Plain X everywhere but in the rows left blank, which are others on every side.
void leave_rows_blank(const station::CaseFolder& folder, const Arguments& arguments, Tray& tray) {
    const forms::BallotLayout& layout = folder.definition().layouts.front();
    simulator::SheetSource::Options options;
    options.seed = arguments.seed;
    options.habits = simulator::x_only();
    options.key = folder.key();
    simulator::SheetSource source(layout, options);
    const auto serials = serials_of(folder, layout, arguments.voters);
    const std::size_t pages = layout.pages.size();
    for (std::size_t side = 0; side < serials.size() * pages; ++side) {
        simulator::SheetOrder order = source.order(static_cast<int>(side));
        order.code.serial = serials[side / pages];
        order.code.kind = forms::BallotKind::official;
        order.tag = forms::make_tag(order.code, folder.key());
        station::cli::PaperTruth truth;
        truth.style = layout.style;
        truth.serial = order.code.serial;
        truth.page = order.code.page;
        if (arguments.added) {
            const bool band = layout.find_page(truth.page)->write_in_area.has_value() && side / pages % 2 == 0;
            order.plan.write_in = band ? simulator::WriteIn::in_band : simulator::WriteIn::between_rows;
            truth.has_added_name = true;
        }
        for (int blank = 0; blank < arguments.blank_rows; ++blank) {
            simulator::RowTruth& row =
                order.plan.rows[(side + static_cast<std::size_t>(blank)) % order.plan.rows.size()];
            row = {row.number, simulator::RowKind::none, {}, simulator::NameMark::none};
        }
        for (const simulator::RowTruth& row : order.plan.rows) {
            const auto level = simulator::level_of(row);
            truth.rows[row.number] = level ? station::verdict_of(*level) : station::RowVerdict::none;
        }
        const bool again_wanted = side < static_cast<std::size_t>(arguments.again);
        if (arguments.go_on && (!again_wanted || tray.next_there("again"))) {
            if (const auto there = tray.next_there("tray")) {
                tray.lay(*there, truth);
                continue;
            }
        }
        const auto random = simulator::Random(arguments.seed).fork("sheet", side);
        const auto sheet = whole(simulator::simulate(source.printer(), order, options.book, random));
        tray.lay(whole(simulator::encode_jpeg(sheet.image, jpeg_quality)), truth);
        if (!again_wanted) continue;
        order.conditions.scan.skew.value += 0.004;
        const auto again = whole(simulator::simulate(source.printer(), order, options.book, random));
        tray.lay_again(whole(simulator::encode_jpeg(again.image, jpeg_quality)));
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"simulated votes on a case's printed ballots"};
    Arguments arguments;
    app.add_option("CASE", arguments.folder)->required();
    app.add_option("OUT", arguments.out)->required();
    app.add_option("--voters", arguments.voters);
    app.add_option("--blank-rows", arguments.blank_rows);
    app.add_flag("--plain", arguments.plain);
    app.add_option("--again", arguments.again);
    app.add_flag("--go-on", arguments.go_on);
    app.add_flag("--added", arguments.added);
    app.add_option("--seed", arguments.seed);
    CLI11_PARSE(app, argc, argv);
    const auto folder = whole(station::CaseFolder::open(arguments.folder, station::Access::look));
    Tray tray(arguments.out);
    if (arguments.blank_rows > 0 || arguments.plain) {
        leave_rows_blank(folder, arguments, tray);
    } else {
        hold_demo_vote(folder, arguments, tray);
    }
    tray.finish();
    return 0;
}
