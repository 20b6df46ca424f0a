#include "tests/simulator/calibration_paper.hpp"

#include "forms/expected_print.hpp"

namespace kiemphieu::simulator {

base::Expected<Paper, base::Failure> print_calibration(const forms::CalibrationSheet& sheet,
                                                       base::ConferenceId conference, const base::SecretKey& key,
                                                       double px_per_mm) {
    auto drawn = forms::draw_expected_print(sheet.page, {0, 0, 210, 297}, px_per_mm);
    if (!drawn) return tl::unexpected(drawn.error());
    Paper paper{std::move(*drawn), px_per_mm};
    for (const forms::GrayPatch& patch : sheet.wedge) fill_gray(paper, patch.box, patch.gray);
    for (const base::PageRect& square : sheet.grid) fill_gray(paper, square, 0);
    for (const forms::LineGroup& group : sheet.line_pairs) {
        for (const base::PageRect& line : group.lines) fill_gray(paper, line, 0);
    }
    for (const base::PageRect& module : forms::code_modules(sheet, conference, key)) fill_gray(paper, module, 0);
    for (const forms::InkStroke& edge : sheet.edges) line_gray(paper, edge.points, edge.width_mm, edge.gray);
    for (const auto* marks : {&sheet.graded, &sheet.widths}) {
        for (const forms::MarkSample& mark : *marks) {
            for (const forms::InkStroke& stroke : mark.strokes) {
                line_gray(paper, stroke.points, stroke.width_mm, stroke.gray);
            }
        }
    }
    return paper;
}

void try_pens(Paper& paper, const forms::CalibrationSheet& sheet, const std::vector<Pen>& pens, Random& random) {
    for (std::size_t i = 0; i < pens.size() && i < sheet.pens.size(); ++i) {
        for (const base::PageRect& box : sheet.pens[i].boxes) {
            const base::PagePoint c = box.center();
            const double r = random.uniform(3, 4.2);
            const auto off = [&] { return random.normal(0, 0.3); };
            draw(paper,
                 {{{c.x - r + off(), c.y - r + off()}, {c.x + off(), c.y + off()}, {c.x + r + off(), c.y + r + off()}},
                  {{c.x + r + off(), c.y - r + off()}, {c.x + off(), c.y + off()}, {c.x - r + off(), c.y + r + off()}}},
                 pens[i], random);
        }
    }
}

}  // namespace kiemphieu::simulator
