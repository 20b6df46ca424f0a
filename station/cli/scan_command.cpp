// scan: takes sheets into the record.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "station/cli/interrupt.hpp"
#include "station/cli/on_case.hpp"
#include "station/pipeline/scan_files.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::vector<std::string> from;
    std::vector<std::string> files;
    int jobs{0};
};

/// Every file named, folders opened.
base::Expected<std::vector<std::filesystem::path>, base::Failure> gather(const Options& o) {
    std::vector<std::filesystem::path> out(o.files.begin(), o.files.end());
    for (const std::string& source : o.from) {
        if (source.starts_with("folder:")) {
            const auto files = files_of_folder(source.substr(7));
            if (!files) return tl::unexpected(files.error());
            out.insert(out.end(), files->begin(), files->end());
        } else if (source.starts_with("sane:") || source.starts_with("escl:")) {
            return base::fail(
                base::Failure{base::FailureClass::bad_input, source, "--from",
                              "scanners are not driven by this version; expected folder:DIR or image files"});
        } else {
            out.emplace_back(source);
        }
    }
    if (out.empty()) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", "--from",
                                        "no sheet to take in; expected image files or folder:DIR"});
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

std::string to_json(const ScanSummary& s, std::size_t pending) {
    return fmt::format(
        R"({{"accepted":{},"already_known":{},"read":{},"blank":{},"unreadable":{},"pending_items":{},"stopped":{}}})",
        s.accepted, s.already_known, s.read, s.blank, s.unreadable, pending, s.stopped);
}

base::Expected<int, base::Failure> scan(const Called& called, CaseFolder& folder, const Options& o) {
    const auto files = gather(o);
    if (!files) return tl::unexpected(files.error());
    const auto reader = folder.reader();
    if (!reader) return tl::unexpected(reader.error());
    const Interrupt interrupt;
    ProgressBar bar(called.session.say("quét", "scan"), files->size());
    const auto summary = scan_files(folder.record(), *reader, *files, name_of_source(o), {o.jobs, {}, interrupt.flag()},
                                    [&](const ScanSummary&, std::size_t sides) { bar.show(sides); });
    if (!summary) return tl::unexpected(summary.error());
    for (const std::string& refused : summary->refused) note(refused);
    const std::size_t pending = folder.count().pending().size();
    if (called.session.json > 0) print(to_json(*summary, pending));
    note(fmt::format(
        fmt::runtime(called.session.say(
            "nhận {} mặt ({} đọc được, {} trắng, {} không đọc được), {} đã có từ trước; {} việc chờ xem xét",
            "took in {} sides ({} read, {} blank, {} unreadable), {} known before; {} items wait for people")),
        summary->accepted, summary->read, summary->blank, summary->unreadable, summary->already_known, pending));
    if (!summary->refused.empty()) return wrong_input;
    return pending > 0 || summary->stopped ? people_needed : done;
}

}  // namespace

void add_scan_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("scan", "nhận phiếu vào hồ sơ / take sheets in, read and store them");
    auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--from", o->from, "folder:DIR or an image file")->allow_extra_args(false);
    command->add_option("FILE", o->files, "JPEG, PNG, TIFF, PDF");
    command->add_option("--jobs", o->jobs)->check(CLI::Range(1, 256));
    command->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return scan(called, folder, *o); }); });
}

}  // namespace kiemphieu::station::cli
