#pragma once
// Pictures for people: debug steps, cut-outs of rows, samples. Reading PNG scans is scanner's.

#include <filesystem>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::base {

/// Writes a gray or RGB image as PNG. Errors: world.
[[nodiscard]] Expected<void, Failure> write_png(const std::filesystem::path& path, const PageImage& image);

}  // namespace kiemphieu::base
