#include "base/page_image.hpp"

namespace kiemphieu::base {

PageImage to_gray(const PageImage& image) {
    if (image.format == PixelFormat::gray8) return image;
    PageImage gray{image.width, image.height, PixelFormat::gray8, {}, image.dpi_x, image.dpi_y};
    gray.pixels.resize(image.pixels.size() / 3);
    const std::uint8_t* rgb = image.pixels.data();
    for (auto& pixel : gray.pixels) {
        // 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point, rounded; the weights add up to 65536.
        const std::uint32_t luma = 19595U * rgb[0] + 38470U * rgb[1] + 7471U * rgb[2] + 32768U;
        pixel = static_cast<std::uint8_t>(luma >> 16U);
        rgb += 3;
    }
    return gray;
}

}  // namespace kiemphieu::base
