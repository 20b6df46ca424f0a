// JPEG by TurboJPEG. Source: ITU-T T.81.
#include <cstring>

#include <turbojpeg.h>

#include "scanner/formats/formats.hpp"

namespace kiemphieu::scanner::formats {

namespace {

using Decoder = std::unique_ptr<void, decltype(&tjDestroy)>;

struct Resolution {
    base::Dpi x{};
    base::Dpi y{};
};

std::size_t two_bytes(base::Bytes bytes, std::size_t at) {
    return static_cast<std::size_t>(bytes[at] << 8U | bytes[at + 1]);
}

/// Density from a JFIF segment's content. Source: JFIF 1.02.
Resolution jfif_resolution(base::Bytes content) {
    if (content.size() < 12 || content[0] != 'J' || content[1] != 'F' || content[2] != 'I' || content[3] != 'F')
        return {};
    const double per_unit = content[7] == 1 ? 1 : content[7] == 2 ? 2.54 : 0;
    return {{per_unit * static_cast<double>(two_bytes(content, 8))},
            {per_unit * static_cast<double>(two_bytes(content, 10))}};
}

/// Walks the markers from start to end. The decoder would fill what is missing with gray and call it a warning at best.
base::Expected<Resolution, base::Failure> walk(base::Bytes bytes, const std::string& name) {
    constexpr std::size_t most_scans = 200;  // a progressive file of scanners has about ten; more costs time only
    Resolution resolution;
    std::size_t scans = 0;
    std::size_t at = 2;
    const auto cut = [&] {
        return refuse(name, "byte " + std::to_string(at), "the JPEG ends early or is damaged here; expected a marker");
    };
    while (true) {
        if (at + 2 > bytes.size() || bytes[at] != 0xff) return cut();
        const std::uint8_t marker = bytes[at + 1];
        if (marker == 0xff) {  // fill byte
            ++at;
            continue;
        }
        if (marker == 0xd9) {
            if (scans == 0) return refuse(name, "", "the JPEG holds no image");
            if (!only_zeros(bytes.subspan(at + 2))) {
                return refuse(name, "byte " + std::to_string(at + 2), "data after the JPEG's end; expected none");
            }
            return resolution;
        }
        if (at + 4 > bytes.size()) return cut();
        const std::size_t length = two_bytes(bytes, at + 2);
        if (length < 2 || at + 2 + length > bytes.size()) return cut();
        if (marker == 0xe0) {
            const Resolution stated = jfif_resolution(bytes.subspan(at + 4, length - 2));
            if (stated.x.value > 0) resolution = stated;
        }
        at += 2 + length;
        if (marker != 0xda) continue;
        if (++scans > most_scans) return refuse(name, "", "a JPEG of more than 200 passes");
        // Entropy-coded data runs to the next marker that is neither a stuffed zero nor a restart.
        while (at + 1 < bytes.size()) {
            const void* found = std::memchr(bytes.data() + at, 0xff, bytes.size() - 1 - at);
            if (found == nullptr) {
                at = bytes.size() - 1;
                break;
            }
            at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - bytes.data());
            if (bytes[at + 1] != 0 && (bytes[at + 1] < 0xd0 || bytes[at + 1] > 0xd7)) break;
            ++at;
        }
    }
}

class JpegDocument : public Document {
  public:
    JpegDocument(base::Bytes bytes, std::string name, int width, int height, base::PixelFormat stored,
                 Resolution resolution)
        : bytes_(bytes),
          name_(std::move(name)),
          width_(width),
          height_(height),
          stored_(stored),
          resolution_(resolution) {}

    FileFormat format() const override { return FileFormat::jpeg; }
    int page_count() const override { return 1; }
    bool may_have_colour() const override { return stored_ == base::PixelFormat::rgb8; }

    base::Expected<base::PageImage, base::Failure> page(int index, WantedPixels wanted) override {
        if (index != 0) return refuse(name_, "page " + std::to_string(index + 1), "a JPEG has one page");
        const Decoder decoder(tjInitDecompress(), &tjDestroy);
        base::PageImage image;
        image.width = width_;
        image.height = height_;
        image.format = wanted == WantedPixels::as_scanned ? stored_ : base::PixelFormat::gray8;
        image.dpi_x = resolution_.x;
        image.dpi_y = resolution_.y;
        image.pixels.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) *
                            image.bytes_per_pixel());
        // Any warning means pixels that are not what was scanned.
        const int failed = tjDecompress2(
            decoder.get(), bytes_.data(), static_cast<unsigned long>(bytes_.size()), image.pixels.data(), width_, 0,
            height_, image.format == base::PixelFormat::rgb8 ? TJPF_RGB : TJPF_GRAY, TJFLAG_STOPONWARNING);
        if (failed != 0) return refuse(name_, "", std::string("the JPEG is damaged: ") + tjGetErrorStr2(decoder.get()));
        return image;
    }

  private:
    base::Bytes bytes_;
    std::string name_;
    int width_;
    int height_;
    base::PixelFormat stored_;
    Resolution resolution_;
};

}  // namespace

base::Expected<std::unique_ptr<Document>, base::Failure> open_jpeg(base::Bytes bytes, const std::string& name,
                                                                   const DecodeLimits& limits) {
    const Decoder decoder(tjInitDecompress(), &tjDestroy);
    if (!decoder) return base::fail(base::Failure{base::FailureClass::world, name, "", "no memory for a JPEG decoder"});
    int width = 0;
    int height = 0;
    int subsampling = 0;
    int colours = 0;
    if (tjDecompressHeader3(decoder.get(), bytes.data(), static_cast<unsigned long>(bytes.size()), &width, &height,
                            &subsampling, &colours) != 0) {
        return refuse(name, "", std::string("the JPEG's header is damaged: ") + tjGetErrorStr2(decoder.get()));
    }
    if (const auto fits =
            check_size(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height), name, "", limits);
        !fits) {
        return tl::unexpected(fits.error());
    }
    if (colours == TJCS_CMYK || colours == TJCS_YCCK)
        return refuse(name, "", "a JPEG in print colours (CMYK); expected gray or RGB");
    const auto resolution = walk(bytes, name);
    if (!resolution) return tl::unexpected(resolution.error());
    return std::make_unique<JpegDocument>(bytes, name, width, height,
                                          colours == TJCS_GRAY ? base::PixelFormat::gray8 : base::PixelFormat::rgb8,
                                          *resolution);
}

}  // namespace kiemphieu::scanner::formats
