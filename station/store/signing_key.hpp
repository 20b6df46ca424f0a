#pragma once
// CASE/keys/record.key: the secret that signs the case's events. Its public half is in the record's first event.

#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/signature.hpp"

namespace kiemphieu::station {

/// Makes the key, readable by its owner only. A key that is there already is kept: an interrupted creation goes on.
/// Errors: world; bad_input when a file there is no key.
[[nodiscard]] base::Expected<base::SigningKey, base::Failure> make_signing_key(
    const std::filesystem::path& case_folder);
/// Nothing when the case has none, as a copy given to others. Errors: world; bad_input when the file is no key.
[[nodiscard]] base::Expected<std::optional<base::SigningKey>, base::Failure> read_signing_key(
    const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station
