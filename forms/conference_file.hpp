#pragma once
// Reads conference.toml and roster.csv; every error names file, line and field.

#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"

namespace kiemphieu::forms {

/// Reads a definition; rosters are looked for beside it. `roster` fills the only style's list from the command line.
/// Errors: bad_input with file, line and field for an unknown or missing key, a wrong type or value, two candidates
/// with one name and position, text that is no valid UTF-8, a roster for more than one style.
/// All text comes back in NFC with blanks squeezed.
[[nodiscard]] base::Expected<Conference, base::Failure> read_conference(
    const std::filesystem::path& toml_path, const std::optional<std::filesystem::path>& roster = std::nullopt);

/// Reads `stt,ho_ten,chuc_vu` with a header; comma, semicolon or tab; with or without BOM; quoted fields as RFC 4180.
[[nodiscard]] base::Expected<std::vector<Candidate>, base::Failure> read_roster(const std::filesystem::path& csv_path);

}  // namespace kiemphieu::forms
