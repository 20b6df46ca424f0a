// PNG by libspng. Source: W3C PNG, second edition.
#include <spng.h>

#include "scanner/formats/formats.hpp"

namespace kiemphieu::scanner::formats {

namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

Context open_context(base::Bytes bytes) {
    Context context(spng_ctx_new(0), &spng_ctx_free);
    if (context) {
        spng_set_chunk_limits(context.get(), 4U << 20U, 16U << 20U);  // texts and profiles; pixels are not counted here
        spng_set_png_buffer(context.get(), bytes.data(), bytes.size());
    }
    return context;
}

/// Walks the chunks to IEND. Source: PNG 5.3.
base::Expected<void, base::Failure> walk(base::Bytes bytes, const std::string& name) {
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8U | bytes[at + i];
        if (length > bytes.size() - at - 12) break;
        const bool is_end =
            bytes[at + 4] == 'I' && bytes[at + 5] == 'E' && bytes[at + 6] == 'N' && bytes[at + 7] == 'D';
        at += 12 + length;
        if (!is_end) continue;
        if (only_zeros(bytes.subspan(at))) return {};
        return refuse(name, "byte " + std::to_string(at), "data after the PNG's end; expected none");
    }
    return refuse(name, "byte " + std::to_string(bytes.size()), "the PNG ends early; expected its end mark IEND");
}

/// Transparent pixels are paper.
void lay_on_white(std::vector<std::uint8_t>& rgba, base::PageImage& image) {
    image.pixels.resize(rgba.size() / 4 * 3);
    for (std::size_t from = 0, to = 0; from < rgba.size(); from += 4) {
        const unsigned alpha = rgba[from + 3];
        for (std::size_t i = 0; i < 3; ++i) {
            image.pixels[to++] = static_cast<std::uint8_t>((rgba[from + i] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
}

class PngDocument : public Document {
  public:
    PngDocument(base::Bytes bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}
    FileFormat format() const override { return FileFormat::png; }
    int page_count() const override { return 1; }

    base::Expected<base::PageImage, base::Failure> page(int index, WantedPixels wanted) override {
        if (index != 0) return refuse(name_, "page " + std::to_string(index + 1), "a PNG has one page");
        const Context context = open_context(bytes_);
        spng_ihdr header{};
        if (const int error = spng_get_ihdr(context.get(), &header); error != 0) return damaged(error);
        base::PageImage image;
        image.width = static_cast<int>(header.width);
        image.height = static_cast<int>(header.height);
        spng_phys physical{};
        if (spng_get_phys(context.get(), &physical) == 0 && physical.unit_specifier == 1) {
            image.dpi_x = {physical.ppu_x * 0.0254};
            image.dpi_y = {physical.ppu_y * 0.0254};
        }
        spng_trns transparency{};
        const bool is_plain_gray = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE && header.bit_depth <= 8 &&
                                   spng_get_trns(context.get(), &transparency) != 0;
        const int format = is_plain_gray ? SPNG_FMT_G8 : SPNG_FMT_RGBA8;
        std::size_t size = 0;
        if (const int error = spng_decoded_image_size(context.get(), format, &size); error != 0) return damaged(error);
        std::vector<std::uint8_t> pixels(size);
        const int flags = is_plain_gray ? 0 : SPNG_DECODE_TRNS;
        if (const int error = spng_decode_image(context.get(), pixels.data(), size, format, flags); error != 0)
            return damaged(error);
        if (const int error = spng_decode_chunks(context.get()); error != 0) return damaged(error);
        if (is_plain_gray) {
            image.pixels = std::move(pixels);
            return image;
        }
        image.format = base::PixelFormat::rgb8;
        lay_on_white(pixels, image);
        const bool has_colour = (header.color_type & SPNG_COLOR_TYPE_TRUECOLOR) != 0;
        return as_wanted(std::move(image), has_colour ? wanted : WantedPixels::gray);
    }

  private:
    tl::unexpected<base::Failure> damaged(int error) const {
        return refuse(name_, "", std::string("the PNG is damaged: ") + spng_strerror(error));
    }
    base::Bytes bytes_;
    std::string name_;
};

}  // namespace

base::Expected<std::unique_ptr<Document>, base::Failure> open_png(base::Bytes bytes, const std::string& name,
                                                                  const DecodeLimits& limits) {
    if (const auto whole = walk(bytes, name); !whole) return tl::unexpected(whole.error());
    const Context context = open_context(bytes);
    spng_ihdr header{};
    if (const int error = spng_get_ihdr(context.get(), &header); error != 0) {
        return refuse(name, "", std::string("the PNG's header is damaged: ") + spng_strerror(error));
    }
    if (const auto fits = check_size(header.width, header.height, name, "", limits); !fits)
        return tl::unexpected(fits.error());
    return std::make_unique<PngDocument>(bytes, name);
}

}  // namespace kiemphieu::scanner::formats
