#pragma once
// Pictures for people (debug steps, cut-outs of rows, samples), and raw pages of scanners kept without loss. Reading
// PNG scans is scanner's.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::base {

/// A gray or RGB image as a PNG file's bytes. Errors: world, when memory is short.
[[nodiscard]] Expected<std::vector<std::uint8_t>, Failure> encode_png(const PageImage& image);

/// Writes a gray or RGB image as PNG. Errors: world.
[[nodiscard]] Expected<void, Failure> write_png(const std::filesystem::path& path, const PageImage& image);

}  // namespace kiemphieu::base
