#pragma once
// The check of a package on paper.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/evidence/verify_package.hpp"

namespace kiemphieu::station {

/// What holds when a link does, in Vietnamese.
std::string_view vietnamese_of(PackageLink link);

/// Writes a PDF: what was checked, link by link, every fault, and the figures counted again. Errors: world.
[[nodiscard]] base::Expected<void, base::Failure> print_check_report(const PackageReport& report,
                                                                     const std::string& package_name,
                                                                     const std::filesystem::path& pdf);

}  // namespace kiemphieu::station
