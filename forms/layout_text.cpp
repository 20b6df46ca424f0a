#include "forms/layout_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <sstream>

#include <utf8proc.h>

#include "base/text.hpp"

namespace kiemphieu::forms {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::vector<std::string> split_words(std::string_view text) {
    std::istringstream in{std::string(text)};
    return {std::istream_iterator<std::string>(in), {}};
}

/// The cheapest way to end a line somewhere, and where that line begins.
struct LineBreak {
    double cost{std::numeric_limits<double>::infinity()};
    std::size_t begin{};
};

/// What it costs to end a line before word `end`, where a line half empty costs 0.25. Vietnamese titles are read in
/// groups that end in a comma or begin with a capital ("Ủy viên | Ban Thường vụ, | Trưởng Ban | Tổ chức"): breaking
/// inside one hurts.
double break_cost(const std::vector<std::string>& words, std::size_t end) {
    if (end == words.size()) return 0;
    const char last = words[end - 1].back();
    if (last == ',' || last == ';') return 0;
    const char32_t first = base::code_points(words[end]).front();
    return utf8proc_toupper(static_cast<utf8proc_int32_t>(first)) == static_cast<utf8proc_int32_t>(first) ? 0.1 : 0.4;
}

std::ptrdiff_t offset(std::size_t index) {
    return static_cast<std::ptrdiff_t>(index);
}

}  // namespace

base::PageRect TextSetter::left(LayoutPage& page, const std::string& text, Face face, double size_pt,
                                base::PagePoint baseline) {
    page.texts.push_back({text, face, size_pt, baseline});
    return kept(ink_box(page.texts.back()));
}

double TextSetter::centred(LayoutPage& page, const std::string& text, Face face, double size_pt,
                           const base::PageRect& column, double baseline, double leading_mm) {
    for (const std::string& line : kept(wrap_evenly(text, face, size_pt, column.w))) {
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
    if (const std::string last = joined(line); !last.empty()) {
        left(page, last, face, size_pt, {column.x + indent, baseline});
        baseline += leading_mm;
    }
    return baseline;
}

base::Expected<std::vector<std::string>, base::Failure> wrap_evenly(std::string_view text, Face face, double size_pt,
                                                                    double width_mm) {
    auto plain = wrap_text(text, face, size_pt, width_mm);
    if (!plain || plain->size() < 2) return plain;
    const std::vector<std::string> words = split_words(text);
    // A word too long for the column was broken; nothing is to be evened then.
    if (joined(*plain) != joined(words)) return plain;
    std::vector<double> widths;
    for (const std::string& word : words) {
        const auto width = text_width_mm(word, face, size_pt);
        if (!width) return base::fail(width.error());
        widths.push_back(*width / width_mm);
    }
    const auto blank = text_width_mm(" ", face, size_pt);
    if (!blank) return base::fail(blank.error());

    // Best breaks of the first `end` words into `count` lines, for one line more at a time.
    const std::size_t n = words.size();
    std::vector<std::vector<LineBreak>> best(plain->size() + 1, std::vector<LineBreak>(n + 1));
    best[0][0].cost = 0;
    for (std::size_t count = 1; count <= plain->size(); ++count) {
        for (std::size_t end = count; end <= n; ++end) {
            double used = -*blank / width_mm;
            for (std::size_t begin = end; begin-- > 0;) {
                used += widths[begin] + *blank / width_mm;
                if (used > 1) break;
                const double slack = 1 - used;
                const double cost = best[count - 1][begin].cost + slack * slack + break_cost(words, end);
                if (cost < best[count][end].cost) best[count][end] = {cost, begin};
            }
        }
    }
    std::vector<std::string> lines;
    for (std::size_t end = n, count = plain->size(); count > 0; --count) {
        const std::size_t begin = best[count][end].begin;
        lines.insert(lines.begin(), joined({words.begin() + offset(begin), words.begin() + offset(end)}));
        end = begin;
    }
    return lines;
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
