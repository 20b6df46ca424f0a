#pragma once
// A table's head and rows set as blocks that can be put on any page.

#include <vector>

#include "forms/print/page_flow.hpp"

namespace kiemphieu::forms {

/// A head or a row with its lines, set with its top left at (0, 0).
struct TableBlock {
    PrintedPage content;
    double height_mm{};
};

struct SetTable {
    TableBlock head;
    std::vector<TableBlock> rows;
};

/// Errors: as break_lines.
[[nodiscard]] base::Expected<SetTable, base::Failure> set_table(const Table& table);

/// The block's content with its top left at (left, top).
PrintedPage moved(const TableBlock& block, double left_mm, double top_mm);

}  // namespace kiemphieu::forms
