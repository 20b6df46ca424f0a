#pragma once
// Tables of cells as spreadsheets give them: saved as CSV, copied as tabs, or the XLSX file itself.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::forms {

/// A row with the line it begins on; of a workbook, its row's number.
struct TableRow {
    int line{};
    std::vector<std::string> cells;
    bool operator==(const TableRow&) const = default;
};

/// Whether the bytes begin as an XLSX file does.
bool is_workbook(std::string_view bytes);

/// The first sheet of a workbook (ECMA-376), or delimited text: comma, semicolon or tab, whichever the first line has
/// first, quoted as RFC 4180. Rows without any text are left out. `file` is only named in failures.
/// Errors: bad_input with file and line.
[[nodiscard]] base::Expected<std::vector<TableRow>, base::Failure> read_table(std::string_view bytes,
                                                                              const std::string& file);

}  // namespace kiemphieu::forms
