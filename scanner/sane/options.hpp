#pragma once
// What is set on a device, by the driver's family. Inside scanner/sane only.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "scanner/page_source.hpp"

namespace kiemphieu::scanner::sane {

enum class Need {
    required,  ///< without it the pages would be others than asked for
    wanted,    ///< a count is safer with it: its lack is told
    if_there,  ///< what other drivers do not have
};

/// An option by name, and the values that would do, best first.
struct Wish {
    std::string option;
    std::vector<std::string> values;
    Need need{Need::if_there};
    Remark without{};  ///< what its lack means
};

/// The driver's family: the device name's part before the colon, where there is a table for it; else "generic".
std::string_view family_of(std::string_view device);

/// In the order in which they must be set: a page's size bounds its area.
std::vector<Wish> wishes_for(std::string_view family, const ScanSettings& settings);

}  // namespace kiemphieu::scanner::sane
