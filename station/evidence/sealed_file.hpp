#pragma once
// A file encrypted with a passphrase: XChaCha20-Poly1305 in chunks (libsodium's secretstream), key by Argon2id.
// docs/formats/evidence.md specifies it.

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station {

/// Whether a file begins as an encrypted one does.
bool is_sealed(const std::filesystem::path& file);
/// Errors: world; bad_input when the passphrase is empty.
[[nodiscard]] base::Expected<void, base::Failure> seal_file_with(const std::string& passphrase,
                                                                 const std::filesystem::path& plain,
                                                                 const std::filesystem::path& sealed);
/// Errors: bad_input when the passphrase does not open it; broken_evidence when it was altered or cut off; world.
[[nodiscard]] base::Expected<void, base::Failure> open_sealed_file(const std::string& passphrase,
                                                                   const std::filesystem::path& sealed,
                                                                   const std::filesystem::path& plain);

}  // namespace kiemphieu::station
