#include "forms/print/page_flow.hpp"

#include <algorithm>

#include "forms/print/table_rows.hpp"

namespace kiemphieu::forms {
namespace {

constexpr double page_width_mm = 210.0;
constexpr double page_height_mm = 297.0;
/// A line under a heading: thin, as the office rules have it.
constexpr double rule_thickness_mm = 0.25;
/// Between a heading's text and the line under it.
constexpr double rule_gap_mm = 0.8;

void append(PrintedPage& page, PrintedPage&& more) {
    page.texts.insert(page.texts.end(), more.texts.begin(), more.texts.end());
    page.rules.insert(page.rules.end(), more.rules.begin(), more.rules.end());
}

/// What must stand on a row's page below it: after the last row what closes the table, after the one before it the
/// last row too, so that no single row goes over.
double kept_after(const SetTable& table, std::size_t row, double keep_after_mm) {
    if (row + 1 == table.rows.size()) return keep_after_mm;
    return row + 2 == table.rows.size() ? table.rows.back().height_mm + keep_after_mm : 0.0;
}

}  // namespace

double PageFlow::width_mm() const {
    return page_width_mm - margins_.left_mm - margins_.right_mm;
}

double PageFlow::bottom_mm() const {
    return page_height_mm - margins_.bottom_mm;
}

void PageFlow::new_page() {
    pages_.emplace_back();
    y_ = margins_.top_mm;
}

void PageFlow::ensure(double height_mm) {
    if (y_ + height_mm > bottom_mm()) new_page();
}

void PageFlow::keep(const base::Failure& failure) {
    if (!failure_) failure_ = failure;
}

std::vector<TextLine> PageFlow::lines_of(const Paragraph& paragraph, double width_mm) {
    auto lines = break_lines(paragraph.spans, paragraph.style, width_mm);
    if (lines) return std::move(*lines);
    keep(lines.error());
    return {};
}

/// Sets a paragraph on the current page; returns the y below it.
double PageFlow::place(const std::vector<TextLine>& lines, const Paragraph& paragraph, double left_mm, double width_mm,
                       double top_mm) {
    const auto runs = place_lines(lines, paragraph.style, left_mm, top_mm);
    page().texts.insert(page().texts.end(), runs.begin(), runs.end());
    double y = top_mm + static_cast<double>(lines.size()) * line_height_mm(paragraph.style);
    if (paragraph.rule_mm > 0) {
        page().rules.push_back(
            {left_mm + (width_mm - paragraph.rule_mm) / 2, y + rule_gap_mm, paragraph.rule_mm, rule_thickness_mm});
        y += 2 * rule_gap_mm;
    }
    if (!paragraph.place.empty()) {
        places_.push_back(
            {paragraph.place, static_cast<int>(pages_.size()), {left_mm, y, width_mm, paragraph.space_after_mm}});
    }
    return y + paragraph.space_after_mm;
}

void PageFlow::paragraph(const Paragraph& paragraph) {
    auto lines = lines_of(paragraph, width_mm());
    const double height = line_height_mm(paragraph.style);
    while (!lines.empty()) {
        const double room = bottom_mm() - y_;
        const auto fit = static_cast<std::size_t>(std::max(0.0, room / height));
        if (fit < lines.size() && fit == 0) {
            new_page();
            continue;
        }
        const auto count = static_cast<std::ptrdiff_t>(std::min(fit, lines.size()));
        const std::vector<TextLine> now(lines.begin(), lines.begin() + count);
        lines.erase(lines.begin(), lines.begin() + count);
        y_ = place(now, paragraph, left_mm(), width_mm(), y_);
    }
}

double PageFlow::height_mm(const std::vector<Column>& columns) {
    double height = 0.0;
    for (const Column& column : columns) {
        double own = 0.0;
        for (const Paragraph& paragraph : column.paragraphs) {
            own += static_cast<double>(lines_of(paragraph, column.width_mm).size()) * line_height_mm(paragraph.style) +
                   paragraph.space_after_mm + (paragraph.rule_mm > 0 ? 2 * rule_gap_mm : 0.0);
        }
        height = std::max(height, own);
    }
    return height;
}

void PageFlow::columns(const std::vector<Column>& columns) {
    const double height = height_mm(columns);
    ensure(height);
    for (const Column& column : columns) {
        double y = y_;
        const double left = left_mm() + column.left_mm;
        for (const Paragraph& paragraph : column.paragraphs) {
            y = place(lines_of(paragraph, column.width_mm), paragraph, left, column.width_mm, y);
        }
    }
    y_ += height;
}

bool PageFlow::rooms(const std::vector<std::string>& names, std::size_t in_a_row, double height_mm) {
    if (y_ + height_mm > bottom_mm()) return false;
    const double own_mm = width_mm() / static_cast<double>(in_a_row);
    double left = left_mm();
    for (const std::string& name : names) {
        places_.push_back({name, static_cast<int>(pages_.size()), {left, y_, own_mm, height_mm}});
        left += own_mm;
    }
    y_ += height_mm;
    return true;
}

void PageFlow::writing_lines(int count) {
    // Dots as the office's forms have them: fine enough not to disturb the writing, a hand's line apart.
    constexpr double line_mm = 8.0;
    constexpr double dot_mm = 0.3;
    constexpr double pitch_mm = 1.4;
    for (int i = 0; i < count; ++i) {
        ensure(line_mm);
        y_ += line_mm;
        for (double x = 0; x < width_mm(); x += pitch_mm) {
            page().rules.push_back({left_mm() + x, y_ - dot_mm, dot_mm, dot_mm});
        }
    }
}

void PageFlow::table(const Table& table) {
    auto set = set_table(table);
    if (!set) return keep(set.error());
    const double head = set->head.height_mm;
    const double page_room = page_height_mm - margins_.top_mm - margins_.bottom_mm - head;
    bool with_head = true;
    for (std::size_t i = 0; i < set->rows.size(); ++i) {
        TableBlock& row = set->rows[i];
        if (row.height_mm > page_room) {
            return keep({base::FailureClass::bad_input, "", "table row " + std::to_string(i + 1),
                         "is taller than a page; expected shorter texts"});
        }
        // Where a row and what follows can't share a page, the row at least is not driven on for ever.
        const double after = std::min(kept_after(*set, i, table.keep_after_mm), page_room - row.height_mm);
        if (y_ + (with_head ? head : 0.0) + row.height_mm + after > bottom_mm()) {
            new_page();
            with_head = true;
        }
        if (with_head) {
            append(page(), moved(set->head, left_mm(), y_));
            y_ += head;
            with_head = false;
        }
        append(page(), moved(row, left_mm(), y_));
        y_ += row.height_mm;
    }
}

base::Expected<std::vector<PrintedPage>, base::Failure> PageFlow::finish() {
    if (failure_) return base::fail(*failure_);
    return std::move(pages_);
}

void add_frame(PrintedPage& page, const base::PageRect& box, double thickness_mm) {
    page.rules.push_back({box.x, box.y, box.w, thickness_mm});
    page.rules.push_back({box.x, box.bottom() - thickness_mm, box.w, thickness_mm});
    page.rules.push_back({box.x, box.y, thickness_mm, box.h});
    page.rules.push_back({box.right() - thickness_mm, box.y, thickness_mm, box.h});
}

base::Expected<void, base::Failure> print_pages(const std::vector<PrintedPage>& pages, const DocumentInfo& info,
                                                const std::filesystem::path& path) {
    auto canvas = Canvas::create(info);
    if (!canvas) return base::fail(canvas.error());
    for (const PrintedPage& page : pages) {
        canvas->begin_page();
        canvas->fill(page.rules);
        for (const TextRun& run : page.texts) canvas->text(run);
    }
    return canvas->save(path);
}

base::Expected<void, base::Failure> number_pages(std::vector<PrintedPage>& pages, const Margins& margins) {
    constexpr ParagraphStyle style{13.0, Align::center, 0.0, 1.1};
    // Between a draft's mark, which ends at 13.7 mm, and the text.
    constexpr double top_mm = 13.6;
    for (std::size_t i = 1; i < pages.size(); ++i) {
        const auto lines = break_lines({{std::to_string(i + 1), Face::serif}}, style,
                                       page_width_mm - margins.left_mm - margins.right_mm);
        if (!lines) return base::fail(lines.error());
        for (auto& run : place_lines(*lines, style, margins.left_mm, top_mm)) pages[i].texts.push_back(std::move(run));
    }
    return {};
}

base::Expected<void, base::Failure> print_flow(PageFlow& flow, const DocumentInfo& info,
                                               const std::filesystem::path& path) {
    auto pages = flow.finish();
    if (!pages) return base::fail(pages.error());
    if (auto numbered = number_pages(*pages, flow.margins()); !numbered) return numbered;
    return print_pages(*pages, info, path);
}

}  // namespace kiemphieu::forms
