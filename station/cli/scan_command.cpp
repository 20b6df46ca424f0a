// scan: takes sheets into the record.

#include <cmath>
#include <iostream>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "scanner/escl/escl_source.hpp"
#include "scanner/folder/hot_folder.hpp"
#include "scanner/sane/sane_source.hpp"
#include "station/calibrate/calibrate.hpp"
#include "station/cli/interrupt.hpp"
#include "station/cli/live_line.hpp"
#include "station/cli/on_case.hpp"
#include "station/pipeline/advice.hpp"
#include "station/pipeline/scan_source.hpp"
#include "station/rehearsal/gate.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::vector<std::string> from;
    std::vector<std::string> files;
    int jobs{0};
    scanner::ScanSettings settings;
    bool go_on{false};
    std::string batch;
    bool watch{false};
    double settle_s{5};
    std::optional<double> idle_s;
};

bool is_device(const std::string& source) {
    return source.starts_with("sane:") || source.starts_with("escl:");
}

/// Every file named, folders opened.
base::Expected<std::vector<std::filesystem::path>, base::Failure> gather(const Options& o) {
    std::vector<std::filesystem::path> out(o.files.begin(), o.files.end());
    for (const std::string& source : o.from) {
        if (source.starts_with("folder:")) {
            const auto files = files_of_folder(source.substr(7));
            if (!files) return tl::unexpected(files.error());
            out.insert(out.end(), files->begin(), files->end());
        } else if (is_device(source)) {
            return base::fail(base::Failure{base::FailureClass::bad_input, source, "--from",
                                            "one device at a time, and no files beside it"});
        } else {
            out.emplace_back(source);
        }
    }
    if (out.empty() && !o.go_on) {
        return base::fail(
            base::Failure{base::FailureClass::bad_input, "", "--from",
                          "no sheet to take in; expected image files, folder:DIR, sane:DEVICE or escl:ADDRESS"});
    }
    for (const std::filesystem::path& file : out) {
        if (!std::filesystem::is_regular_file(file)) {
            return base::fail(
                base::Failure{base::FailureClass::bad_input, file.string(), "", "no such file; expected an image"});
        }
    }
    return out;
}

std::string name_of_source(const Options& o) {
    if (!o.from.empty()) return o.from.front();
    return o.files.size() == 1 ? o.files.front() : fmt::format("{} files", o.files.size());
}

/// The source a device's name stands for.
base::Expected<std::unique_ptr<scanner::PageSource>, base::Failure> open_device(const Called& called,
                                                                                const Options& o) {
    const std::string& name = o.from.front();
    if (name.starts_with("escl:")) return scanner::open_escl_source(name.substr(5), o.settings);
    if (name.starts_with("sane:")) return scanner::open_sane_source(name.substr(5), o.settings);
    const auto ms = [](double s) { return std::chrono::milliseconds{std::llround(s * 1000)}; };
    scanner::HotFolderTimes times;
    times.settle = ms(o.settle_s);
    if (o.idle_s) times.idle = ms(*o.idle_s);
    return scanner::open_hot_folder(name.substr(7), times, [&called](const std::string& file, const std::string& why) {
        note(fmt::format(fmt::runtime(called.session.say("để riêng {}: {}", "set aside {}: {}")), file, why));
    });
}

std::string to_json(const ScanSummary& s, const scanner::EndOfPages& end, std::size_t pending) {
    return fmt::format(
        R"({{"accepted":{},"already_known":{},"read":{},"blank":{},"unreadable":{},"flagged":{},"pending_items":{},"stopped":{},"end":"{}","advice":{}}})",
        s.accepted, s.already_known, s.read, s.blank, s.unreadable, s.flagged, pending, s.stopped,
        scanner::name_of(end.why), to_json(s.notes.advice()));
}

/// What speaks against the scanner's profile, or has changed since it was made.
void tell_warnings(const Called& called, const CaseFolder& folder) {
    const CaseState& state = folder.record().state();
    const auto profile = profile_in_force(folder.path(), state);
    if (!profile || !*profile) return;
    for (const calibration::Advice& one : calibration_warnings(**profile, state, profile_time())) {
        note(std::string(called.session.say("máy quét: ", "scanner: ")) +
             std::string(called.session.say(one.vietnamese, one.english)));
    }
}

/// Warns as soon as a running stack shows it, each thing once.
class DriftTeller {
  public:
    DriftTeller(const Called& called, const CaseFolder& folder) : called_(called) {
        if (const auto profile = profile_in_force(folder.path(), folder.record().state())) profile_ = *profile;
        if (profile_) first_ = first_marks(folder.record().state(), profile_->reading.id);
    }
    void look(const ScanSummary& summary) {
        if (!profile_ || !summary.look) return;
        for (const calibration::Advice& one : calibration::drift_of(*profile_, *summary.look, first_)) {
            // Figures change from group to group, streaks are told one by one.
            if (!told_.insert(one.topic == "dust" ? one.english : one.topic).second) continue;
            note(std::string(called_.session.say("máy quét: ", "scanner: ")) +
                 std::string(called_.session.say(one.vietnamese, one.english)));
        }
    }

  private:
    const Called& called_;
    std::optional<calibration::Profile> profile_;
    calibration::SeenMarks first_;
    std::set<std::string> told_;
};

/// What was taken in, and the exit code it comes to.
base::Expected<int, base::Failure> conclude(const Called& called, CaseFolder& folder, const ScanSummary& summary,
                                            const scanner::EndOfPages& end) {
    if (auto recalled = folder.record().recall_readings(); !recalled) return tl::unexpected(recalled.error());
    for (const std::string& refused : summary.refused) note(refused);
    tell_warnings(called, folder);
    // What waits for people is known where the count is led; a station that only scans has not even the serials.
    const bool leads = folder.record().state().made.station == 0;
    const std::size_t pending = leads ? folder.count().pending().size() : 0;
    if (called.session.json > 0) print(to_json(summary, end, pending));
    std::string told = fmt::format(
        fmt::runtime(called.session.say("nhận {} mặt ({} đọc được, {} trắng, {} không đọc được), {} đã có từ trước",
                                        "took in {} sides ({} read, {} blank, {} unreadable), {} known before")),
        summary.accepted, summary.read, summary.blank, summary.unreadable, summary.already_known);
    if (leads) {
        told += fmt::format(fmt::runtime(called.session.say("; {} việc chờ xem xét", "; {} items wait for people")),
                            pending);
    }
    note(told);
    for (const CareAdvice& advice : summary.notes.advice()) {
        note(std::string(called.session.say(advice.vietnamese(), advice.english())));
    }
    if (advice_on(end.why, 0).fault) return world_failed;
    if (!summary.refused.empty()) return wrong_input;
    return pending > 0 || summary.stopped ? people_needed : done;
}

base::Expected<int, base::Failure> scan_given_files(const Called& called, CaseFolder& folder, const Options& o,
                                                    ScanSummary summary) {
    const auto files = gather(o);
    if (!files) return tl::unexpected(files.error());
    const auto reader = folder.reader();
    if (!reader) return tl::unexpected(reader.error());
    const Interrupt interrupt;
    ProgressBar bar(called.session.say("quét", "scan"), files->size());
    const auto scanned =
        scan_files(folder.record(), *reader, *files, Batch{name_of_source(o), std::nullopt, o.batch},
                   {o.jobs, {}, interrupt.flag()}, [&](const ScanSummary&, std::size_t sides) { bar.show(sides); });
    if (!scanned) return tl::unexpected(scanned.error());
    summary.add(*scanned);
    return conclude(called, folder, summary, {});
}

/// Somebody at the terminal who says whether to go on after a fault was mended.
bool goes_on(const Called& called) {
    if (::isatty(0) == 0) return false;
    note(std::string(called.session.say("Enter: tiếp tục; q: thôi", "Enter: go on; q: leave it")));
    std::string answer;
    return std::getline(std::cin, answer) && answer.empty();
}

base::Expected<int, base::Failure> scan_device(const Called& called, CaseFolder& folder, const Options& o,
                                               ScanSummary summary) {
    const auto reader = folder.reader();
    if (!reader) return tl::unexpected(reader.error());
    while (true) {
        const auto source = open_device(called, o);
        if (!source) return tl::unexpected(source.error());
        const Interrupt interrupt;
        LiveLine line(called.session);
        DriftTeller drift(called, folder);
        const auto run =
            scan_source(folder.record(), folder.path(), *reader, **source, Batch{o.from.front(), std::nullopt, o.batch},
                        {o.jobs, {}, interrupt.flag()}, [&](const ScanSummary& so_far, std::size_t) {
                            line.show(so_far);
                            drift.look(so_far);
                        });
        line.end();
        if (!run) return tl::unexpected(run.error());
        summary.add(run->scan);
        summary.stopped |= run->end.why == scanner::SourceEnd::stopped;
        const Advice advice = advice_on(run->end.why, run->last_sheet);
        note(std::string(called.session.say(advice.vietnamese, advice.english)) +
             (run->end.detail.empty() ? "" : " [" + run->end.detail + "]"));
        if (!advice.fault || !goes_on(called)) return conclude(called, folder, summary, run->end);
    }
}

/// A committee that did not rehearse is told so once, before its first sheet.
void advise_rehearsal(const Called& called, const CaseFolder& folder) {
    for (const base::StyleId& style : unrehearsed(folder.record().state())) {
        note(fmt::format(fmt::runtime(called.session.say("loại phiếu {}: chưa có lần diễn tập nào đạt",
                                                         "style {}: no passed rehearsal")),
                         style.value));
    }
}

base::Expected<int, base::Failure> scan(const Called& called, CaseFolder& folder, const Options& o) {
    if (const auto open = may_open_count(folder.definition(), folder.record().state()); !open)
        return tl::unexpected(open.error());
    if (folder.record().state().batches.empty()) advise_rehearsal(called, folder);
    // What a crash left behind comes first, whatever is scanned now.
    const auto reader = folder.reader();
    if (!reader) return tl::unexpected(reader.error());
    const auto left = scan_left_behind(folder.record(), folder.path(), *reader, {o.jobs, {}, nullptr});
    if (!left) return tl::unexpected(left.error());
    if (left->accepted > 0) {
        note(fmt::format(fmt::runtime(called.session.say("nhận tiếp {} mặt của lần quét bị ngắt",
                                                         "took in {} sides of a scan that was cut off")),
                         left->accepted));
    }
    if (o.watch && (o.from.size() != 1 || !o.from.front().starts_with("folder:"))) {
        return base::fail(
            base::Failure{base::FailureClass::bad_input, "", "--watch", "expected one --from folder:DIR"});
    }
    if (o.from.size() == 1 && o.files.empty() && (o.watch || is_device(o.from.front()))) {
        return scan_device(called, folder, o, *left);
    }
    return scan_given_files(called, folder, o, *left);
}

}  // namespace

void add_scan_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("scan", "nhận phiếu vào hồ sơ / take sheets in, read and store them");
    auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--from", o->from, "sane:DEVICE, escl:ADDRESS, folder:DIR or an image file")
        ->allow_extra_args(false);
    command->add_option("FILE", o->files, "JPEG, PNG, TIFF, PDF");
    command->add_option("--jobs", o->jobs)->check(CLI::Range(1, 256));
    command->add_option("--batch", o->batch, "a name for the stack (xấp), for people")
        ->check(
            [](const std::string& name) { return name.find('\n') == std::string::npos ? "" : "expected one line"; });
    command->add_option("--dpi", o->settings.dpi, "of a scanner")->check(CLI::Range(200, 600))->capture_default_str();
    command->add_flag_callback(
        "--duplex", [o] { o->settings.sides = scanner::Sides::duplex; }, "both sides");
    command->add_flag_callback(
        "--colour", [o] { o->settings.colour = scanner::ColourMode::colour; }, "instead of gray");
    command->add_flag("--watch", o->watch, "of folder:DIR: take in what comes until Ctrl-C; files go to DIR/taken");
    command->add_option("--settle", o->settle_s, "seconds a file must be at rest")
        ->check(CLI::Range(0.01, 3600.0))
        ->capture_default_str();
    command->add_option("--idle", o->idle_s, "of --watch: end when nothing came for so many seconds")
        ->check(CLI::Range(0.01, 86400.0));
    command->add_flag("--continue", o->go_on,
                      "take in what a scan that was cut off left behind; nothing else is needed");
    command->callback([o, &called] {
        on_case(
            called, o->folder, [&](CaseFolder& folder) { return scan(called, folder, *o); }, Access::take_in);
    });
}

}  // namespace kiemphieu::station::cli
