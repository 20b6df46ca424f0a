#pragma once
// The scans of stacks that are looked at and never counted, as a command names them.

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "scanner/page_source.hpp"
#include "station/cli/commands.hpp"

namespace kiemphieu::station::cli {

struct LooseFilesOrder {
    std::vector<std::string> images;  ///< files and folders
    std::string from;                 ///< a device, or folder:DIR; may be empty
    scanner::ScanSettings settings;
    std::filesystem::path keep_in;  ///< where a device's pages go
};

/// The files of all that was named, in its order; says how a device's stack ended. Errors: as take_loose_stack; world
/// when a device stopped for a fault.
[[nodiscard]] base::Expected<std::vector<std::filesystem::path>, base::Failure> loose_files(
    const Called& called, const LooseFilesOrder& order, const std::atomic<bool>* stop);

}  // namespace kiemphieu::station::cli
