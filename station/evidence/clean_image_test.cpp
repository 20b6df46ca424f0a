#include "station/evidence/clean_image.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"
#include "base/png.hpp"
#include "scanner/document.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using FileBytes = std::vector<std::uint8_t>;

FileBytes png_of(const base::PageImage& image) {
    const fs::path file = fs::temp_directory_path() / ("kiemphieu-clean-" + std::to_string(::getpid()) + ".png");
    EXPECT_TRUE(base::write_png(file, image).has_value());
    auto bytes = base::read_file(file).value();
    fs::remove(file);
    return bytes;
}

base::PageImage small_image() {
    base::PageImage image;
    image.width = 40;
    image.height = 30;
    for (int i = 0; i < 1200; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i % 251));
    return image;
}

TEST(CleanImage, APngLosesItsTextAndKeepsItsPixels) {
    const FileBytes plain = png_of(small_image());
    // A tEXt chunk of 4 bytes after IHDR; its checksum is right (CRC-32 of "tEXta\0bc").
    FileBytes marked(plain.begin(), plain.begin() + 33);
    const std::string text("\0\0\0\4tEXta\0bc", 12);
    marked.insert(marked.end(), text.begin(), text.end());
    marked.insert(marked.end(), {0, 0, 0, 0});
    marked.insert(marked.end(), plain.begin() + 33, plain.end());
    const auto cleaned = clean_image(marked, 1);
    ASSERT_TRUE(cleaned.has_value());
    EXPECT_EQ(cleaned->extension, "png");
    const std::string bytes(cleaned->bytes.begin(), cleaned->bytes.end());
    EXPECT_EQ(bytes.find("tEXt"), std::string::npos);
    const auto document = scanner::open_document(cleaned->bytes, "x");
    ASSERT_TRUE(document.has_value());
    EXPECT_EQ((*document)->page(0, scanner::WantedPixels::gray)->pixels, small_image().pixels);
}

TEST(CleanImage, AJpegLosesExifCommentsAndWhatFollowsItsEnd) {
    // Markers only; that the picture decodes is told elsewhere, by reading whole packages again.
    const FileBytes jpeg{0xFF, 0xD8, 0xFF, 0xE0, 0,    4,    'J', 'F',  0xFF, 0xE1, 0,    5,    'E',  'x',
                         'i',  0xFF, 0xFE, 0,    4,    'h',  'i', 0xFF, 0xDB, 0,    3,    9,    0xFF, 0xDA,
                         0,    3,    1,    7,    0xFF, 0x00, 8,   0xFF, 0xD0, 9,    0xFF, 0xD9, 'x',  'y'};
    const FileBytes expected{0xFF, 0xD8, 0xFF, 0xE0, 0, 4,    'J',  'F', 0xFF, 0xDB, 0, 3,    9,   0xFF,
                             0xDA, 0,    3,    1,    7, 0xFF, 0x00, 8,   0xFF, 0xD0, 9, 0xFF, 0xD9};
    const auto cleaned = clean_image(jpeg, 1);
    ASSERT_TRUE(cleaned.has_value());
    EXPECT_EQ(cleaned->extension, "jpg");
    EXPECT_EQ(cleaned->bytes, expected);
    for (std::size_t size = 0; size < jpeg.size() - 2; ++size) {
        const auto cut = clean_image(base::Bytes(jpeg).first(size), 1);
        ASSERT_TRUE(cut.has_value()) << size;
        EXPECT_EQ(cut->extension, "bin") << size;
    }
}

}  // namespace
}  // namespace kiemphieu::station
