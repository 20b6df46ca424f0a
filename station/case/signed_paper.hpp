#pragma once
// A document's signed form: the same bytes with signatures behind them.

#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::station {

/// The document, or that signed form of it among these files which has the most signatures.
/// Errors: bad_input when a file is another document that somebody signed; broken_evidence when it is this document
/// with something behind it that is no signature, or signatures that do not hold; world.
[[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> latest_form(
    base::Bytes document, const std::vector<std::filesystem::path>& files);

}  // namespace kiemphieu::station
