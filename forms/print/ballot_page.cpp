#include "forms/print/ballot_page.hpp"

#include "forms/page_frame.hpp"
#include "forms/print/qr_symbol.hpp"

namespace kiemphieu::forms {

void draw_ballot_page(Canvas& canvas, const LayoutPage& page, const SheetCode& code, const Tag& tag) {
    std::vector<base::PageRect> black = page.rules;
    black.insert(black.end(), page.registration_marks.begin(), page.registration_marks.end());
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

}  // namespace kiemphieu::forms
