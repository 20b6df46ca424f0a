#include "forms/print/ballot_page.hpp"
#include "forms/print/print_run.hpp"

namespace kiemphieu::forms {

base::Expected<void, base::Failure> print_ballots(const BallotLayout& layout, const PrintRun& run,
                                                  const base::SecretKey& key, const std::filesystem::path& pdf_path) {
    auto canvas = Canvas::create({"Phiếu tín nhiệm, loại phiếu " + layout.style.value, ""});
    if (!canvas) return tl::unexpected(canvas.error());
    for (const base::Serial serial : run.serials) {
        for (const LayoutPage& page : layout.pages) {
            const SheetCode code{layout.conference, layout.style, layout.id, serial, page.sheet, page.page, run.kind};
            canvas->begin_page();
            draw_ballot_page(*canvas, page, code, make_tag(code, key));
        }
    }
    return canvas->save(pdf_path);
}

}  // namespace kiemphieu::forms
