#pragma once
// The files of a package against its manifest, on several threads.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace kiemphieu::station {

/// A file as a manifest lists it.
struct ListedFile {
    std::string name;
    std::string sha256;  ///< hex
    std::uint64_t size{};
};

/// What is not as it is listed, a failure each, in the order of the list, and what is not listed; the manifest and its
/// signature list themselves. `jobs` threads; 0 takes one a core.
std::vector<base::Failure> check_listed_files(const std::filesystem::path& package, std::span<const ListedFile> files,
                                              int jobs);

/// Threads that a number of jobs means: one a core for 0, and no more than there is work.
int threads_for(int jobs, std::size_t work);

}  // namespace kiemphieu::station
