#include "station/server/pictures.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/jpeg.hpp"
#include "scanner/document.hpp"

namespace kiemphieu::station::server {
namespace {

using base::Expected;
using base::Failure;

/// Pen strokes show no ringing, and a row has some 40 kB.
constexpr int jpeg_quality = 85;
/// A row's sheet that can't be placed is shown whole at this width.
constexpr int unplaced_width_px = 1200;

class Turn {
  public:
    explicit Turn(std::counting_semaphore<2>& semaphore) : semaphore_(semaphore) { semaphore_.acquire(); }
    ~Turn() { semaphore_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    std::counting_semaphore<2>& semaphore_;
};

std::string text_of(omr::Drawing drawing) {
    return drawing == omr::Drawing::on ? "on" : "off";
}

/// Where a name may be added: the table, between whose rows it is squeezed, and the blank band below it.
base::PageRect writing_area(const forms::LayoutPage& page) {
    const base::PageRect first = page.rows.front().row_box;
    const double bottom = page.write_in_area ? page.write_in_area->bottom() : page.rows.back().row_box.bottom() + 2;
    return {first.x, first.y - 2, first.w, bottom - first.y + 2};
}

}  // namespace

Expected<std::shared_ptr<const Pictures::Scan>, Failure> Pictures::scan_of(const LiveCase& live,
                                                                           const AcceptedSheet& sheet) {
    if (auto kept = scans_.find(sheet.key)) return kept;
    const auto path = live.image_path(sheet.key.image);
    if (!path) return base::fail(path.error());
    const auto bytes = base::read_file(*path);
    if (!bytes) return base::fail(bytes.error());
    const auto document = scanner::open_document(*bytes, path->filename().string());
    if (!document) return base::fail(document.error());
    auto pixels = (*document)->page(sheet.key.page_in_file - 1, scanner::WantedPixels::as_scanned);
    if (!pixels) return base::fail(pixels.error());
    auto scan = std::make_shared<Scan>();
    scan->image = std::move(*pixels);
    scan->layout = &live.definition().layouts.front();
    if (const auto& code = sheet.reading.code) {
        for (const forms::BallotLayout& layout : live.definition().layouts) {
            if (layout.id != code->layout) continue;
            scan->layout = &layout;
            scan->page = layout.find_page(code->page);
        }
    }
    if (scan->page) {
        const base::PageImage gray =
            scan->image.format == base::PixelFormat::gray8 ? base::PageImage{} : base::to_gray(scan->image);
        const base::GrayView view = gray.pixels.empty() ? scan->image.gray() : gray.gray();
        scan->placed = omr::place_page(view, *scan->layout, *scan->page, sheet.reading.rotation_deg);
    }
    scans_.keep(sheet.key, scan, scan->image.pixels.size());
    return scan;
}

Expected<Picture, Failure> Pictures::draw(const LiveCase& live, const AcceptedSheet& sheet, const std::string& name,
                                          const Draw& draw) {
    const std::string key = base::to_hex(sheet.key.image) + " " + std::to_string(sheet.key.page_in_file) + " " + name;
    if (auto kept = finished_.find(key)) return kept;
    const Turn turn(painters_);
    if (auto kept = finished_.find(key)) return kept;
    const auto scan = scan_of(live, sheet);
    if (!scan) return base::fail(scan.error());
    const auto bytes = base::encode_jpeg(draw(**scan), jpeg_quality);
    if (!bytes) return base::fail(bytes.error());
    auto picture = std::make_shared<const std::string>(bytes->begin(), bytes->end());
    finished_.keep(key, picture, picture->size());
    return picture;
}

Expected<Picture, Failure> Pictures::sheet(const LiveCase& live, const AcceptedSheet& sheet, int width_px,
                                           omr::Drawing drawing) {
    return draw(live, sheet, "sheet " + std::to_string(width_px) + " " + text_of(drawing), [&](const Scan& scan) {
        if (!scan.placed) {
            return omr::picture_of_unplaced(scan.image, *scan.layout, sheet.reading.rotation_deg, width_px);
        }
        return omr::picture_of_paper({scan.image, scan.placed->transform, *scan.page}, scan.layout->page_width_mm,
                                     scan.layout->page_height_mm, width_px, drawing, sheet.reading);
    });
}

Expected<Picture, Failure> Pictures::row(const LiveCase& live, const AcceptedSheet& sheet, int number, double px_per_mm,
                                         omr::Drawing drawing) {
    const std::string name = "row " + std::to_string(number) + " " + std::to_string(px_per_mm) + " " + text_of(drawing);
    return draw(live, sheet, name, [&](const Scan& scan) {
        const forms::Row* row = nullptr;
        if (scan.page) {
            const auto found = std::ranges::find(scan.page->rows, number, &forms::Row::number);
            if (found != scan.page->rows.end()) row = &*found;
        }
        if (!scan.placed || row == nullptr) {
            return omr::picture_of_unplaced(scan.image, *scan.layout, sheet.reading.rotation_deg, unplaced_width_px);
        }
        const auto reading = std::ranges::find(sheet.reading.rows, number, &omr::RowReading::number);
        return omr::picture_of_paper_row({scan.image, scan.placed->transform, *scan.page}, *row, px_per_mm, drawing,
                                         reading == sheet.reading.rows.end() ? nullptr : &*reading);
    });
}

Expected<Picture, Failure> Pictures::write_in(const LiveCase& live, const AcceptedSheet& sheet, double px_per_mm) {
    return draw(live, sheet, "band " + std::to_string(px_per_mm), [&](const Scan& scan) {
        if (!scan.placed || scan.page->rows.empty()) {
            return omr::picture_of_unplaced(scan.image, *scan.layout, sheet.reading.rotation_deg, unplaced_width_px);
        }
        return omr::picture_of_paper_area({scan.image, scan.placed->transform, *scan.page}, writing_area(*scan.page),
                                          px_per_mm);
    });
}

}  // namespace kiemphieu::station::server
