#pragma once
// The passphrase of encrypted packages.

#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station::cli {

/// The first line of the file that --passphrase-file names; "-" is standard input.
/// Errors: bad_input when it is empty or can't be read.
[[nodiscard]] base::Expected<std::string, base::Failure> read_passphrase(const std::string& file);

}  // namespace kiemphieu::station::cli
