#pragma once
// The rehearsal's report, for the committee to sign.

#include <filesystem>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"
#include "station/rehearsal/compare.hpp"

namespace kiemphieu::station {

/// Errors: world when the file can't be written or a font is missing.
[[nodiscard]] base::Expected<void, base::Failure> print_rehearsal_report(const Rehearsal& rehearsal,
                                                                         const forms::Conference& conference,
                                                                         const std::filesystem::path& pdf);

}  // namespace kiemphieu::station
