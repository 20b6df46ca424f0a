#pragma once
// A stack that is looked at and never counted: a test deck, calibration sheets. It comes as files, or from a device.

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "scanner/page_source.hpp"

namespace kiemphieu::station {

struct LooseStackOrder {
    std::string source;  ///< folder:DIR, escl:ADDRESS or sane:DEVICE; else an image file or a folder
    scanner::ScanSettings settings{};
    std::filesystem::path keep_in;  ///< a device's pages are kept in a new folder in here
};

struct LooseStack {
    std::vector<std::filesystem::path> files;  ///< in the order of the stack
    scanner::EndOfPages end;                   ///< why no more came
    int last_sheet{};                          ///< of a device's
};

/// How many pages came so far.
using PagesProgress = std::function<void(std::size_t pages)>;

/// Whether a source is a scanner.
bool is_device(const std::string& source);

/// Takes all there is. After a device's fault the pages before it are given, and `end` says what happened.
/// Errors: bad_input when there is no such file, folder or kind of source; world.
[[nodiscard]] base::Expected<LooseStack, base::Failure> take_loose_stack(const LooseStackOrder& order,
                                                                         const std::atomic<bool>* stop = nullptr,
                                                                         const PagesProgress& progress = {});

}  // namespace kiemphieu::station
