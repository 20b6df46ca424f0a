#pragma once
// libsane behind a door: one handle, options by name, pages as images. Inside scanner/sane only.

#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"
#include "scanner/page_source.hpp"
#include "scanner/sane/sane_source.hpp"

namespace kiemphieu::scanner::sane {

/// Lists what libsane finds. Errors: world.
[[nodiscard]] base::Expected<std::vector<SaneDevice>, base::Failure> list_devices();

/// A page's bytes, or why there is none.
struct ScannedPage {
    std::vector<std::uint8_t> bytes;  ///< empty when `end` tells why
    EndOfPages end;
};

/// An open device. Every call may hang as long as the driver does, so none is made on a thread that must not;
/// only cancel() may be called from another.
class Device {
  public:
    /// Errors: world.
    [[nodiscard]] static base::Expected<std::unique_ptr<Device>, base::Failure> open(const std::string& name);
    ~Device();
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    /// Errors: bad_input naming a required option that can't be set.
    [[nodiscard]] base::Expected<SanePlan, base::Failure> set(const ScanSettings& wanted);
    /// Scans the next page.
    ScannedPage scan();
    void cancel();

  private:
    struct Handle;
    explicit Device(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> handle_;
};

}  // namespace kiemphieu::scanner::sane
