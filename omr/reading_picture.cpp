#include "omr/reading_picture.hpp"

#include <algorithm>
#include <array>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace kiemphieu::omr {
namespace {

struct Colour {
    int red;
    int green;
    int blue;
};
constexpr Colour counted{0, 160, 60};
constexpr Colour for_people{235, 150, 0};
constexpr Colour not_valid{215, 30, 30};
constexpr Colour struck{150, 40, 200};
constexpr Colour cover{225, 225, 225};

/// Draws boxes of the page where they lie in the scan.
class Overlay {
  public:
    Overlay(const base::GrayView& scan, const PageTransform& transform) : transform_(transform) {
        image_.width = scan.width;
        image_.height = scan.height;
        image_.format = base::PixelFormat::rgb8;
        image_.pixels.resize(static_cast<std::size_t>(scan.width) * static_cast<std::size_t>(scan.height) * 3);
        mat_ = cv::Mat(scan.height, scan.width, CV_8UC3, image_.pixels.data());
        for (int y = 0; y < scan.height; ++y) {
            for (int x = 0; x < scan.width; ++x) mat_.at<cv::Vec3b>(y, x) = cv::Vec3b::all(scan.at(x, y));
        }
    }

    void outline(const base::PageRect& box, Colour colour, double width_mm) {
        const int width = std::max(1, cvRound(width_mm * transform_.px_per_mm(box.center())));
        cv::polylines(mat_, std::vector<std::vector<cv::Point>>{corners(box)}, true, scalar(colour), width,
                      cv::LINE_AA);
    }
    void fill(const base::PageRect& box, Colour colour) {
        cv::fillConvexPoly(mat_, corners(box), scalar(colour), cv::LINE_AA);
    }
    /// Tints a box and leaves its ink to be seen.
    void tint(const base::PageRect& box, Colour colour) {
        cv::Mat tinted = mat_.clone();
        cv::fillConvexPoly(tinted, corners(box), scalar(colour), cv::LINE_AA);
        cv::addWeighted(tinted, 0.25, mat_, 0.75, 0, mat_);
    }
    base::PageImage take() { return std::move(image_); }

  private:
    static cv::Scalar scalar(Colour c) { return {double(c.red), double(c.green), double(c.blue)}; }
    std::vector<cv::Point> corners(const base::PageRect& box) const {
        std::vector<cv::Point> out;
        for (const base::PagePoint p :
             {base::PagePoint{box.x, box.y}, base::PagePoint{box.right(), box.y},
              base::PagePoint{box.right(), box.bottom()}, base::PagePoint{box.x, box.bottom()}}) {
            const base::ScanPoint at = transform_.to_scan(p);
            out.emplace_back(cvRound(at.x), cvRound(at.y));
        }
        return out;
    }

    const PageTransform& transform_;
    base::PageImage image_;
    cv::Mat mat_;
};

void draw_row(Overlay& overlay, const forms::Row& row, const RowReading& reading) {
    constexpr double seems_marked = 0.5;
    if (const auto level = level_of(reading.decision)) {
        const base::PageRect box = row.cells[forms::index_of(*level)].area.grown(-0.8);
        overlay.tint(box, counted);
        overlay.outline(box, counted, 0.6);
    } else {
        const Colour colour = reading.decision == Decision::review ? for_people : not_valid;
        for (const forms::Level level_of_cell : forms::all_levels) {
            const auto i = forms::index_of(level_of_cell);
            if (reading.scores[i] >= seems_marked) overlay.tint(row.cells[i].area.grown(-0.8), colour);
        }
        overlay.outline(row.row_box.grown(-0.8), colour, 0.6);
    }
    if (reading.name_crossed != NameCrossed::no) overlay.outline(row.name_box.grown(0.8), struck, 0.6);
}

}  // namespace

base::PageImage picture_of_reading(const base::GrayView& scan, const PageTransform& transform,
                                   const forms::LayoutPage& page, const SheetReading& reading) {
    Overlay overlay(scan, transform);
    if (page.signature_area) overlay.fill(*page.signature_area, cover);
    for (const RowReading& row_reading : reading.rows) {
        const auto row = std::find_if(page.rows.begin(), page.rows.end(),
                                      [&](const forms::Row& r) { return r.number == row_reading.number; });
        if (row != page.rows.end()) draw_row(overlay, *row, row_reading);
    }
    return overlay.take();
}

}  // namespace kiemphieu::omr
