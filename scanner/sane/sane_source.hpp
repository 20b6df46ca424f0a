#pragma once
// A document scanner through libsane, as fi-series, Canon DR and Epson DS are. docs/may-quet.md.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "scanner/page_source.hpp"

namespace kiemphieu::scanner {

struct SaneTimes {
    /// How long one call to the driver may take: a lamp warms up half a minute, a page takes at most six seconds.
    std::chrono::milliseconds call{90'000};
    /// How long a hung call is given to come back after it was cancelled.
    std::chrono::milliseconds cancel{10'000};
};

/// A device as libsane lists it.
struct SaneDevice {
    std::string name;  ///< what --from sane: takes
    std::string vendor;
    std::string model;
    std::string type;
};

/// How a device would be used.
struct SanePlan {
    std::string family;            ///< whose table of options is used
    std::vector<std::string> set;  ///< "option=value", as the driver took it
    std::vector<Remark> remarks;   ///< what it lacks of what a count wants
};

/// Errors: world when libsane can't be initialised or listing fails.
[[nodiscard]] base::Expected<std::vector<SaneDevice>, base::Failure> list_sane_devices();

/// Opens a device, sets it, and closes it again. Errors: world when it can't be opened; bad_input when it can't serve.
[[nodiscard]] base::Expected<SanePlan, base::Failure> ask_sane_device(const std::string& device,
                                                                      const ScanSettings& wanted,
                                                                      const SaneTimes& times = {});

/// Opens and sets a device; scanning begins with the first next(). Raw pages become PNG, without loss.
/// Errors: as ask_sane_device.
[[nodiscard]] base::Expected<std::unique_ptr<PageSource>, base::Failure> open_sane_source(const std::string& device,
                                                                                          const ScanSettings& wanted,
                                                                                          const SaneTimes& times = {});

}  // namespace kiemphieu::scanner
