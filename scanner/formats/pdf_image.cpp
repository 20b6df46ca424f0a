#include "scanner/formats/pdf_image.hpp"

#include <stdexcept>

#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <tiffio.h>

#include "scanner/formats/formats.hpp"

namespace kiemphieu::scanner::formats {

namespace {

/// Takes decoded bytes and refuses more than were announced: a small stream can unpack to anything.
class Bounded : public Pipeline {
  public:
    explicit Bounded(std::size_t most) : Pipeline("bounded", nullptr), most_(most) {}
    void write(const unsigned char* data, std::size_t size) override {
        if (size > most_ - bytes.size()) {
            overflowed = true;  // qpdf swallows what is thrown, but stops
            throw std::runtime_error("more pixels than the image announces");
        }
        bytes.insert(bytes.end(), data, data + size);
    }
    void finish() override {}
    std::vector<std::uint8_t> bytes;
    bool overflowed{false};

  private:
    std::size_t most_;
};

int whole(QPDFObjectHandle dictionary, const char* key, int otherwise) {
    QPDFObjectHandle value = dictionary.getKey(key);
    return value.isInteger() ? value.getIntValueAsInt() : otherwise;
}
bool is_true(QPDFObjectHandle dictionary, const char* key) {
    QPDFObjectHandle value = dictionary.getKey(key);
    return value.isBool() && value.getBoolValue();
}

/// A filter's name and parameters when the image has exactly one.
struct Filter {
    std::string name;
    QPDFObjectHandle parameters;
};
Filter only_filter(QPDFObjectHandle dictionary) {
    QPDFObjectHandle filter = dictionary.getKey("/Filter");
    QPDFObjectHandle parameters = dictionary.getKey("/DecodeParms");
    if (filter.isArray() && filter.getArrayNItems() == 1) {
        filter = filter.getArrayItem(0);
        if (parameters.isArray() && parameters.getArrayNItems() == 1) parameters = parameters.getArrayItem(0);
    }
    return {filter.isName() ? filter.getName() : "",
            parameters.isDictionary() ? parameters : QPDFObjectHandle::newDictionary()};
}

/// Samples a pixel of DeviceGray, DeviceRGB and their calibrated kin; 0 for anything else.
int samples_of(QPDFObjectHandle dictionary) {
    if (is_true(dictionary, "/ImageMask")) return 1;
    QPDFObjectHandle space = dictionary.getKey("/ColorSpace");
    if (space.isName()) return space.getName() == "/DeviceGray" ? 1 : space.getName() == "/DeviceRGB" ? 3 : 0;
    if (!space.isArray() || space.getArrayNItems() < 2 || !space.getArrayItem(0).isName()) return 0;
    const std::string name = space.getArrayItem(0).getName();
    if (name == "/CalGray") return 1;
    if (name == "/CalRGB") return 3;
    if (name != "/ICCBased" || !space.getArrayItem(1).isStream()) return 0;
    const int count = whole(space.getArrayItem(1).getDict(), "/N", 0);
    return count == 1 || count == 3 ? count : 0;
}

/// Whether /Decode turns light and dark round; throws for a /Decode of any other kind.
bool is_inverted(QPDFObjectHandle dictionary) {
    QPDFObjectHandle decode = dictionary.getKey("/Decode");
    if (!decode.isArray() || decode.getArrayNItems() < 2) return false;
    return decode.getArrayItem(0).getNumericValue() > decode.getArrayItem(1).getNumericValue();
}

template <class T>
void put(std::vector<std::uint8_t>& out, T number) {
    for (std::size_t i = 0; i < sizeof(T); ++i) out.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

/// Fax data in a TIFF of one strip, so that one decoder does for both. Source: TIFF 6.0; ISO 32000-1, table 11.
std::vector<std::uint8_t> fax_as_tiff(base::Bytes data, int width, int height, int k) {
    struct Entry {
        std::uint16_t tag;
        std::uint32_t value;
    };
    std::vector<Entry> entries{
        {TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(width)},
        {TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(height)},
        {TIFFTAG_BITSPERSAMPLE, 1},
        {TIFFTAG_COMPRESSION, k < 0 ? std::uint32_t{COMPRESSION_CCITTFAX4} : std::uint32_t{COMPRESSION_CCITTFAX3}},
        {TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE},
        {TIFFTAG_STRIPOFFSETS, 0},
        {TIFFTAG_SAMPLESPERPIXEL, 1},
        {TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(height)},
        {TIFFTAG_STRIPBYTECOUNTS, static_cast<std::uint32_t>(data.size())}};
    if (k > 0) entries.push_back({TIFFTAG_GROUP3OPTIONS, GROUP3OPT_2DENCODING});
    const auto directory_bytes = static_cast<std::uint32_t>(2 + 12 * entries.size() + 4);
    std::vector<std::uint8_t> out{'I', 'I', 42, 0};
    put(out, std::uint32_t{8});
    put(out, static_cast<std::uint16_t>(entries.size()));
    for (const Entry& entry : entries) {
        put(out, entry.tag);
        put(out, std::uint16_t{4});  // LONG
        put(out, std::uint32_t{1});
        put(out, entry.tag == TIFFTAG_STRIPOFFSETS ? 8 + directory_bytes : entry.value);
    }
    put(out, std::uint32_t{0});
    out.insert(out.end(), data.begin(), data.end());
    return out;
}

void invert(base::PageImage& image) {
    for (std::uint8_t& pixel : image.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
}

std::optional<base::Expected<base::PageImage, base::Failure>> raw_pixels(QPDFObjectHandle stream, int width, int height,
                                                                         int samples, const std::string& name,
                                                                         const std::string& place) {
    const int bits = is_true(stream.getDict(), "/ImageMask") ? 1 : whole(stream.getDict(), "/BitsPerComponent", 8);
    if (samples == 0 || (bits != 8 && !(bits == 1 && samples == 1))) return std::nullopt;
    const auto row_samples = static_cast<std::size_t>(width) * static_cast<std::size_t>(samples);
    const std::size_t row_bytes = bits == 8 ? row_samples : (row_samples + 7) / 8;
    const std::size_t expected = row_bytes * static_cast<std::size_t>(height);
    constexpr std::size_t slack = 16;  // some producers end the data with a line end
    Bounded sink(expected + slack);
    bool filtered = false;
    const bool piped = stream.pipeStreamData(&sink, &filtered, 0, qpdf_dl_specialized, true, false);
    if (sink.overflowed) return refuse(name, place, "the PDF's image has more pixels than it announces");
    if (!filtered) return std::nullopt;  // a filter this program doesn't know
    if (!piped) return refuse(name, place, "the PDF's image is damaged");
    if (sink.bytes.size() < expected) return refuse(name, place, "the PDF's image has fewer pixels than it announces");
    base::PageImage image{width, height, samples == 3 ? base::PixelFormat::rgb8 : base::PixelFormat::gray8, {}, {}, {}};
    if (bits == 8) {
        sink.bytes.resize(expected);
        image.pixels = std::move(sink.bytes);
        return image;
    }
    image.pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
        for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
            const bool is_one = (sink.bytes[y * row_bytes + x / 8] >> (7 - x % 8) & 1) != 0;
            image.pixels.push_back(is_one ? 255 : 0);
        }
    }
    return image;
}

}  // namespace

std::optional<base::Expected<base::PageImage, base::Failure>> decode_pdf_image(QPDFObjectHandle stream,
                                                                               WantedPixels wanted,
                                                                               const std::string& name,
                                                                               const std::string& place,
                                                                               const DecodeLimits& limits) {
    QPDFObjectHandle dictionary = stream.getDict();
    const int width = whole(dictionary, "/Width", 0);
    const int height = whole(dictionary, "/Height", 0);
    if (width <= 0 || height <= 0) return refuse(name, place, "a PDF image without a size");
    if (const auto fits =
            check_size(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height), name, place, limits);
        !fits) {
        return tl::unexpected(fits.error());
    }
    if (dictionary.hasKey("/SMask") || dictionary.hasKey("/Mask")) return std::nullopt;
    bool inverted = is_inverted(dictionary);
    const auto [filter, parameters] = only_filter(dictionary);
    base::Expected<base::PageImage, base::Failure> image;
    if (filter == "/DCTDecode" || filter == "/CCITTFaxDecode") {
        const auto data = stream.getRawStreamData();
        base::Bytes bytes(data->getBuffer(), data->getSize());
        std::vector<std::uint8_t> tiff;
        if (filter == "/CCITTFaxDecode") {
            if (is_true(parameters, "/EncodedByteAlign") || whole(parameters, "/Columns", 1728) != width)
                return std::nullopt;
            inverted = inverted != is_true(parameters, "/BlackIs1");
            tiff = fax_as_tiff(bytes, width, height, whole(parameters, "/K", 0));
            bytes = tiff;
        }
        const auto document = open_document(bytes, name, limits);
        if (!document) return tl::unexpected(document.error());
        image = (*document)->page(0, wanted);
        if (image && (image->width != width || image->height != height)) {
            return refuse(name, place, "the PDF's image has another size than it announces");
        }
    } else {
        auto raw = raw_pixels(stream, width, height, samples_of(dictionary), name, place);
        if (!raw) return std::nullopt;
        image = std::move(*raw);
    }
    if (image && inverted) invert(*image);
    return image;
}

}  // namespace kiemphieu::scanner::formats
