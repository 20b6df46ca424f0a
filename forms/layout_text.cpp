#include "forms/layout_text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"

namespace kiemphieu::forms {

base::PageRect TextSetter::left(LayoutPage& page, const std::string& text, Face face, double size_pt,
                                base::PagePoint baseline) {
    page.texts.push_back({text, face, size_pt, baseline});
    return kept(ink_box(page.texts.back()));
}

double TextSetter::centred(LayoutPage& page, const std::string& text, Face face, double size_pt,
                           const base::PageRect& column, double baseline, double leading_mm) {
    for (const std::string& line : kept(wrap_text(text, face, size_pt, column.w))) {
        const double width = kept(text_width_mm(line, face, size_pt));
        left(page, line, face, size_pt, {column.x + (column.w - width) / 2, baseline});
        baseline += leading_mm;
    }
    return baseline;
}

void TextSetter::justified_line(LayoutPage& page, const std::vector<std::string>& words, Face face, double size_pt,
                                double x, double width, double baseline) {
    double natural = 0;
    for (const std::string& word : words) natural += kept(text_width_mm(word, face, size_pt));
    const double gap = words.size() > 1 ? (width - natural) / static_cast<double>(words.size() - 1) : 0;
    for (const std::string& word : words) {
        left(page, word, face, size_pt, {x, baseline});
        x += kept(text_width_mm(word, face, size_pt)) + gap;
    }
}

double TextSetter::justified(LayoutPage& page, const std::string& text, Face face, double size_pt,
                             const base::PageRect& column, double indent_mm, double baseline, double leading_mm) {
    const double blank = kept(text_width_mm(" ", face, size_pt));
    std::vector<std::string> line;
    double used = 0;
    double indent = indent_mm;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        at = end + 1;
        const double width = kept(text_width_mm(word, face, size_pt));
        if (!line.empty() && used + blank + width > column.w - indent) {
            justified_line(page, line, face, size_pt, column.x + indent, column.w - indent, baseline);
            baseline += leading_mm;
            line.clear();
            used = 0;
            indent = 0;
        }
        used += (line.empty() ? 0 : blank) + width;
        line.push_back(word);
    }
    std::string last;
    for (const std::string& word : line) last += (last.empty() ? "" : " ") + word;
    if (!last.empty()) {
        left(page, last, face, size_pt, {column.x + indent, baseline});
        baseline += leading_mm;
    }
    return baseline;
}

std::string to_upper(const std::string& text) {
    std::string out;
    for (const char32_t letter : base::code_points(text)) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto count = utf8proc_encode_char(utf8proc_toupper(static_cast<utf8proc_int32_t>(letter)), bytes.data());
        out.append(bytes.begin(), bytes.begin() + count);
    }
    return out;
}

base::PageRect united(const base::PageRect& a, const base::PageRect& b) {
    const double x = std::min(a.x, b.x);
    const double y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

void round_to_microns(BallotLayout& layout) {
    const auto number = [](double& value) { value = std::round(value * 1000) / 1000; };
    const auto rect = [&](base::PageRect& r) {
        for (double* value : {&r.x, &r.y, &r.w, &r.h}) number(*value);
    };
    for (LayoutPage& page : layout.pages) {
        rect(page.qr_box);
        rect(page.readable_box);
        rect(page.stamp_area);
        if (page.signature_area) rect(*page.signature_area);
        if (page.write_in_area) rect(*page.write_in_area);
        for (base::PageRect& mark : page.registration_marks) rect(mark);
        for (base::PageRect& rule : page.rules) rect(rule);
        for (TextRun& run : page.texts) {
            number(run.baseline.x);
            number(run.baseline.y);
        }
        for (Row& row : page.rows) {
            rect(row.row_box);
            rect(row.name_box);
            rect(row.position_box);
            for (Cell& cell : row.cells) {
                rect(cell.box);
                rect(cell.area);
            }
        }
    }
}

}  // namespace kiemphieu::forms
