#include "station/server/pictures.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/jpeg.hpp"
#include "omr/find_added_names.hpp"
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

/// Empty where the image is gray as it is.
base::PageImage gray_of(const base::PageImage& image) {
    return image.format == base::PixelFormat::gray8 ? base::PageImage{} : base::to_gray(image);
}

std::string text_of(omr::Drawing drawing) {
    return drawing == omr::Drawing::on ? "on" : "off";
}

/// From where to where on the page, in millimetres.
struct Span {
    double top{};
    double bottom{};
};

/// Beyond a row's own lines, so that they are seen whole.
constexpr double beside_rows_mm = 1.5;
/// An added name's letters reach so far from what was found of them, and people want to see what it stands beside.
constexpr double beside_name_mm = 4.0;

/// The rows that a name stands in or beside, and the band; all of them where nobody knows its place.
Span rows_around(const forms::LayoutPage& page, const std::optional<base::PageRect>& name) {
    const double end = page.write_in_area ? page.write_in_area->bottom() : page.rows.back().row_box.bottom();
    Span all{page.rows.front().row_box.y - beside_rows_mm, end + beside_rows_mm};
    if (!name) return all;
    const double top = name->y - beside_name_mm;
    const double bottom = name->bottom() + beside_name_mm;
    for (const forms::Row& row : page.rows) {
        // The last row stands above writing in the band.
        if (row.row_box.bottom() < top && &row != &page.rows.back()) all.top = row.row_box.bottom() - beside_rows_mm;
        if (row.row_box.bottom() > bottom) {
            all.bottom = row.row_box.bottom() + beside_rows_mm;
            break;
        }
    }
    return all;
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
        const base::PageImage gray = gray_of(scan->image);
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

Expected<Picture, Failure> Pictures::write_in(const LiveCase& live, const AcceptedSheet& sheet, double px_per_mm,
                                              omr::Drawing drawing) {
    const std::string name = "added name " + std::to_string(px_per_mm) + " " + text_of(drawing);
    return draw(live, sheet, name, [&](const Scan& scan) {
        if (!scan.placed || scan.page->rows.empty()) {
            return omr::picture_of_unplaced(scan.image, *scan.layout, sheet.reading.rotation_deg, unplaced_width_px);
        }
        const base::PageImage gray = gray_of(scan.image);
        const auto found = omr::find_added_names(gray.pixels.empty() ? scan.image.gray() : gray.gray(),
                                                 scan.placed->transform, *scan.page, sheet.reading.rows);
        const std::optional<base::PageRect> place = found ? *found : std::nullopt;
        const auto [top, bottom] = rows_around(*scan.page, place);
        return omr::picture_of_paper_rows({scan.image, scan.placed->transform, *scan.page}, top, bottom, px_per_mm,
                                          drawing == omr::Drawing::on ? place : std::nullopt);
    });
}

}  // namespace kiemphieu::station::server
