#include "station/case/printing.hpp"

#include <algorithm>

#include "forms/print/blank_forms.hpp"
#include "forms/print/calibration_sheet.hpp"
#include "station/rehearsal/deck_files.hpp"

namespace kiemphieu::station {

namespace fs = std::filesystem;

fs::path ballots_file(const fs::path& case_folder, const Printed& printing, std::size_t n) {
    const char* suffix = printing.kind == forms::BallotKind::test ? "-thu.pdf" : ".pdf";
    return case_folder / "ballots" / (printing.style.value + "-" + std::to_string(n) + suffix);
}

base::Expected<PrintedBallots, base::Failure> print_ballots(CaseFolder& folder, const BallotOrder& order) {
    const auto layout = folder.layout(order.style);
    if (!layout) return tl::unexpected(layout.error());
    PrintOrder print{(*layout)->style, order.kind, order.count + order.spare, {}};
    if (order.seed) {
        print.seed = *order.seed;
    } else {
        base::random_bytes(print.seed);
    }
    const Printed printing{print.style, {}, print.kind, {}};
    const fs::path file = ballots_file(folder.path(), printing, folder.record().state().printings.size() + 1);
    const auto serials = folder.print(print, file);
    if (!serials) return tl::unexpected(serials.error());
    return PrintedBallots{file, serials->size(), (*layout)->sheets};
}

base::Expected<PrintedForm, base::Failure> print_form(CaseFolder& folder, const FormOrder& order, const fs::path& pdf) {
    if (order.kind == "calibration") {
        const auto sheet = forms::make_calibration_sheet();
        if (!sheet) return tl::unexpected(sheet.error());
        const base::ConferenceId conference = folder.record().state().made.conference;
        if (const auto printed = forms::print_calibration_sheet(*sheet, conference, folder.key(), pdf); !printed)
            return tl::unexpected(printed.error());
        return PrintedForm{{pdf}, 0};
    }
    if (order.kind == "test-deck") {
        const auto layout = folder.layout(order.style);
        if (!layout) return tl::unexpected(layout.error());
        const auto deck = print_test_deck(folder, **layout, pdf);
        if (!deck) return tl::unexpected(deck.error());
        return PrintedForm{{pdf, pdf.parent_path() / (pdf.stem().string() + "-ket-qua.pdf")}, deck->ballots.size()};
    }
    if (std::ranges::find(form_kinds, order.kind) == form_kinds.end()) {
        return base::fail(
            base::Failure{base::FailureClass::bad_input, "", "kind", "\"" + order.kind + "\" is no kind of form"});
    }
    const forms::Conference& conference = folder.definition().conference;
    const auto pages = order.kind == "phu-luc-2" ? forms::make_dossier_lists(conference)
                       : order.kind == "phu-luc-3"
                           ? forms::make_self_reports(conference)
                           : forms::make_separators(conference, folder.definition().layouts, folder.key());
    if (!pages) return tl::unexpected(pages.error());
    if (const auto printed = forms::print_pages(*pages, {order.kind, conference.organisation}, pdf); !printed) {
        return tl::unexpected(printed.error());
    }
    return PrintedForm{{pdf}, 0};
}

}  // namespace kiemphieu::station
