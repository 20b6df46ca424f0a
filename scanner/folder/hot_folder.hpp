#pragma once
// A folder into which an office machine puts its scans: files are taken when they are whole and at rest.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "scanner/page_source.hpp"

namespace kiemphieu::scanner {

struct HotFolderTimes {
    /// A file is at rest when size and time have not changed so long: some devices open a file again seconds after they
    /// closed it. Source: measured habits of office machines.
    std::chrono::milliseconds settle{5'000};
    /// A file at rest that is no whole image gets so long to become one before it is set aside: a device may pause in
    /// the middle of a job while its paper tray is filled.
    std::chrono::milliseconds patience{60'000};
    /// Network mounts send no notice, so the folder is looked through that often in any case.
    std::chrono::milliseconds look{1'000};
    /// The source ends when nothing came for so long and nothing waits; never when absent.
    std::optional<std::chrono::milliseconds> idle;
};

/// A file that was set aside in FOLDER/rejected/, with its reason in a text file beside it.
using SetAside = std::function<void(const std::string& name, const std::string& why)>;

/// Time as the source sees it; tests have their own.
struct HotFolderClock {
    std::function<std::chrono::steady_clock::time_point()> now;
    /// Waits at most so long, less when something happened in the folder or stop() was called.
    std::function<void(std::chrono::milliseconds)> wait;
};

/// Each whole file is one page of the source, also a TIFF or PDF of several. When the next is asked for, the file was
/// stored, and goes to FOLDER/taken/. Nothing is deleted. Hidden files, `.part`, `.tmp`, links and folders are left
/// alone. Errors: bad_input when there is no such folder; world when it can't be written to.
[[nodiscard]] base::Expected<std::unique_ptr<PageSource>, base::Failure> open_hot_folder(
    const std::filesystem::path& folder, const HotFolderTimes& times, const SetAside& set_aside,
    const std::optional<HotFolderClock>& clock = std::nullopt);

}  // namespace kiemphieu::scanner
