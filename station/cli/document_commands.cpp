// forms, minutes: the papers around a count.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "station/case/documents.hpp"
#include "station/case/printing.hpp"
#include "station/cli/on_case.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string out;
    std::string kind;
    std::optional<std::string> style;
};

using Result = base::Expected<int, base::Failure>;

Result print_one(const Called& called, CaseFolder& folder, const Options& o) {
    const auto printed = print_form(folder, {o.kind, o.style}, o.out);
    if (!printed) return tl::unexpected(printed.error());
    if (printed->ballots > 0) {
        note(fmt::format(fmt::runtime(called.session.say("bộ phiếu diễn tập: {} phiếu, một phiếu in hai bản",
                                                         "test deck: {} ballots, one of them printed twice")),
                         printed->ballots));
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

}  // namespace

void add_forms_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("forms", "biểu mẫu / blank forms filled with the known names");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--kind", o->kind)
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>(form_kinds.begin(), form_kinds.end())));
    command->add_option("--style", o->style, "of the test deck; needed when the case has several");
    command->add_option("-o", o->out, "PDF file")->required();
    command->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) { return print_one(called, folder, *o); });
    });
}

void add_document_commands(CLI::App& app, Called& called) {
    auto* minutes = app.add_subcommand("minutes", "báo cáo Phụ lục 5, bảng kết quả / report and tables");
    const auto m = std::make_shared<Options>();
    minutes->add_option("CASE", m->folder)->required();
    minutes->add_option("-o", m->out, "folder")->required();
    minutes->callback([m, &called] {
        on_case(called, m->folder, [&](CaseFolder& folder) { return make_minutes(called, folder, *m); });
    });
}

}  // namespace kiemphieu::station::cli
