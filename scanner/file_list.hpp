#pragma once
// From what people name on the command line to a list of scans.

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::scanner {

/// Files as given; a folder stands for the scans in it (JPEG, PNG, TIFF, PDF by suffix), not of its subfolders, in
/// natural order (scan2 before scan10), without hidden files and what is still being written (`.part`, `.tmp`). Errors:
/// bad_input naming a path that isn't there; world when a folder can't be read.
[[nodiscard]] base::Expected<std::vector<std::filesystem::path>, base::Failure> expand_paths(
    const std::vector<std::string>& paths);

/// Whether a name comes before another when runs of digits count as numbers.
bool comes_before(const std::string& a, const std::string& b);

}  // namespace kiemphieu::scanner
