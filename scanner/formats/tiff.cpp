// TIFF by libtiff. Source: TIFF 6.0; ITU-T T.6 for G4.
#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <set>

#include <tiffio.h>

#include "scanner/formats/formats.hpp"

namespace kiemphieu::scanner::formats {

namespace {

/// The file in memory and what libtiff complained of. libtiff goes on after damage, so every complaint is kept.
struct Source {
    base::Bytes bytes;
    std::uint64_t at{};
    std::string error;
    std::string warning;
};

tmsize_t read_bytes(thandle_t handle, void* out, tmsize_t size) {
    auto& source = *static_cast<Source*>(handle);
    if (source.at >= source.bytes.size() || size <= 0) return 0;
    const auto count = std::min<std::uint64_t>(static_cast<std::uint64_t>(size), source.bytes.size() - source.at);
    std::memcpy(out, source.bytes.data() + source.at, count);
    source.at += count;
    return static_cast<tmsize_t>(count);
}
tmsize_t write_bytes(thandle_t, void*, tmsize_t) {
    return 0;
}
toff_t seek_bytes(thandle_t handle, toff_t offset, int whence) {
    auto& source = *static_cast<Source*>(handle);
    source.at = offset + (whence == SEEK_CUR ? source.at : whence == SEEK_END ? source.bytes.size() : 0);
    return source.at;
}
int close_bytes(thandle_t) {
    return 0;
}
toff_t size_of_bytes(thandle_t handle) {
    return static_cast<Source*>(handle)->bytes.size();
}
int map_bytes(thandle_t handle, void** base, toff_t* size) {
    const auto& source = *static_cast<Source*>(handle);
    *base = const_cast<std::uint8_t*>(source.bytes.data());  // libtiff's mapping of a file opened for reading
    *size = source.bytes.size();
    return 1;
}
void unmap_bytes(thandle_t, void*, toff_t) {}

std::string printed(const char* format, va_list arguments) {
    std::array<char, 512> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    return text.data();
}
int keep_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    auto& source = *static_cast<Source*>(user);
    if (source.error.empty()) source.error = printed(format, arguments);
    return 1;
}
int keep_warning(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    auto& source = *static_cast<Source*>(user);
    if (source.warning.empty()) source.warning = printed(format, arguments);
    return 1;
}

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

Tiff open(Source& source) {
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(),
                                                                                   &TIFFOpenOptionsFree);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_error, &source);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), keep_warning, &source);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), 1LL << 30);
    return {TIFFClientOpenExt("scan", "r", &source, read_bytes, write_bytes, seek_bytes, close_bytes, size_of_bytes,
                              map_bytes, unmap_bytes, options.get()),
            &TIFFClose};
}

template <class T>
T field(TIFF* tiff, std::uint32_t tag, T otherwise) {
    T value = otherwise;
    return TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : otherwise;
}

/// A number of `width` bytes at `offset`, in the file's byte order. Only where it lies in the file.
std::uint64_t number_at(base::Bytes bytes, std::uint64_t offset, unsigned width) {
    const bool little = bytes[0] == 'I';
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
        const std::uint64_t byte = bytes[static_cast<std::size_t>(offset) + (little ? width - 1 - i : i)];
        value = value << 8U | byte;
    }
    return value;
}

/// Whether a page's directory lies in the file to its last byte. libtiff takes a missing pointer to the next directory
/// for the end of the list, so a file cut there would read as a shorter one. Source: TIFF 6.0, section 2; BigTIFF.
bool directory_is_whole(base::Bytes bytes, std::uint64_t offset) {
    const bool big = number_at(bytes, 2, 2) == 43;
    const unsigned count_bytes = big ? 8 : 2;
    const unsigned entry_bytes = big ? 20 : 12;
    const unsigned pointer_bytes = big ? 8 : 4;
    if (offset + count_bytes > bytes.size()) return false;
    const std::uint64_t entries = number_at(bytes, offset, count_bytes);
    if (entries > bytes.size()) return false;
    return offset + count_bytes + entries * entry_bytes + pointer_bytes <= bytes.size();
}

/// Whether every strip or tile of the current page lies in the file.
bool strips_are_there(TIFF* tiff, std::uint64_t file_size) {
    const bool tiled = TIFFIsTiled(tiff) != 0;
    const std::uint32_t count = tiled ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint64_t offset = TIFFGetStrileOffset(tiff, i);
        const std::uint64_t size = TIFFGetStrileByteCount(tiff, i);
        if (offset == 0 || size == 0 || offset > file_size || size > file_size - offset) return false;
    }
    return count > 0;
}

/// One byte a sample from a row of 1 or 8 bits a sample; MinIsWhite is turned round.
void unpack_row(const std::uint8_t* row, std::size_t samples, bool is_bilevel, bool is_inverted, std::uint8_t* out) {
    const std::uint8_t flip = is_inverted ? 255 : 0;
    for (std::size_t i = 0; i < samples; ++i) {
        const auto value =
            is_bilevel ? static_cast<std::uint8_t>((row[i / 8] >> (7 - i % 8) & 1) != 0 ? 255 : 0) : row[i];
        out[i] = static_cast<std::uint8_t>(value ^ flip);
    }
}

class TiffDocument : public Document {
  public:
    TiffDocument(base::Bytes bytes, std::string name, std::vector<std::uint64_t> directories)
        : bytes_(bytes), name_(std::move(name)), directories_(std::move(directories)) {}
    FileFormat format() const override { return FileFormat::tiff; }
    int page_count() const override { return static_cast<int>(directories_.size()); }

    base::Expected<base::PageImage, base::Failure> page(int index, WantedPixels wanted) override {
        const std::string place = "page " + std::to_string(index + 1);
        if (index < 0 || index >= page_count()) return refuse(name_, place, "the TIFF has no such page");
        Source source{bytes_, 0, {}, {}};
        const Tiff tiff = open(source);
        if (!tiff || TIFFSetSubDirectory(tiff.get(), directories_[static_cast<std::size_t>(index)]) != 1) {
            return refuse(name_, place, "the TIFF is damaged: " + source.error);
        }
        source.error.clear();
        source.warning.clear();  // so far: unknown tags and the like, no matter for the pixels
        base::PageImage image = start_image(tiff.get());
        const bool plain = is_plain(tiff.get());
        const bool decoded = plain ? decode_strips(tiff.get(), image) : decode_any(tiff.get(), image);
        if (!decoded || !source.error.empty() || !source.warning.empty()) {
            return refuse(name_, place,
                          "the TIFF's image is damaged: " + (source.error.empty() ? source.warning : source.error));
        }
        if (const int orientation = field<std::uint16_t>(tiff.get(), TIFFTAG_ORIENTATION, 1);
            plain && orientation != 1) {
            image = upright(image, orientation);
        }
        return as_wanted(std::move(image), wanted);
    }

  private:
    static base::PageImage start_image(TIFF* tiff) {
        base::PageImage image;
        image.width = static_cast<int>(field<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0));
        image.height = static_cast<int>(field<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0));
        const int unit = field<std::uint16_t>(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        const double per_inch = unit == RESUNIT_CENTIMETER ? 2.54 : unit == RESUNIT_INCH ? 1 : 0;
        image.dpi_x = {per_inch * static_cast<double>(field<float>(tiff, TIFFTAG_XRESOLUTION, 0))};
        image.dpi_y = {per_inch * static_cast<double>(field<float>(tiff, TIFFTAG_YRESOLUTION, 0))};
        return image;
    }

    /// What scanners write: strips of 1-bit, gray or RGB samples. The rest goes libtiff's general way, four bytes a
    /// pixel.
    static bool is_plain(TIFF* tiff) {
        const int bits = field<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
        const int samples = field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
        int photometric = field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
        if (field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, 1) == COMPRESSION_JPEG &&
            photometric == PHOTOMETRIC_YCBCR) {
            TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
            photometric = PHOTOMETRIC_RGB;
        }
        const bool is_gray = samples == 1 && (bits == 1 || bits == 8) &&
                             (photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_MINISBLACK);
        const bool is_rgb = samples == 3 && bits == 8 && photometric == PHOTOMETRIC_RGB &&
                            field<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, 1) == PLANARCONFIG_CONTIG;
        return TIFFIsTiled(tiff) == 0 && (is_gray || is_rgb);
    }

    static bool decode_strips(TIFF* tiff, base::PageImage& image) {
        const std::size_t samples = field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
        const bool is_bilevel = field<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1) == 1;
        const bool is_inverted =
            field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE) == PHOTOMETRIC_MINISWHITE;
        image.format = samples == 3 ? base::PixelFormat::rgb8 : base::PixelFormat::gray8;
        const std::size_t row_samples = static_cast<std::size_t>(image.width) * samples;
        image.pixels.resize(row_samples * static_cast<std::size_t>(image.height));
        const auto row_bytes = static_cast<std::size_t>(TIFFScanlineSize(tiff));
        if (row_bytes < (is_bilevel ? (row_samples + 7) / 8 : row_samples)) return false;
        const auto rows_per_strip = std::min<std::uint32_t>(
            field<std::uint32_t>(tiff, TIFFTAG_ROWSPERSTRIP, 0xffffffffU), static_cast<std::uint32_t>(image.height));
        if (rows_per_strip == 0) return false;
        std::vector<std::uint8_t> strip(row_bytes * rows_per_strip);
        std::uint32_t y = 0;
        for (std::uint32_t s = 0; y < static_cast<std::uint32_t>(image.height); ++s) {
            const std::uint32_t rows = std::min(rows_per_strip, static_cast<std::uint32_t>(image.height) - y);
            const auto size = static_cast<tmsize_t>(rows * row_bytes);
            if (TIFFReadEncodedStrip(tiff, s, strip.data(), size) != size) return false;
            for (std::uint32_t r = 0; r < rows; ++r, ++y) {
                unpack_row(&strip[r * row_bytes], row_samples, is_bilevel, is_inverted && samples == 1,
                           &image.pixels[y * row_samples]);
            }
        }
        return true;
    }

    static bool decode_any(TIFF* tiff, base::PageImage& image) {
        const std::size_t count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
        std::vector<std::uint32_t> raster(count);
        if (TIFFReadRGBAImageOriented(tiff, static_cast<std::uint32_t>(image.width),
                                      static_cast<std::uint32_t>(image.height), raster.data(), ORIENTATION_TOPLEFT,
                                      1) != 1) {
            return false;
        }
        image.format = base::PixelFormat::rgb8;
        image.pixels.resize(count * 3);
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t alpha =
                raster[i] >> 24U;  // colours are multiplied by it already; what is missing is paper
            for (std::size_t c = 0; c < 3; ++c) {
                const std::uint32_t value = (raster[i] >> (8 * c) & 255U) + 255U - alpha;
                image.pixels[3 * i + c] = static_cast<std::uint8_t>(std::min<std::uint32_t>(value, 255U));
            }
        }
        return true;
    }

    base::Bytes bytes_;
    std::string name_;
    std::vector<std::uint64_t> directories_;
};

}  // namespace

base::Expected<std::unique_ptr<Document>, base::Failure> open_tiff(base::Bytes bytes, const std::string& name,
                                                                   const DecodeLimits& limits) {
    Source source{bytes, 0, {}, {}};
    const Tiff tiff = open(source);
    if (!tiff) return refuse(name, "", "the TIFF is damaged: " + source.error);
    std::vector<std::uint64_t> directories;
    std::set<std::uint64_t> seen;
    do {
        const std::string place = "page " + std::to_string(directories.size() + 1);
        if (directories.size() >= static_cast<std::size_t>(limits.max_pages)) {
            return refuse(name, place, "a TIFF of more than " + std::to_string(limits.max_pages) + " pages");
        }
        const std::uint64_t offset = TIFFCurrentDirOffset(tiff.get());
        if (!directory_is_whole(bytes, offset)) return refuse(name, place, "the TIFF's page list is cut");
        if (!seen.insert(offset).second) return refuse(name, place, "the TIFF's pages go round in a circle");
        const auto fits = check_size(field<std::uint32_t>(tiff.get(), TIFFTAG_IMAGEWIDTH, 0),
                                     field<std::uint32_t>(tiff.get(), TIFFTAG_IMAGELENGTH, 0), name, place, limits);
        if (!fits) return tl::unexpected(fits.error());
        if (!strips_are_there(tiff.get(), bytes.size()))
            return refuse(name, place, "the TIFF ends before this page's pixels do");
        directories.push_back(offset);
        // A cut file reads as a shorter one: the last directory must say itself that it is the last.
        if (TIFFLastDirectory(tiff.get()) != 0) break;
        if (TIFFReadDirectory(tiff.get()) != 1) {
            return refuse(name, "page " + std::to_string(directories.size() + 1),
                          "the TIFF's page list is cut: " + source.error);
        }
    } while (true);
    if (!source.error.empty()) return refuse(name, "", "the TIFF is damaged: " + source.error);
    return std::make_unique<TiffDocument>(bytes, name, std::move(directories));
}

}  // namespace kiemphieu::scanner::formats
