#include "scanner/formats/formats.hpp"

#include <algorithm>
#include <cstring>

namespace kiemphieu::scanner::formats {

base::Expected<void, base::Failure> check_size(std::uint64_t width, std::uint64_t height, const std::string& name,
                                               const std::string& place, const DecodeLimits& limits) {
    if (width == 0 || height == 0) return refuse(name, place, "an image without pixels");
    if (width > limits.max_pixels || height > limits.max_pixels / width) {
        return refuse(name, place,
                      "an image of " + std::to_string(width) + " × " + std::to_string(height) +
                          " pixels; expected at most " + std::to_string(limits.max_pixels));
    }
    return {};
}

bool only_zeros(base::Bytes bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

base::PageImage as_wanted(base::PageImage image, WantedPixels wanted) {
    if (wanted == WantedPixels::gray && image.format != base::PixelFormat::gray8) return base::to_gray(image);
    return image;
}

base::PageImage upright(const base::PageImage& stored, int orientation) {
    if (orientation <= 1 || orientation > 8) return stored;
    const bool transposed = orientation >= 5;
    const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    base::PageImage out = stored;
    if (transposed) {
        std::swap(out.width, out.height);
        std::swap(out.dpi_x, out.dpi_y);
    }
    const std::size_t bytes = stored.bytes_per_pixel();
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            int sx = transposed ? y : x;
            int sy = transposed ? x : y;
            if (from_right) sx = stored.width - 1 - sx;
            if (from_below) sy = stored.height - 1 - sy;
            const auto at = [bytes](int column, int row, int width) {
                return (static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                        static_cast<std::size_t>(column)) *
                       bytes;
            };
            std::memcpy(&out.pixels[at(x, y, out.width)], &stored.pixels[at(sx, sy, stored.width)], bytes);
        }
    }
    return out;
}

}  // namespace kiemphieu::scanner::formats
