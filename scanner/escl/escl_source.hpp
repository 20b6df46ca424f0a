#pragma once
// A scanner that speaks eSCL (AirScan, Mopria) over HTTP, as nearly every office machine does. docs/may-quet.md.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "scanner/page_source.hpp"

namespace kiemphieu::scanner {

struct EsclTimes {
    std::chrono::milliseconds connect{10'000};
    /// Time without a byte before a page counts as lost; the slowest feeders take 6 s a page, a warming lamp 30 s.
    std::chrono::milliseconds silence{60'000};
    /// How long a device may answer "busy" (503) for one page or for a job.
    std::chrono::milliseconds busy{120'000};
};

/// What a device says of itself and how it would be used.
struct EsclDevice {
    std::string url;
    std::string model;
    std::string serial_number;
    std::string feeder;  ///< its state in the device's own word
    ScanSettings settings;
    std::vector<Remark> remarks;  ///< what it can't do of what was wanted
};

/// "HOST", "HOST:PORT" or a URL; the path is /eSCL when none is given. Errors: bad_input.
[[nodiscard]] base::Expected<std::string, base::Failure> escl_url(const std::string& address);

/// Asks a device. Errors: world when it does not answer; bad_input when it can't serve as wanted.
[[nodiscard]] base::Expected<EsclDevice, base::Failure> ask_escl_device(const std::string& address,
                                                                        const ScanSettings& wanted,
                                                                        const EsclTimes& times = {});

/// A source that begins its job with the first next(). Errors: as ask_escl_device.
[[nodiscard]] base::Expected<std::unique_ptr<PageSource>, base::Failure> open_escl_source(const std::string& address,
                                                                                          const ScanSettings& wanted,
                                                                                          const EsclTimes& times = {});

}  // namespace kiemphieu::scanner
