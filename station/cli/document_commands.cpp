// forms, minutes: the papers around a count.

#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "forms/print/blank_forms.hpp"
#include "station/case/documents.hpp"
#include "station/cli/on_case.hpp"
#include "station/rehearsal/deck_files.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string out;
    std::string kind;
    std::optional<std::string> style;
};

using Result = base::Expected<int, base::Failure>;

Result print_deck(const Called& called, CaseFolder& folder, const Options& o) {
    const auto layout = folder.layout(o.style);
    if (!layout) return tl::unexpected(layout.error());
    const auto deck = print_test_deck(folder, **layout, o.out);
    if (!deck) return tl::unexpected(deck.error());
    note(fmt::format(fmt::runtime(called.session.say("bộ phiếu diễn tập: {} phiếu, một phiếu in hai bản",
                                                     "test deck: {} ballots, one of them printed twice")),
                     deck->ballots.size()));
    return done;
}

Result print_form(const Called& called, CaseFolder& folder, const Options& o) {
    if (o.kind == "test-deck") return print_deck(called, folder, o);
    const forms::Conference& conference = folder.definition().conference;
    const auto pages = o.kind == "phu-luc-2" ? forms::make_dossier_lists(conference)
                       : o.kind == "phu-luc-3"
                           ? forms::make_self_reports(conference)
                           : forms::make_separators(conference, folder.definition().layouts, folder.key());
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

}  // namespace

void add_forms_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("forms", "biểu mẫu / blank forms filled with the known names");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--kind", o->kind)
        ->required()
        ->check(CLI::IsMember({"phu-luc-2", "phu-luc-3", "separator", "test-deck"}));
    command->add_option("--style", o->style, "of the test deck; needed when the case has several");
    command->add_option("-o", o->out, "PDF file")->required();
    command->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) { return print_form(called, folder, *o); });
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
