#pragma once
// The first sheet of an XLSX file. Read with table_file.hpp.

#include "forms/table_file.hpp"

namespace kiemphieu::forms {

/// Errors: bad_input when it is no workbook, is encrypted, or is larger than any roster.
[[nodiscard]] base::Expected<std::vector<TableRow>, base::Failure> read_workbook(std::string_view bytes,
                                                                                 const std::string& file);

}  // namespace kiemphieu::forms
