#pragma once
// Pictures for people's browsers. Reading JPEG scans is scanner's.

#include <cstdint>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::base {

/// A gray or RGB image as a JPEG file's bytes. Errors: world, when memory is short.
[[nodiscard]] Expected<std::vector<std::uint8_t>, Failure> encode_jpeg(const PageImage& image, int quality);

}  // namespace kiemphieu::base
