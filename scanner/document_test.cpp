#include "scanner/document.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <spng.h>
#include <tiffio.h>
#include <turbojpeg.h>
#include <unistd.h>

#include "base/file.hpp"

namespace kiemphieu::scanner {
namespace {

using File = std::vector<std::uint8_t>;

/// A picture with edges and gradients; bilevel when asked, so that fax and 1-bit formats keep it exactly.
base::PageImage picture(int width, int height, int levels = 256) {
    base::PageImage image{width, height, base::PixelFormat::gray8, {}, {}, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool dark = (x / 9 + y / 7) % 3 == 0;
            const int shade = levels == 2 ? (dark ? 0 : 255) : (dark ? (x + y) % 90 : 150 + (x * 3 + y) % 100);
            image.pixels.push_back(static_cast<std::uint8_t>(shade));
        }
    }
    return image;
}

File jpeg_of(const base::PageImage& image, int flags = 0) {
    const std::unique_ptr<void, decltype(&tjDestroy)> encoder(tjInitCompress(), &tjDestroy);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    tjCompress2(encoder.get(), image.pixels.data(), image.width, 0, image.height, TJPF_GRAY, &data, &size, TJSAMP_GRAY,
                90, flags);
    File out(data, data + size);
    tjFree(data);
    return out;
}

File png_of(const base::PageImage& image) {
    const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context(spng_ctx_new(SPNG_CTX_ENCODER), &spng_ctx_free);
    spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1);
    spng_ihdr header{};
    header.width = static_cast<std::uint32_t>(image.width);
    header.height = static_cast<std::uint32_t>(image.height);
    header.bit_depth = 8;
    spng_set_ihdr(context.get(), &header);
    spng_encode_image(context.get(), image.pixels.data(), image.pixels.size(), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE);
    std::size_t size = 0;
    int error = 0;
    void* data = spng_get_png_buffer(context.get(), &size, &error);
    File out(static_cast<std::uint8_t*>(data), static_cast<std::uint8_t*>(data) + size);
    std::free(data);
    return out;
}

struct TiffKind {
    const char* name;
    int compression;
    int bits;
    int photometric;
};

File tiff_of(const std::vector<base::PageImage>& pages, const TiffKind& kind) {
    const std::string path = testing::TempDir() + "document_test_" + std::to_string(getpid()) + ".tif";
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    for (const base::PageImage& page : pages) {
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.width);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.height);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
        TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 16);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 200.0);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 200.0);
        for (int y = 0; y < page.height; ++y) {
            File row(static_cast<std::size_t>(kind.bits == 8 ? page.width : (page.width + 7) / 8));
            for (int x = 0; x < page.width; ++x) {
                const auto value = page.pixels[static_cast<std::size_t>(y * page.width + x)];
                const auto stored =
                    static_cast<std::uint8_t>(kind.photometric == PHOTOMETRIC_MINISWHITE ? 255 - value : value);
                if (kind.bits == 8) {
                    row[static_cast<std::size_t>(x)] = stored;
                } else if (stored > 127) {
                    row[static_cast<std::size_t>(x / 8)] |= static_cast<std::uint8_t>(0x80 >> (x % 8));
                }
            }
            TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0);
        }
        TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    File out = *base::read_file(path);
    std::filesystem::remove(path);
    return out;
}

/// The compressed data of a one-strip fax TIFF of libtiff's making, for a PDF.
File fax_of(const base::PageImage& page) {
    const File file = tiff_of({page}, {"g4", COMPRESSION_CCITTFAX4, 1, PHOTOMETRIC_MINISWHITE});
    const std::string path = testing::TempDir() + "document_test_fax_" + std::to_string(getpid()) + ".tif";
    EXPECT_TRUE(base::write_file_durably(path, file));
    TIFF* tiff = TIFFOpen(path.c_str(), "r");
    File out(static_cast<std::size_t>(TIFFGetStrileByteCount(tiff, 0)));
    TIFFReadRawStrip(tiff, 0, out.data(), static_cast<tmsize_t>(out.size()));
    TIFFClose(tiff);
    std::filesystem::remove(path);
    return out;
}

struct PdfImage {
    std::string dictionary;
    File data;
};

File pdf_of(const std::vector<std::vector<PdfImage>>& pages, const std::string& page_extra = "",
            const std::string& drawing_extra = "") {
    QPDF pdf;
    pdf.emptyPDF();
    for (const auto& images : pages) {
        QPDFObjectHandle resources = QPDFObjectHandle::parse("<< /XObject << >> >>");
        std::string drawing;
        const double height = 300.0 / static_cast<double>(images.size());
        for (std::size_t i = 0; i < images.size(); ++i) {
            QPDFObjectHandle stream = pdf.newStream(std::string(images[i].data.begin(), images[i].data.end()));
            QPDFObjectHandle dictionary = QPDFObjectHandle::parse(images[i].dictionary);
            for (const std::string& key : dictionary.getKeys())
                stream.getDict().replaceKey(key, dictionary.getKey(key));
            stream.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/XObject"));
            stream.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/Image"));
            const std::string name = "/Im" + std::to_string(i);
            resources.getKey("/XObject").replaceKey(name, pdf.makeIndirectObject(stream));
            const double bottom = 300 - height * static_cast<double>(i + 1);
            drawing +=
                "q 200 0 0 " + std::to_string(height) + " 0 " + std::to_string(bottom) + " cm " + name + " Do Q\n";
        }
        QPDFObjectHandle page = QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 200 300] " + page_extra + " >>");
        page.replaceKey("/Resources", resources);
        page.replaceKey("/Contents", pdf.newStream(drawing + drawing_extra));
        QPDFPageDocumentHelper(pdf).addPage(QPDFPageObjectHelper(pdf.makeIndirectObject(page)), false);
    }
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setStreamDataMode(qpdf_s_preserve);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

PdfImage jpeg_in_pdf(const base::PageImage& image) {
    return {"<< /Width " + std::to_string(image.width) + " /Height " + std::to_string(image.height) +
                " /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode >>",
            jpeg_of(image)};
}

PdfImage plain_in_pdf(const base::PageImage& image, const std::string& extra = "") {
    return {"<< /Width " + std::to_string(image.width) + " /Height " + std::to_string(image.height) +
                " /BitsPerComponent 8 /ColorSpace /DeviceGray " + extra + " >>",
            image.pixels};
}

base::Expected<base::PageImage, base::Failure> decode(const File& file, int index = 0) {
    const auto document = open_document(file, "scan", {});
    if (!document) return tl::unexpected(document.error());
    return (*document)->page(index, WantedPixels::gray);
}

File pixels_of(const File& file, int index = 0) {
    const auto image = decode(file, index);
    EXPECT_TRUE(image) << to_string(image.error());
    return image ? image->pixels : File{};
}

/// Cut anywhere, a file is told or gives exactly its pixels, never others.
void expect_cuts_are_told(const File& file, const File& whole) {
    int told = 0;
    int cuts = 0;
    for (std::size_t length = 0; length < file.size(); length += 1 + file.size() / 211, ++cuts) {
        const auto image = decode(File(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)));
        if (!image) {
            ++told;
        } else {
            EXPECT_EQ(image->pixels, whole) << "cut at " << length;
        }
    }
    EXPECT_GE(told, cuts - 3);
}

TEST(Jpeg, GrayAndProgressiveDecodeAlike) {
    const base::PageImage image = picture(120, 90);
    const File baseline = pixels_of(jpeg_of(image));
    EXPECT_EQ(baseline.size(), image.pixels.size());
    EXPECT_EQ(pixels_of(jpeg_of(image, TJFLAG_PROGRESSIVE)), baseline);
    double difference = 0;
    for (std::size_t i = 0; i < baseline.size(); ++i) difference += std::abs(baseline[i] - image.pixels[i]);
    EXPECT_LT(difference / static_cast<double>(baseline.size()), 10);
}

TEST(Jpeg, CutFilesAreTold) {
    for (const int flags : {0, TJFLAG_PROGRESSIVE}) {
        const File file = jpeg_of(picture(160, 120), flags);
        expect_cuts_are_told(file, pixels_of(file));
    }
}

TEST(Jpeg, AnEndMarkAfterAHoleDoesNotHelp) {
    File file = jpeg_of(picture(160, 120));
    file.resize(file.size() / 2);
    file.push_back(0xff);
    file.push_back(0xd9);
    EXPECT_FALSE(decode(file));
}

TEST(Jpeg, PaddingOfZerosIsNoDamageButOtherTrailersAre) {
    File file = jpeg_of(picture(40, 40));
    const File whole = pixels_of(file);
    file.insert(file.end(), 100, 0);
    EXPECT_EQ(pixels_of(file), whole);
    file.push_back(7);
    EXPECT_FALSE(decode(file));
}

TEST(Png, DecodesExactlyAndCutFilesAreTold) {
    const base::PageImage image = picture(130, 70);
    const File file = png_of(image);
    EXPECT_EQ(pixels_of(file), image.pixels);
    expect_cuts_are_told(file, image.pixels);
}

TEST(Png, AFlippedBitIsTold) {
    const File file = png_of(picture(64, 64));
    for (std::size_t at = 40; at + 16 < file.size(); at += 5) {
        File changed = file;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ 4U);
        EXPECT_FALSE(decode(changed)) << at;
    }
}

class TiffOf : public testing::TestWithParam<TiffKind> {};

TEST(Tiff, ACutAtAnyByteIsTold) {
    // Also within the pointer to the next page, which libtiff takes for the end of the list.
    const auto page = picture(24, 20, 256);
    const File file = tiff_of({page, page, page}, {"gray", COMPRESSION_NONE, 8, PHOTOMETRIC_MINISBLACK});
    for (std::size_t size = 0; size < file.size(); ++size) {
        const File cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_FALSE(open_document(cut, "cut.tif").has_value()) << size << " of " << file.size();
    }
}

TEST_P(TiffOf, DecodesExactlyEveryPageAndCutFilesAreTold) {
    const int levels = GetParam().bits == 1 ? 2 : 256;
    const std::vector<base::PageImage> pages{picture(101, 67, levels), picture(64, 130, levels),
                                             picture(33, 20, levels)};
    const File file = tiff_of(pages, GetParam());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(pixels_of(file, i), pages[static_cast<std::size_t>(i)].pixels);
    expect_cuts_are_told(file, pages[0].pixels);
    EXPECT_DOUBLE_EQ(decode(file)->dpi_x.value, 200);
}

INSTANTIATE_TEST_SUITE_P(Kinds, TiffOf,
                         testing::Values(TiffKind{"g4", COMPRESSION_CCITTFAX4, 1, PHOTOMETRIC_MINISWHITE},
                                         TiffKind{"g4_black", COMPRESSION_CCITTFAX4, 1, PHOTOMETRIC_MINISBLACK},
                                         TiffKind{"lzw", COMPRESSION_LZW, 8, PHOTOMETRIC_MINISBLACK},
                                         TiffKind{"none_white", COMPRESSION_NONE, 8, PHOTOMETRIC_MINISWHITE},
                                         TiffKind{"deflate", COMPRESSION_ADOBE_DEFLATE, 8, PHOTOMETRIC_MINISBLACK}),
                         [](const auto& kind) { return std::string(kind.param.name); });

TEST(Pdf, ImagesOfEveryPageComeOutExactly) {
    const base::PageImage image = picture(100, 150);
    const File file = pdf_of({{jpeg_in_pdf(image)}, {plain_in_pdf(image)}});
    EXPECT_EQ(pixels_of(file, 0), pixels_of(jpeg_of(image)));
    EXPECT_EQ(pixels_of(file, 1), image.pixels);
    EXPECT_NEAR(decode(file)->dpi_x.value, 36, 0.01);
}

TEST(Pdf, FaxComesOutExactlyBothWaysRound) {
    const base::PageImage image = picture(64, 16, 2);
    const std::string head =
        "<< /Width 64 /Height 16 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode ";
    const File plain = pdf_of({{{head + "/DecodeParms << /K -1 /Columns 64 /Rows 16 >> >>", fax_of(image)}}});
    EXPECT_EQ(pixels_of(plain), image.pixels);
    const File twice = pdf_of(
        {{{head + "/Decode [1 0] /DecodeParms << /K -1 /Columns 64 /Rows 16 /BlackIs1 true >> >>", fax_of(image)}}});
    EXPECT_EQ(pixels_of(twice), image.pixels);
}

TEST(Pdf, StripsAreStacked) {
    const base::PageImage upper = picture(100, 75);
    base::PageImage lower = upper;
    for (std::uint8_t& pixel : lower.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
    File expected = upper.pixels;
    expected.insert(expected.end(), lower.pixels.begin(), lower.pixels.end());
    EXPECT_EQ(pixels_of(pdf_of({{plain_in_pdf(upper), plain_in_pdf(lower)}})), expected);
}

TEST(Pdf, RotateTurnsThePicture) {
    const base::PageImage image = picture(30, 20);
    const auto turned = decode(pdf_of({{plain_in_pdf(image)}}, "/Rotate 90"));
    ASSERT_TRUE(turned);
    ASSERT_EQ(turned->width, 20);
    // Turned clockwise the first row becomes the last column.
    for (int x = 0; x < 30; ++x) EXPECT_EQ(turned->gray().at(19, x), image.gray().at(x, 0));
}

TEST(Pdf, APageWithDrawingsIsRendered) {
    const base::PageImage image = picture(100, 150);
    const auto rendered = decode(pdf_of({{plain_in_pdf(image)}}, "", "0 g 0 0 100 300 re f\n"));
    ASSERT_TRUE(rendered) << to_string(rendered.error());
    EXPECT_NEAR(rendered->width, 200 / 72.0 * 200, 2);
    EXPECT_LT(rendered->gray().at(20, 400), 10);
}

TEST(Pdf, CutFilesAreTold) {
    const base::PageImage image = picture(60, 80);
    const File file = pdf_of({{jpeg_in_pdf(image)}, {plain_in_pdf(image)}});
    expect_cuts_are_told(file, pixels_of(file));
}

TEST(Pdf, FewerOrMorePixelsThanAnnouncedAreTold) {
    const base::PageImage image = picture(60, 80);
    PdfImage less = plain_in_pdf(image);
    less.data.resize(less.data.size() - 30);
    EXPECT_FALSE(decode(pdf_of({{less}})));
    PdfImage more = plain_in_pdf(image);
    more.data.resize(more.data.size() + 100);
    EXPECT_FALSE(decode(pdf_of({{more}})));
}

TEST(Limits, TooManyPixelsAreRefusedBeforeDecoding) {
    const base::PageImage image = picture(200, 200);
    const DecodeLimits limits{.max_pixels = 30'000, .max_pages = 1};
    for (const File& file :
         {jpeg_of(image), png_of(image), tiff_of({image}, {"", COMPRESSION_LZW, 8, PHOTOMETRIC_MINISBLACK})}) {
        EXPECT_FALSE(open_document(file, "scan", limits));
    }
    const File pdf = pdf_of({{plain_in_pdf(image)}});
    const auto document = open_document(pdf, "scan", limits);
    EXPECT_TRUE(!document || !(*document)->page(0, WantedPixels::gray));
    const base::PageImage small = picture(10, 10);
    EXPECT_FALSE(
        open_document(tiff_of({small, small}, {"", COMPRESSION_LZW, 8, PHOTOMETRIC_MINISBLACK}), "scan", limits));
    EXPECT_FALSE(open_document(pdf_of({{plain_in_pdf(small)}, {plain_in_pdf(small)}}), "scan", limits));
}

TEST(Document, OtherFilesAreTold) {
    for (const std::string text : {"", "hello", "GIF89a", "\xff\xd8\xff", "%PDF-1.4\n"}) {
        const auto document = open_document(base::as_bytes(text), "scan.jpg", {});
        ASSERT_FALSE(document);
        EXPECT_EQ(document.error().file, "scan.jpg");
        EXPECT_EQ(document.error().failure_class, base::FailureClass::bad_input);
    }
}

}  // namespace
}  // namespace kiemphieu::scanner
