#include "station/pipeline/read_file.hpp"

#include <chrono>

#include "base/file.hpp"
#include "calibration/drift.hpp"
#include "scanner/document.hpp"

namespace kiemphieu::station {

namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// A scan of one sheet is under 40 MB even in colour at 600 dpi; a stack in one PDF may be larger.
constexpr std::uintmax_t largest_file = 512ULL << 20U;

omr::SheetReading damaged() {
    omr::SheetReading reading;
    reading.status = omr::PageStatus::unreadable;
    reading.reason = omr::UnreadableReason::damaged_image;
    return reading;
}

omr::DebugPictures pictures_of(const ReadOptions& options, const ReadSide& side) {
    if (options.debug_folder.empty()) return {};
    const std::filesystem::path folder = options.debug_folder / (std::filesystem::path(side.file).stem().string() +
                                                                 "-" + std::to_string(side.page_in_file));
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    return omr::DebugPictures(folder);
}

void read_page(const omr::PageReader& reader, scanner::Document& document, const ReadOptions& options, ReadSide& side) {
    const Clock::time_point begin = Clock::now();
    const auto page = document.page(side.page_in_file - 1, scanner::WantedPixels::gray);
    side.decode_ms = ms_since(begin);
    if (!page) {
        side.reading = damaged();
        side.fault = base::to_string(page.error());
        return;
    }
    omr::DebugPictures pictures = pictures_of(options, side);
    const Clock::time_point decoded = Clock::now();
    side.reading = reader.read(page->gray(), colour_of(document, side.page_in_file - 1), pictures);
    if (reader.profile() && side.reading.status == omr::PageStatus::read) {
        side.look = calibration::look_at(page->gray());
    }
    side.read_ms = ms_since(decoded);
}

}  // namespace

omr::ColourSource colour_of(scanner::Document& document, int page_index) {
    if (!document.may_have_colour()) return {};
    return [&document, page_index]() -> std::optional<base::PageImage> {
        auto page = document.page(page_index, scanner::WantedPixels::as_scanned);
        if (!page || page->format != base::PixelFormat::rgb8) return std::nullopt;
        return std::move(*page);
    };
}

std::vector<ReadSide> read_file_whole(const omr::PageReader& reader, const std::filesystem::path& path,
                                      const std::string& name, const ReadOptions& options) {
    ReadSide side;
    side.file = name;
    const auto refused = [&](const base::Failure& failure) {
        side.reading = damaged();
        side.fault = base::to_string(failure);
        return std::vector<ReadSide>{side};
    };
    auto bytes = base::read_file(path, largest_file);
    if (!bytes) return refused(bytes.error());
    side.bytes = std::make_shared<const std::vector<std::uint8_t>>(std::move(*bytes));
    side.image = base::sha256(*side.bytes);
    const auto document = scanner::open_document(*side.bytes, side.file);
    if (!document) return refused(document.error());
    std::vector<ReadSide> out;
    for (int page = 1; page <= (*document)->page_count(); ++page) {
        side.page_in_file = page;
        out.push_back(side);
        read_page(reader, **document, options, out.back());
    }
    return out;
}

}  // namespace kiemphieu::station
