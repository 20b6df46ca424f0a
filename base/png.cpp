#include "base/png.hpp"

#include <cstdlib>
#include <memory>

#include <spng.h>

#include "base/file.hpp"

namespace kiemphieu::base {

Expected<std::vector<std::uint8_t>, Failure> encode_png(const PageImage& image) {
    const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context(spng_ctx_new(SPNG_CTX_ENCODER), &spng_ctx_free);
    spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1);
    spng_set_option(context.get(), SPNG_IMG_COMPRESSION_LEVEL, 3);
    spng_ihdr header{};
    header.width = static_cast<std::uint32_t>(image.width);
    header.height = static_cast<std::uint32_t>(image.height);
    header.bit_depth = 8;
    header.color_type = image.format == PixelFormat::gray8 ? SPNG_COLOR_TYPE_GRAYSCALE : SPNG_COLOR_TYPE_TRUECOLOR;
    spng_set_ihdr(context.get(), &header);
    int error =
        spng_encode_image(context.get(), image.pixels.data(), image.pixels.size(), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE);
    std::size_t size = 0;
    const std::unique_ptr<void, decltype(&std::free)> data(
        error == 0 ? spng_get_png_buffer(context.get(), &size, &error) : nullptr, &std::free);
    if (!data) return fail(Failure{FailureClass::world, "", "png", spng_strerror(error)});
    const auto* first = static_cast<const std::uint8_t*>(data.get());
    return std::vector<std::uint8_t>(first, first + size);
}

Expected<void, Failure> write_png(const std::filesystem::path& path, const PageImage& image) {
    auto bytes = encode_png(image);
    if (!bytes) return fail(Failure{bytes.error().failure_class, path.string(), "png", bytes.error().message});
    return write_file_durably(path, *bytes);
}

}  // namespace kiemphieu::base
