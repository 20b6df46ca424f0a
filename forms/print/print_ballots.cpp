#include "forms/page_frame.hpp"
#include "forms/print/canvas.hpp"
#include "forms/print/print_run.hpp"
#include "forms/print/qr_symbol.hpp"

namespace kiemphieu::forms {

namespace {

void draw_page(Canvas& canvas, const LayoutPage& page, const SheetCode& code, const base::SecretKey& key) {
    canvas.begin_page();
    std::vector<base::PageRect> black = page.rules;
    black.insert(black.end(), page.registration_marks.begin(), page.registration_marks.end());
    const Tag tag = make_tag(code, key);
    const std::vector<base::PageRect> modules = qr_modules(encode_payload(code, tag), page.qr_box);
    black.insert(black.end(), modules.begin(), modules.end());
    canvas.fill(black);
    for (const TextRun& run : page.texts) canvas.text(run);
    const std::vector<std::string> lines = readable_lines(code, tag);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        canvas.text({lines[i],
                     Face::mono,
                     page_frame::readable_size_pt,
                     {page.readable_box.x, page_frame::readable_baselines_mm.at(i)}});
    }
    // Nobody may take a rehearsal's ballot for a real one.
    if (code.kind == BallotKind::test) canvas.text({"PHIẾU THỬ", Face::serif_bold, 20, page_frame::test_baseline});
}

}  // namespace

base::Expected<void, base::Failure> print_ballots(const BallotLayout& layout, const PrintRun& run,
                                                  const base::SecretKey& key, const std::filesystem::path& pdf_path) {
    auto canvas = Canvas::create({"Phiếu tín nhiệm, loại phiếu " + layout.style.value, ""});
    if (!canvas) return tl::unexpected(canvas.error());
    for (const base::Serial serial : run.serials) {
        for (const LayoutPage& page : layout.pages) {
            draw_page(*canvas, page,
                      {layout.conference, layout.style, layout.id, serial, page.sheet, page.page, run.kind}, key);
        }
    }
    return canvas->save(pdf_path);
}

}  // namespace kiemphieu::forms
