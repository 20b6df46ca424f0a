#pragma once
// Reads conference.toml and roster.csv; every error names file, line and field.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Definitions are a few kilobytes; a megabyte is no definition.
inline constexpr std::uintmax_t max_definition_bytes = 1U << 20U;

/// Reads the roster that a definition names, relative to the definition's folder.
using RosterSource =
    std::function<base::Expected<std::vector<Candidate>, base::Failure>(const std::filesystem::path& name)>;

/// What read_conference does once the file is read; `file` is only named in failures. Errors: as read_conference.
[[nodiscard]] base::Expected<Conference, base::Failure> parse_conference(
    std::string_view toml, const std::string& file, const RosterSource& rosters,
    const std::optional<std::filesystem::path>& roster = std::nullopt);

/// What read_roster does once the file is read; `file` is only named in failures. Errors: as read_roster.
[[nodiscard]] base::Expected<std::vector<Candidate>, base::Failure> parse_roster(std::string_view bytes,
                                                                                 const std::string& file);

/// The definition as one conference.toml without rosters: reading it back gives the same conference.
std::string to_toml(const Conference& conference);

}  // namespace kiemphieu::forms
