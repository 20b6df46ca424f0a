#pragma once
// One page that says in words and plots how a scanner sees.

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "calibration/advice.hpp"
#include "calibration/findings.hpp"
#include "calibration/profile.hpp"

namespace kiemphieu::calibration {

/// Errors: world when the file can't be written or a font is missing.
[[nodiscard]] base::Expected<void, base::Failure> print_report(const Findings& findings, const Profile& profile,
                                                               const std::filesystem::path& pdf);

/// Findings, plots' data, advice and verdict for pages and other programs. docs/formats/profile.md has the fields.
std::string to_json(const Findings& findings, const Profile& profile);
/// A profile in force and what speaks against it.
std::string to_json(const Profile& profile, const std::vector<Advice>& warnings);

}  // namespace kiemphieu::calibration
