// rehearse: a test deck is read and compared with what is known of it.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "station/cli/interrupt.hpp"
#include "station/cli/loose_files.hpp"
#include "station/cli/on_case.hpp"
#include "station/pipeline/read_files.hpp"
#include "station/rehearsal/gate.hpp"
#include "station/rehearsal/hold.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::vector<std::string> images;
    std::string from;
    scanner::ScanSettings settings;
    std::string out;
    std::string as;
    bool waive{false};
    std::string why;
    int jobs{0};
};

using Result = base::Expected<int, base::Failure>;

base::Failure wrong(const std::string& file, const std::string& field, const std::string& message) {
    return {base::FailureClass::bad_input, file, field, message};
}

base::Expected<std::vector<omr::SheetReading>, base::Failure> read_all(const Called& called, const CaseFolder& folder,
                                                                       const std::vector<std::filesystem::path>& files,
                                                                       const ReadOptions& options) {
    const auto reader = folder.reader();
    if (!reader) return tl::unexpected(reader.error());
    std::vector<omr::SheetReading> readings;
    ProgressBar bar(called.session.say("diễn tập", "rehearse"), files.size());
    const auto read = read_files(*reader, files, options, [&](ReadSide&& side) -> base::Expected<void, base::Failure> {
        if (!side.bytes) return base::fail(wrong(side.file, "", side.fault));
        readings.push_back(std::move(side.reading));
        bar.show(readings.size());
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    // Half a deck would only show what is missing of it.
    if (options.stop->load()) return base::fail(wrong("", "", "the rehearsal was stopped"));
    return readings;
}

Result rehearse(const Called& called, CaseFolder& folder, const Options& o) {
    if (o.waive) {
        if (const auto waived = waive_rehearsal(folder.record(), folder.definition(), o.as, o.why); !waived)
            return tl::unexpected(waived.error());
        return done;
    }
    if (o.images.empty() && o.from.empty())
        return base::fail(wrong("", "IMAGE", "expected scans of a test deck, or a folder of them"));
    const Interrupt interrupt;
    const auto files =
        loose_files(called, {o.images, o.from, o.settings, folder.path() / "rehearsal"}, interrupt.flag());
    if (!files) return tl::unexpected(files.error());
    const auto readings = read_all(called, folder, *files, {o.jobs, {}, interrupt.flag()});
    if (!readings) return tl::unexpected(readings.error());
    const auto report = o.out.empty() ? std::nullopt : std::optional<std::filesystem::path>(o.out);
    const auto all = hold_rehearsal(folder, *readings, o.as, report);
    if (!all) return tl::unexpected(all.error());
    int worst = done;
    for (const HeldRehearsal& held : *all) {
        const Rehearsal& rehearsal = held.rehearsal;
        if (called.session.json > 0) {
            print(to_json(held));
        } else {
            const bool vietnamese = called.session.language == Language::vietnamese;
            for (const std::string& line : lines_of(rehearsal, vietnamese ? in_vietnamese : in_english)) print(line);
        }
        note(fmt::format(
            fmt::runtime(called.session.say("loại phiếu {}: {}; {} mặt, {} dòng, {} phải hỏi người; {}",
                                            "style {}: {}; {} sides, {} rows, {} to people; {}")),
            rehearsal.style.value,
            rehearsal.passed() ? called.session.say("ĐẠT", "PASSED") : called.session.say("KHÔNG ĐẠT", "FAILED"),
            rehearsal.sides, rehearsal.rows, rehearsal.plain_to_people, held.report.string()));
        if (!rehearsal.passed()) worst = people_needed;
    }
    return worst;
}

}  // namespace

void add_rehearse_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("rehearse", "diễn tập bằng bộ phiếu thử / read a test deck and compare");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("IMAGE", o->images, "scans of the deck, or a folder of them");
    command->add_option("--from", o->from, "escl:ADDRESS, sane:DEVICE or folder:DIR: scan the deck now");
    command->add_option("--dpi", o->settings.dpi, "of a scanner")->check(CLI::Range(200, 600))->capture_default_str();
    command->add_flag_callback(
        "--duplex", [o] { o->settings.sides = scanner::Sides::duplex; }, "both sides");
    command->add_option("-o", o->out, "report.pdf; CASE/rehearsal/ when left out");
    command->add_option("--as", o->as, "who holds the rehearsal");
    command->add_flag("--waive", o->waive, "no rehearsal: the head opens the count without, with --as and --why");
    command->add_option("--why", o->why, "the head's reason");
    command->add_option("--jobs", o->jobs, "threads; one a core when left out")->check(CLI::Range(1, 256));
    command->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return rehearse(called, folder, *o); }); });
}

}  // namespace kiemphieu::station::cli
