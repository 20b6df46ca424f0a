#include "forms/print/table_rows.hpp"

#include <algorithm>

namespace kiemphieu::forms {
namespace {

/// Thin as a table's lines in office documents, thick enough for any printer.
constexpr double line_mm = 0.2;
/// Between a cell's text and its lines.
constexpr double padding_x_mm = 0.8;
constexpr double padding_y_mm = 1.0;

/// A cell's text, broken but not yet placed.
struct CellText {
    std::vector<TextLine> lines;
    ParagraphStyle style;
    base::PageRect box;  ///< x and w known from the columns; y and h from the rows

    double needed_mm() const { return static_cast<double>(lines.size()) * line_height_mm(style) + 2 * padding_y_mm; }
};

double left_of(const Table& table, std::size_t column) {
    double left = 0.0;
    for (std::size_t i = 0; i < column; ++i) left += table.columns[i].width_mm;
    return left;
}

[[nodiscard]] base::Expected<CellText, base::Failure> make_cell(const std::string& text, Face face,
                                                                const ParagraphStyle& style, double left,
                                                                double right) {
    auto lines = break_lines({{text, face}}, style, right - left - 2 * padding_x_mm);
    if (!lines) return base::fail(lines.error());
    return CellText{std::move(*lines), style, {left, 0.0, right - left, 0.0}};
}

/// Puts a cell's text in the middle of its height and draws its four sides; neighbours' sides fall together.
void draw(const CellText& cell, PrintedPage& page) {
    const double text_height = static_cast<double>(cell.lines.size()) * line_height_mm(cell.style);
    const double top = cell.box.y + (cell.box.h - text_height) / 2;
    const auto runs = place_lines(cell.lines, cell.style, cell.box.x + padding_x_mm, top);
    page.texts.insert(page.texts.end(), runs.begin(), runs.end());
    const auto& box = cell.box;
    const double half = line_mm / 2;
    page.rules.push_back({box.x - half, box.y - half, box.w + line_mm, line_mm});
    page.rules.push_back({box.x - half, box.bottom() - half, box.w + line_mm, line_mm});
    page.rules.push_back({box.x - half, box.y - half, line_mm, box.h + line_mm});
    page.rules.push_back({box.right() - half, box.y - half, line_mm, box.h + line_mm});
}

[[nodiscard]] base::Expected<TableBlock, base::Failure> set_row(const Table& table,
                                                                const std::vector<std::string>& texts) {
    std::vector<CellText> cells;
    TableBlock block;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const double left = left_of(table, i);
        const ParagraphStyle style{table.size_pt, table.columns[i].align, 0.0, 1.2, Breaking::even};
        auto cell = make_cell(texts.at(i), Face::serif, style, left, left + table.columns[i].width_mm);
        if (!cell) return base::fail(cell.error());
        block.height_mm = std::max(block.height_mm, cell->needed_mm());
        cells.push_back(std::move(*cell));
    }
    for (CellText& cell : cells) {
        cell.box.h = block.height_mm;
        draw(cell, block.content);
    }
    return block;
}

/// Row heights of a head: each as tall as its one-row cells need; a cell over several rows makes its last one grow.
std::vector<double> head_heights(const Table& table, const std::vector<CellText>& cells) {
    std::vector<double> heights;
    for (const HeadCell& cell : table.head) heights.resize(std::max(heights.size(), cell.row + cell.rows), 0.0);
    for (std::size_t span = 1; span <= heights.size(); ++span) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const HeadCell& cell = table.head[i];
            if (cell.rows != span) continue;
            double have = 0.0;
            for (std::size_t row = cell.row; row < cell.row + cell.rows; ++row) have += heights[row];
            heights[cell.row + cell.rows - 1] += std::max(0.0, cells[i].needed_mm() - have);
        }
    }
    return heights;
}

[[nodiscard]] base::Expected<TableBlock, base::Failure> set_head(const Table& table) {
    const ParagraphStyle style{table.size_pt, Align::center, 0.0, 1.2, Breaking::even};
    std::vector<CellText> cells;
    for (const HeadCell& head : table.head) {
        auto cell = make_cell(head.text, Face::serif_bold, style, left_of(table, head.column),
                              left_of(table, head.column + head.columns));
        if (!cell) return base::fail(cell.error());
        cells.push_back(std::move(*cell));
    }
    const auto heights = head_heights(table, cells);
    TableBlock block;
    for (const double height : heights) block.height_mm += height;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const HeadCell& head = table.head[i];
        for (std::size_t row = 0; row < head.row; ++row) cells[i].box.y += heights[row];
        for (std::size_t row = head.row; row < head.row + head.rows; ++row) cells[i].box.h += heights[row];
        draw(cells[i], block.content);
    }
    return block;
}

}  // namespace

base::Expected<SetTable, base::Failure> set_table(const Table& table) {
    SetTable result;
    auto head = set_head(table);
    if (!head) return base::fail(head.error());
    result.head = std::move(*head);
    for (const auto& texts : table.rows) {
        auto row = set_row(table, texts);
        if (!row) return base::fail(row.error());
        result.rows.push_back(std::move(*row));
    }
    return result;
}

PrintedPage moved(const TableBlock& block, double left_mm, double top_mm) {
    PrintedPage page = block.content;
    for (TextRun& run : page.texts) run.baseline = run.baseline + base::PagePoint{left_mm, top_mm};
    for (base::PageRect& rule : page.rules) {
        rule.x += left_mm;
        rule.y += top_mm;
    }
    return page;
}

}  // namespace kiemphieu::forms
