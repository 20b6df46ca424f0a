#pragma once
// A page as pixels: an owning image and a non-owning gray view, apart.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/units.hpp"

namespace kiemphieu::base {

/// A read-only look at 8-bit gray pixels, 0 black to 255 white. The owner must outlive it.
struct GrayView {
    const std::uint8_t* data{};
    int width{};
    int height{};
    std::ptrdiff_t stride{};

    const std::uint8_t* row(int y) const { return data + y * stride; }
    std::uint8_t at(int x, int y) const { return row(y)[x]; }
    bool contains(int x, int y) const { return x >= 0 && y >= 0 && x < width && y < height; }
    bool empty() const { return width <= 0 || height <= 0; }
};

enum class PixelFormat { gray8, rgb8 };

/// An owning page image: rows top to bottom without padding, 1 or 3 bytes a pixel.
struct PageImage {
    int width{};
    int height{};
    PixelFormat format{PixelFormat::gray8};
    std::vector<std::uint8_t> pixels;
    /// Resolution the file states, per axis; 0 where it states none. Never trusted for geometry.
    Dpi dpi_x{};
    Dpi dpi_y{};

    std::size_t bytes_per_pixel() const { return format == PixelFormat::gray8 ? 1U : 3U; }
    /// The gray view of a gray image; an empty view for a colour one (use `to_gray` first).
    GrayView gray() const {
        if (format != PixelFormat::gray8) return {};
        return {pixels.data(), width, height, width};
    }
};

/// A gray copy: ITU-R BT.601 luma of a colour image, as JPEG's own luminance channel has it.
PageImage to_gray(const PageImage& image);

}  // namespace kiemphieu::base
