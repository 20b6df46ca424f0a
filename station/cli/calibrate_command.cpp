// calibrate: scans of the calibration sheet are measured, the profile is kept, and what to do is said.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/file.hpp"
#include "calibration/report.hpp"
#include "station/calibrate/calibrate.hpp"
#include "station/cli/interrupt.hpp"
#include "station/cli/loose_files.hpp"
#include "station/cli/on_case.hpp"
#include "station/pipeline/loose_stack.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::vector<std::string> images;
    std::string from;
    scanner::ScanSettings settings;
    std::string scanner;
    std::string out;
    std::string report;
    double risk{calibration::usual_risk};
};

using Result = base::Expected<int, base::Failure>;

void say(const Session& session, const calibration::Advice& advice) {
    const std::string_view grade = advice.grade == calibration::Grade::good    ? session.say("tốt", "good")
                                   : advice.grade == calibration::Grade::watch ? session.say("chú ý", "watch")
                                                                               : session.say("không đạt", "bad");
    note(fmt::format("[{}] {}", grade, session.say(advice.vietnamese, advice.english)));
}

/// Without scans: the profile in force, and what has changed since.
Result show(const Called& called, const CaseFolder& folder) {
    const CaseState& state = folder.record().state();
    const auto profile = profile_in_force(folder.path(), state);
    if (!profile) return tl::unexpected(profile.error());
    if (!*profile) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", "IMAGE",
                                        "the scanner was never calibrated; expected scans of the calibration sheet"});
    }
    const auto warnings = calibration_warnings(**profile, state, profile_time());
    if (called.session.json > 0) print(calibration::to_json(**profile, warnings));
    note(fmt::format(fmt::runtime(called.session.say("hồ sơ máy quét {} ngày {}", "profile {} of {}")),
                     (*profile)->reading.id, (*profile)->made));
    for (const calibration::Advice& one : warnings) say(called.session, one);
    return warnings.empty() ? done : people_needed;
}

Result calibrate(const Called& called, CaseFolder& folder, const Options& o) {
    if (o.images.empty() && o.from.empty()) return show(called, folder);
    const Interrupt interrupt;
    const auto files =
        loose_files(called, {o.images, o.from, o.settings, folder.path() / "calibration"}, interrupt.flag());
    if (!files) return tl::unexpected(files.error());
    ProgressBar bar(called.session.say("hiệu chuẩn", "calibrate"), files->size());
    const std::string scanner = !o.scanner.empty() ? o.scanner : is_device(o.from) ? o.from : "";
    const auto learned =
        learn_scanner(folder.record().state().made.conference, folder.key(),
                      {*files, scanner, o.risk, interrupt.flag(), [&](std::size_t n) { bar.show(n); }});
    if (!learned) return tl::unexpected(learned.error());
    const auto kept = keep_calibration(folder.record(), folder.path(), *learned);
    if (!kept) return tl::unexpected(kept.error());
    if (!o.out.empty()) {
        if (const auto written = base::write_file_durably(o.out, base::as_bytes(learned->toml)); !written)
            return tl::unexpected(written.error());
    }
    if (!o.report.empty()) {
        if (const auto drawn = calibration::print_report(learned->findings, learned->profile, o.report); !drawn)
            return tl::unexpected(drawn.error());
    }
    if (called.session.json > 0) print(calibration::to_json(learned->findings, learned->profile));
    for (const RefusedScan& scan : learned->refused) {
        note(scan.file + ": " + std::string(called.session.say(scan.vietnamese, scan.english)));
    }
    for (const calibration::Advice& one : calibration::advise(learned->findings)) say(called.session, one);
    if (const auto limit = calibration::limit_in_words(learned->profile.limit)) say(called.session, *limit);
    const calibration::Advice verdict = calibration::verdict_of(learned->profile.fitness);
    note(fmt::format("{} {}", called.session.say(verdict.vietnamese, verdict.english), kept->string()));
    return learned->profile.fitness == calibration::Fitness::fit ? done : people_needed;
}

}  // namespace

void add_calibrate_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("calibrate", "hiệu chuẩn máy quét / learn this scanner from its scans");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("IMAGE", o->images, "scans of the calibration sheet, or a folder of them");
    command->add_option("--from", o->from, "escl:ADDRESS or sane:DEVICE: scan the sheets now");
    command->add_option("--dpi", o->settings.dpi, "of a scanner")->check(CLI::Range(200, 600))->capture_default_str();
    command->add_option("--scanner", o->scanner, "how the scanner is called; with --from its address when left out");
    command->add_option("--risk", o->risk, "chance a row that a second look may count what another sheet shows through")
        ->check(CLI::Range(calibration::least_risk, calibration::most_risk))
        ->capture_default_str();
    command->add_option("-o", o->out, "profile.toml; a copy stays in CASE/calibration/");
    command->add_option("--report", o->report, "report.pdf; a copy stays in CASE/calibration/");
    command->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) { return calibrate(called, folder, *o); });
    });
}

}  // namespace kiemphieu::station::cli
