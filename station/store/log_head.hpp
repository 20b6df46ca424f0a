#pragma once
// CASE/record.head: how far the log is known to have reached, and where things lie in a case's folder.

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::station {

/// The last event this folder is known to have had, in CASE/record.head: cutting off the log's end shows.
struct LogHead {
    std::uint64_t number{};
    base::Digest hash{};
    bool operator==(const LogHead&) const = default;
};

/// Nothing when there is none yet. Errors: broken_evidence when it can't be understood; world.
[[nodiscard]] base::Expected<std::optional<LogHead>, base::Failure> read_head(const std::filesystem::path& case_folder);
/// Errors: world.
[[nodiscard]] base::Expected<void, base::Failure> write_head(const std::filesystem::path& case_folder,
                                                             const LogHead& head);

/// Where things lie in a case's folder.
std::filesystem::path database_file(const std::filesystem::path& case_folder);
std::filesystem::path signing_key_file(const std::filesystem::path& case_folder);
std::filesystem::path seal_file(const std::filesystem::path& case_folder);
std::filesystem::path image_folder(const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station
