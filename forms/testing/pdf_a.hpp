#pragma once
// Checks a PDF against the rules of PDF/A-2b that bear on documents such as ours. docs/testing.md lists what it leaves
// out.

#include <filesystem>
#include <string>
#include <vector>

namespace kiemphieu::forms::testing {

/// Every rule the file breaks, with its clause; none means that no rule checked here is broken. Source: ISO 19005-2.
std::vector<std::string> pdf_a_faults(const std::filesystem::path& pdf);

}  // namespace kiemphieu::forms::testing
