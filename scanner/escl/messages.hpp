#pragma once
// What an eSCL scanner says of itself, and what is said to it. Source: Mopria eSCL specification 2.x; PWG 5108.7.

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "scanner/page_source.hpp"

namespace kiemphieu::scanner::escl {

/// What one side source of a feeder can do.
struct FeederSide {
    std::vector<int> resolutions_dpi;  ///< ascending
    bool gray{false};
    bool colour{false};
    bool jpeg{false};
    int max_width{};  ///< in 1/300 inch
    int max_height{};
};

struct Capabilities {
    std::string version;
    std::string model;
    std::string serial_number;
    bool has_feeder{false};
    FeederSide simplex;
    bool has_duplex{false};
    FeederSide duplex;
};

/// Errors: bad_input saying what is no ScannerCapabilities document; `url` is named.
[[nodiscard]] base::Expected<Capabilities, base::Failure> parse_capabilities(const std::string& xml,
                                                                             const std::string& url);

enum class DeviceState { idle, processing, testing, stopped, down, unknown };
enum class FeederState { none, loaded, empty, processing, jam, cover_open, multipick, mispick, other };

struct Status {
    DeviceState device{DeviceState::unknown};
    FeederState feeder{FeederState::none};
    std::string feeder_text;         ///< as the device wrote it
    std::string newest_job_reasons;  ///< JobStateReasons of the first job listed
};

/// Errors: bad_input, as parse_capabilities.
[[nodiscard]] base::Expected<Status, base::Failure> parse_status(const std::string& xml, const std::string& url);

/// What will be asked of a device, and in which it falls short of what was wanted.
struct Plan {
    ScanSettings settings;
    std::vector<Remark> remarks;
};

/// The nearest resolution at or above the wanted one is taken. Errors: bad_input when the device can't serve: no
/// feeder, no JPEG, no resolution of 200 dpi or more, no second side though two were asked for.
[[nodiscard]] base::Expected<Plan, base::Failure> plan_scan(const Capabilities& capabilities,
                                                            const ScanSettings& wanted, const std::string& url);

/// The ScanSettings document of a job: the feeder, A4, JPEG.
std::string job_request(const Capabilities& capabilities, const ScanSettings& settings);

}  // namespace kiemphieu::scanner::escl
