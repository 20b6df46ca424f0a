// check-print: scanned blank ballots against the definition, before a single one is handed out.

#include <memory>

#include <CLI/CLI.hpp>

#include "base/file.hpp"
#include "omr/ocr_reader.hpp"
#include "scanner/document.hpp"
#include "station/cli/on_case.hpp"
#include "station/printcheck/print_check.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::vector<std::string> images;
    std::optional<std::string> style;
    std::string out;
};

using Result = base::Expected<int, base::Failure>;

base::Expected<void, base::Failure> add_file(PrintChecker& checker, const std::string& file) {
    const auto bytes = base::read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto document = scanner::open_document(*bytes, file);
    if (!document) return tl::unexpected(document.error());
    for (int i = 0; i < (*document)->page_count(); ++i) {
        auto page = (*document)->page(i, scanner::WantedPixels::gray);
        if (!page) return tl::unexpected(page.error());
        if (auto looked = checker.add({file, i + 1, std::move(*page)}); !looked) return looked;
    }
    return {};
}

Result check_print(const Called& called, const CaseFolder& folder, const Options& o) {
    if (!omr::vietnamese_ocr_available()) {
        return base::fail(base::Failure{base::FailureClass::world, "tesseract-ocr-vie", "",
                                        "the Vietnamese OCR data is missing; install the package"});
    }
    const auto layout = folder.layout(o.style);
    if (!layout) return tl::unexpected(layout.error());
    const forms::Conference& conference = folder.definition().conference;
    const auto style = std::ranges::find(conference.styles, (*layout)->style, &forms::BallotStyle::id);
    PrintChecker checker(*style, **layout, folder.key());
    ProgressBar bar(called.session.say("kiểm tra in", "check print"), o.images.size());
    for (std::size_t i = 0; i < o.images.size(); ++i) {
        if (const auto added = add_file(checker, o.images[i]); !added) return tl::unexpected(added.error());
        bar.show(i + 1);
    }
    const PrintCheck check = checker.finish();
    if (!o.out.empty()) {
        if (const auto printed = print_print_report(check, conference, o.out); !printed)
            return tl::unexpected(printed.error());
    }
    if (called.session.json > 0) {
        print(to_json(check));
    } else {
        for (const PrintFinding& finding : check.findings) {
            print(std::string(called.session.say(finding.vietnamese(), finding.english())));
        }
    }
    note(std::string(check.is_good()
                         ? called.session.say("ĐẠT: phiếu in đúng như hồ sơ", "GOOD: printed as defined")
                         : called.session.say("CHƯA ĐẠT: phải có người xem", "NOT GOOD: people must look")));
    return check.is_good() ? done : people_needed;
}

}  // namespace

void add_check_print_command(CLI::App& app, Called& called) {
    auto* command =
        app.add_subcommand("check-print", "kiểm tra phiếu đã in / hold printed ballots against the definition");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("IMAGE", o->images, "scans of blank ballots, every sheet of one at least")->required();
    command->add_option("--style", o->style, "needed when the case has several");
    command->add_option("-o", o->out, "report.pdf");
    command->callback([o, &called] {
        on_case(
            called, o->folder, [&](const CaseFolder& folder) { return check_print(called, folder, *o); }, Access::look);
    });
}

}  // namespace kiemphieu::station::cli
