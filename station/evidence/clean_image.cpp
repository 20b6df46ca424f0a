#include "station/evidence/clean_image.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/file.hpp"
#include "base/png.hpp"
#include "scanner/document.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using Bytes = std::vector<std::uint8_t>;

void append(Bytes& out, base::Bytes part) {
    out.insert(out.end(), part.begin(), part.end());
}

/// Keeps what the picture needs: tables, frame, scans, the JFIF header's resolution and Adobe's colour transform.
/// Source: ITU-T T.81 Annex B.
bool is_kept_segment(std::uint8_t marker) {
    constexpr std::uint8_t jfif = 0xE0;
    constexpr std::uint8_t adobe = 0xEE;
    constexpr std::uint8_t comment = 0xFE;
    const bool application = marker >= 0xE0 && marker <= 0xEF;
    return marker == jfif || marker == adobe || (!application && marker != comment);
}

std::optional<Bytes> clean_jpeg(base::Bytes file) {
    if (file.size() < 4 || file[0] != 0xFF || file[1] != 0xD8) return std::nullopt;
    Bytes out{0xFF, 0xD8};
    std::size_t place = 2;
    while (place + 4 <= file.size()) {
        if (file[place] != 0xFF) return std::nullopt;
        const std::uint8_t marker = file[place + 1];
        if (marker == 0xFF) {  // a fill byte before a marker
            ++place;
            continue;
        }
        const std::size_t length = static_cast<std::size_t>(file[place + 2]) << 8U | file[place + 3];
        if (length < 2 || place + 2 + length > file.size()) return std::nullopt;
        if (is_kept_segment(marker)) append(out, file.subspan(place, 2 + length));
        place += 2 + length;
        if (marker != 0xDA) continue;
        // Entropy-coded data up to the next marker that is neither a stuffed zero nor a restart.
        const std::size_t begin = place;
        while (place + 1 < file.size() && (file[place] != 0xFF || file[place + 1] == 0x00 ||
                                           (file[place + 1] >= 0xD0 && file[place + 1] <= 0xD7))) {
            ++place;
        }
        append(out, file.subspan(begin, place - begin));
        if (place + 1 < file.size() && file[place + 1] == 0xD9) {
            out.insert(out.end(), {0xFF, 0xD9});
            return out;
        }
    }
    return std::nullopt;
}

std::optional<Bytes> clean_png(base::Bytes file) {
    constexpr std::size_t signature = 8;
    constexpr std::array<std::string_view, 8> kept{"IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "sRGB", "pHYs"};
    if (file.size() < signature || file[0] != 0x89 || file[1] != 'P') return std::nullopt;
    Bytes out(file.begin(), file.begin() + signature);
    for (std::size_t place = signature; place + 12 <= file.size();) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8U | file[place + i];
        if (length > file.size() - place - 12) return std::nullopt;
        const auto name = file.subspan(place + 4, 4);
        const std::string kind(name.begin(), name.end());
        if (std::ranges::find(kept, kind) != kept.end()) append(out, file.subspan(place, length + 12));
        if (kind == "IEND") return out;
        place += length + 12;
    }
    return std::nullopt;
}

base::Expected<Bytes, Failure> as_png(const base::PageImage& image) {
    std::string folder = (fs::temp_directory_path() / "kiemphieu-page-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        return base::fail(Failure{base::FailureClass::world, folder, "", "no folder for a page can be made"});
    }
    const fs::path file = fs::path(folder) / "page.png";
    const auto written = base::write_png(file, image);
    auto bytes = written ? base::read_file(file) : base::fail(written.error());
    std::error_code error;
    fs::remove_all(folder, error);
    return bytes;
}

}  // namespace

base::Expected<CleanImage, Failure> clean_image(base::Bytes file, int page_in_file, scanner::WantedPixels wanted) {
    const auto document = scanner::open_document(file, "image");
    const bool single = !document || (*document)->page_count() == 1;
    if (single) {
        if (auto jpeg = clean_jpeg(file)) return CleanImage{"jpg", std::move(*jpeg)};
        if (auto png = clean_png(file)) return CleanImage{"png", std::move(*png)};
    }
    const auto page = document ? (*document)->page(page_in_file - 1, wanted) : base::fail(document.error());
    if (!page) return CleanImage{"bin", Bytes(file.begin(), file.end())};
    auto png = as_png(*page);
    if (!png) return base::fail(png.error());
    return CleanImage{"png", std::move(*png)};
}

}  // namespace kiemphieu::station
