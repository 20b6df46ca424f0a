#pragma once
// An image without what tells when or where in a stack it was scanned.

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "scanner/document.hpp"

namespace kiemphieu::station {

struct CleanImage {
    std::string extension;  ///< "jpg", "png", or "bin" for a file that is no image
    std::vector<std::uint8_t> bytes;
};

/// The page of a file as its own image. A JPEG or PNG of one page keeps its picture byte for byte and loses comments,
/// EXIF, times and whatever follows its end; a page of anything else is written as PNG of the gray pixels that were
/// read, or of its colours where those are wanted. A file that can't be decoded is given as it is. Errors: world.
[[nodiscard]] base::Expected<CleanImage, base::Failure> clean_image(
    base::Bytes file, int page_in_file, scanner::WantedPixels wanted = scanner::WantedPixels::gray);

}  // namespace kiemphieu::station
