#pragma once
// The sample conference of samples/, compiled in so that the demo needs no files.

#include <string_view>

namespace kiemphieu::station::cli {

/// A sample file's bytes; nothing for an unknown name.
std::string_view sample_file(std::string_view name);

}  // namespace kiemphieu::station::cli
