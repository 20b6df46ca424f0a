// forms, minutes, verify: the papers around a count, and the check of its record.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "forms/print/blank_forms.hpp"
#include "station/case/documents.hpp"
#include "station/cli/on_case.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string out;
    std::string kind;
};

using Result = base::Expected<int, base::Failure>;

Result print_form(const CaseFolder& folder, const Options& o) {
    const forms::Conference& conference = folder.definition().conference;
    const auto pages = o.kind == "phu-luc-2"   ? forms::make_dossier_lists(conference)
                       : o.kind == "phu-luc-3" ? forms::make_self_reports(conference)
                                               : forms::make_separators(conference);
    if (!pages) return tl::unexpected(pages.error());
    if (const auto printed = forms::print_pages(*pages, {o.kind, conference.organisation}, o.out); !printed) {
        return tl::unexpected(printed.error());
    }
    return done;
}

Result make_minutes(const Called& called, CaseFolder& folder, const Options& o) {
    const auto files = write_minutes(folder, o.out);
    if (!files) return tl::unexpected(files.error());
    for (const MadeFile& file : *files) print(file.path.string());
    const Count count = folder.count();
    if (count.finality == Finality::confirmed) return done;
    note(
        std::string(called.session.say("bản nháp: kết quả chưa được xác nhận", "a draft: the count is not confirmed")));
    return people_needed;
}

int verify(const Called& called, const Options& o) {
    std::unique_ptr<ProgressBar> bar;
    const auto found = recount(o.folder, [&](std::size_t done_sides, std::size_t all) {
        if (!bar) bar = std::make_unique<ProgressBar>(called.session.say("kiểm tra", "verify"), all);
        bar->show(done_sides);
    });
    bar.reset();
    if (!found) return tell(called.session, found.error());
    for (const auto* faults : {&found->record.faults, &found->faults}) {
        for (const base::Failure& fault : *faults) tell(called.session, fault);
    }
    for (const std::string& sentence : found->record.notes) note(sentence);
    if (called.session.json > 0) {
        print(fmt::format(
            R"({{"holds":{},"events":{},"images":{},"sides_read_again":{},"faults":{},"fingerprint":"{}"}})",
            found->holds(), found->record.events, found->record.images, found->sides_read,
            found->record.faults.size() + found->faults.size(), base::to_hex(found->record.fingerprint)));
    }
    if (!found->holds()) return broken_evidence;
    note(fmt::format(fmt::runtime(called.session.say(
                         "hồ sơ nguyên vẹn: {} sự kiện, {} ảnh, đọc lại {} mặt đều như đã ghi; dấu vân {}",
                         "the record holds: {} events, {} images, {} sides read again as recorded; fingerprint {}")),
                     found->record.events, found->record.images, found->sides_read,
                     base::to_hex(found->record.fingerprint)));
    return done;
}

}  // namespace

void add_forms_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("forms", "biểu mẫu / blank forms filled with the known names");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--kind", o->kind)->required()->check(CLI::IsMember({"phu-luc-2", "phu-luc-3", "separator"}));
    command->add_option("-o", o->out, "PDF file")->required();
    command->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return print_form(folder, *o); }); });
}

void add_document_commands(CLI::App& app, Called& called) {
    auto* minutes = app.add_subcommand("minutes", "báo cáo Phụ lục 5, bảng kết quả / report and tables");
    const auto m = std::make_shared<Options>();
    minutes->add_option("CASE", m->folder)->required();
    minutes->add_option("-o", m->out, "folder")->required();
    minutes->callback([m, &called] {
        on_case(called, m->folder, [&](CaseFolder& folder) { return make_minutes(called, folder, *m); });
    });
    auto* check = app.add_subcommand("verify", "kiểm tra hồ sơ / check the record and recount it from its images");
    const auto v = std::make_shared<Options>();
    check->add_option("CASE", v->folder)->required();
    check->callback([v, &called] { called.exit = verify(called, *v); });
}

}  // namespace kiemphieu::station::cli
