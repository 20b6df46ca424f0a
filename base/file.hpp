#pragma once
// Files that are whole or absent: read all, or write all and sync before the name appears.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::base {

/// Reads a whole file. Errors: bad_input when it is missing, no file, or larger than `max_bytes`; world on a read
/// fault.
[[nodiscard]] Expected<std::vector<std::uint8_t>, Failure> read_file(const std::filesystem::path& path,
                                                                     std::uintmax_t max_bytes = 1ULL << 31U);
[[nodiscard]] Expected<std::string, Failure> read_text_file(const std::filesystem::path& path,
                                                            std::uintmax_t max_bytes = 64ULL << 20U);

/// Reads a file a block at a time, each of `block_bytes` but the last. Errors: as read_file; what was seen before a
/// fault is not the whole file.
[[nodiscard]] Expected<void, Failure> read_blocks(const std::filesystem::path& path, std::size_t block_bytes,
                                                  const std::function<void(Bytes)>& see);

/// Writes beside the target, syncs file and folder, then renames over it: after a crash the old or the new is there
/// whole. Errors: world.
[[nodiscard]] Expected<void, Failure> write_file_durably(const std::filesystem::path& path, Bytes data);

/// Gives a durable file a second name on the same disk, durably; a name that is there already is left alone.
/// Returns false where the disk knows no second names: then write it anew. Errors: world.
[[nodiscard]] Expected<bool, Failure> link_file_durably(const std::filesystem::path& file,
                                                        const std::filesystem::path& name);

}  // namespace kiemphieu::base
