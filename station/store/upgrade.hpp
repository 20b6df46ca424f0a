#pragma once
// Records of earlier versions of this program.

#include <filesystem>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station {

/// Brings a record of an older version up to date: its file is kept as record.sqlite.v1, and the log is written anew
/// with every event's number, time and content, salted, signed, and one event more that says so. Does nothing when the
/// record is of this version. Errors: bad_input when it is of a newer one; broken_evidence when the old chain does not
/// hold; world.
[[nodiscard]] base::Expected<void, base::Failure> upgrade_record(const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station
