#include "omr/paper_picture.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "omr/debug_pictures.hpp"

namespace kiemphieu::omr {
namespace {

/// Marks of neighbouring rows reach over, and people want to see to which row a mark belongs.
constexpr double row_margin_mm = 4.0;
/// The strip below a row in which scores stand: a line of text of 4 mm with air.
constexpr double strip_mm = 6.0;
/// Thin beside a pen's 0.5 mm.
constexpr double outline_mm = 0.25;
/// Outlines stand this far outside of the box they mean, on the table's printed line, so that ink stays bare.
constexpr double outline_gap_mm = 0.35;
/// Height of a row's tag on a whole sheet.
constexpr double tag_mm = 3.6;

const cv::Scalar counted_colour{0, 140, 50};
const cv::Scalar people_colour{200, 110, 0};
const cv::Scalar cover_colour{225, 225, 225};

/// Between points so many pixels apart a page is as good as flat: the shifts' knots stand centimetres apart.
constexpr int map_step_px = 16;

cv::Mat as_mat(const base::PageImage& image) {
    const int type = image.format == base::PixelFormat::gray8 ? CV_8UC1 : CV_8UC3;
    return {image.height, image.width, type, const_cast<std::uint8_t*>(image.pixels.data())};  // only read from
}

/// The page's area drawn upright from the scan, `width` by `height` pixels; outside of the scan it is white.
cv::Mat upright_area(const PlacedScan& placed, const base::PageRect& area, int width, int height) {
    const int columns = width / map_step_px + 2;
    const int rows = height / map_step_px + 2;
    cv::Mat coarse(rows, columns, CV_32FC2);
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            const base::PagePoint p{area.x + (c * map_step_px + 0.5) * area.w / width,
                                    area.y + (r * map_step_px + 0.5) * area.h / height};
            const base::ScanPoint s = placed.transform.to_scan(p);
            // OpenCV counts pixel centres as whole numbers.
            coarse.at<cv::Vec2f>(r, c) = {static_cast<float>(s.x - 0.5), static_cast<float>(s.y - 0.5)};
        }
    }
    cv::Mat map(height, width, CV_32FC2);
    for (int y = 0; y < height; ++y) {
        const float down = static_cast<float>(y % map_step_px) / map_step_px;
        const auto* above = coarse.ptr<cv::Vec2f>(y / map_step_px);
        const auto* below = coarse.ptr<cv::Vec2f>(y / map_step_px + 1);
        auto* out = map.ptr<cv::Vec2f>(y);
        for (int x = 0; x < width; ++x) {
            const int c = x / map_step_px;
            const float across = static_cast<float>(x % map_step_px) / map_step_px;
            const cv::Vec2f upper = above[c] + (above[c + 1] - above[c]) * across;
            const cv::Vec2f lower = below[c] + (below[c + 1] - below[c]) * across;
            out[x] = upper + (lower - upper) * down;
        }
    }
    cv::Mat drawn;
    cv::remap(as_mat(placed.scan), drawn, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
              cv::Scalar::all(255));
    return drawn;
}

/// A part of the page drawn upright.
class PaperCanvas {
  public:
    PaperCanvas(const PlacedScan& placed, const base::PageRect& area, double px_per_mm, double strip)
        : placed_(placed), area_(area), scale_(px_per_mm) {
        image_.width = std::max(1, static_cast<int>(std::lround(area.w * scale_)));
        paper_height_ = std::max(1, static_cast<int>(std::lround(area.h * scale_)));
        image_.height = paper_height_ + static_cast<int>(std::lround(strip * scale_));
        image_.format = base::PixelFormat::rgb8;
        image_.pixels.assign(static_cast<std::size_t>(image_.width) * static_cast<std::size_t>(image_.height) * 3, 255);
        mat_ = cv::Mat(image_.height, image_.width, CV_8UC3, image_.pixels.data());
        paper();
        if (placed.page.signature_area) cover(*placed.page.signature_area);
    }

    void outline(const base::PageRect& box, const cv::Scalar& colour) {
        const base::PageRect around = box.grown(outline_gap_mm);
        cv::rectangle(mat_, at({around.x, around.y}), at({around.right(), around.bottom()}), colour, line(),
                      cv::LINE_AA);
    }
    void fill(const base::PageRect& box, const cv::Scalar& colour) {
        cv::rectangle(mat_, at({box.x, box.y}), at({box.right(), box.bottom()}), colour, cv::FILLED);
    }
    void tag(base::PagePoint baseline, const std::string& text, double height_mm, const cv::Scalar& colour) {
        // OpenCV's simplex capitals are 21 units high at scale 1.
        const double size = height_mm * scale_ / 21.0;
        cv::putText(mat_, text, at(baseline), cv::FONT_HERSHEY_SIMPLEX, size, colour, std::max(1, cvRound(size * 1.6)),
                    cv::LINE_AA);
    }
    base::PageImage take() { return std::move(image_); }

  private:
    void paper() {
        // A picture much smaller than the scan is drawn at twice its size and averaged, or thin lines fall out.
        const bool finer = placed_.transform.px_per_mm(area_.center()) > 1.3 * scale_;
        const int factor = finer ? 2 : 1;
        cv::Mat drawn = upright_area(placed_, area_, image_.width * factor, paper_height_ * factor);
        const cv::Size size(image_.width, paper_height_);
        if (finer) cv::resize(drawn, drawn, size, 0, 0, cv::INTER_AREA);
        cv::Mat target = mat_(cv::Rect({0, 0}, size));
        if (drawn.channels() == 1) {
            cv::cvtColor(drawn, target, cv::COLOR_GRAY2RGB);
        } else {
            drawn.copyTo(target);
        }
    }
    /// Source: plan II.6.2, a signature is allowed and is nobody's business.
    void cover(const base::PageRect& signature) {
        const cv::Rect box(at({signature.x, signature.y}), at({signature.right(), signature.bottom()}));
        const cv::Rect on_paper = box & cv::Rect(0, 0, image_.width, paper_height_);
        if (!on_paper.empty()) cv::rectangle(mat_, on_paper, cover_colour, cv::FILLED);
    }
    int line() const { return std::max(1, cvRound(outline_mm * scale_)); }
    cv::Point at(base::PagePoint p) const {
        return {cvRound((p.x - area_.x) * scale_), cvRound((p.y - area_.y) * scale_)};
    }

    const PlacedScan& placed_;
    base::PageRect area_;
    double scale_;
    int paper_height_{};
    base::PageImage image_;
    cv::Mat mat_;
};

/// The keys of the review page: short, and in letters that the font has.
std::string key_of(Decision decision) {
    switch (decision) {
        case Decision::high:
            return "1";
        case Decision::confidence:
            return "2";
        case Decision::low:
            return "3";
        case Decision::none:
            return "0";
        case Decision::double_mark:
            return "D";
        case Decision::triple_mark:
            return "T";
        case Decision::review:
            break;
    }
    return "?";
}

/// Where the baseline of a row's tag begins: right of the row, and of a printed mark that stands there.
base::PagePoint beside_row(const forms::LayoutPage& page, const forms::Row& row) {
    base::PagePoint at{row.row_box.right() + 1.5, row.row_box.center().y + tag_mm / 2};
    for (const base::PageRect& mark : page.registration_marks) {
        const bool beside = mark.y < at.y + 0.5 && mark.bottom() > at.y - tag_mm - 0.5;
        if (beside && mark.x > row.row_box.right()) at.x = std::max(at.x, mark.right() + 1);
    }
    return at;
}

cv::Scalar colour_of(const RowReading& reading) {
    const bool counts = level_of(reading.decision).has_value() && reading.name_crossed == NameCrossed::no;
    return counts ? counted_colour : people_colour;
}

}  // namespace

std::optional<RegisteredPage> place_page(const base::GrayView& scan, const forms::BallotLayout& layout,
                                         const forms::LayoutPage& page, int rotation_deg) {
    DebugPictures none;
    std::vector<CoarsePose> poses = locate_page(scan, layout, none);
    std::ranges::stable_partition(poses, [&](const CoarsePose& pose) { return pose.rotation_deg == rotation_deg; });
    for (const CoarsePose& pose : poses) {
        auto refined = refine_pose(scan, pose, page, none);
        if (auto* registered = std::get_if<RegisteredPage>(&refined)) return std::move(*registered);
    }
    return std::nullopt;
}

base::PageImage picture_of_paper_row(const PlacedScan& placed, const forms::Row& row, double px_per_mm, Drawing drawing,
                                     const RowReading* reading) {
    base::PageRect area = row.row_box.grown(row_margin_mm);
    const bool draws = drawing == Drawing::on && reading != nullptr;
    PaperCanvas canvas(placed, area, px_per_mm, draws ? strip_mm : 0);
    if (!draws) return canvas.take();
    const cv::Scalar colour = colour_of(*reading);
    for (const forms::Level level : forms::all_levels) {
        const std::size_t i = forms::index_of(level);
        const forms::Cell& cell = row.cells[i];
        constexpr double seems_marked = 0.5;
        const bool marked = reading->scores[i] >= seems_marked;
        if (marked) canvas.outline(cell.area, colour);
        const int percent = static_cast<int>(std::lround(reading->scores[i] * 100));
        canvas.tag({cell.area.x + 1.0, area.bottom() + strip_mm - 1.6}, std::to_string(percent) + "%", 3.2,
                   marked ? colour : cv::Scalar{120, 120, 120});
    }
    if (reading->name_crossed != NameCrossed::no) canvas.outline(row.name_box.grown(0.6), people_colour);
    return canvas.take();
}

base::PageImage picture_of_paper_rows(const PlacedScan& placed, double top, double bottom, double px_per_mm,
                                      const std::optional<base::PageRect>& pointed_at) {
    const base::PageRect row = placed.page.rows.front().row_box;
    PaperCanvas canvas(placed, {row.x - row_margin_mm, top, row.w + 2 * row_margin_mm, bottom - top}, px_per_mm, 0);
    if (pointed_at) canvas.fill({row.x - 2.4, pointed_at->y - 1, 1.2, pointed_at->h + 2}, people_colour);
    return canvas.take();
}

base::PageImage picture_of_paper(const PlacedScan& placed, double page_width_mm, double page_height_mm, int width_px,
                                 Drawing drawing, const SheetReading& reading) {
    PaperCanvas canvas(placed, {0, 0, page_width_mm, page_height_mm}, width_px / page_width_mm, 0);
    if (drawing == Drawing::off) return canvas.take();
    for (const RowReading& row_reading : reading.rows) {
        const auto row = std::ranges::find(placed.page.rows, row_reading.number, &forms::Row::number);
        if (row == placed.page.rows.end()) continue;
        const cv::Scalar colour = colour_of(row_reading);
        if (const auto level = level_of(row_reading.decision)) {
            canvas.outline(row->cells[forms::index_of(*level)].area, colour);
        } else {
            canvas.outline(row->row_box, colour);
        }
        canvas.tag(beside_row(placed.page, *row), key_of(row_reading.decision), tag_mm, colour);
    }
    return canvas.take();
}

base::PageImage picture_of_unplaced(const base::PageImage& scan, const forms::BallotLayout& layout, int rotation_deg,
                                    int width_px) {
    const bool gray = scan.format == base::PixelFormat::gray8;
    const cv::Mat raw = as_mat(scan);
    cv::Mat turned = raw.clone();
    // The page lies turned clockwise by so much; it is turned back.
    if (rotation_deg == 90) cv::rotate(raw, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
    if (rotation_deg == 180) cv::rotate(raw, turned, cv::ROTATE_180);
    if (rotation_deg == 270) cv::rotate(raw, turned, cv::ROTATE_90_CLOCKWISE);
    const double scale = static_cast<double>(width_px) / turned.cols;
    const int height = std::clamp(cvRound(turned.rows * scale), 1, 4 * width_px);
    cv::Mat small;
    cv::resize(turned, small, cv::Size(width_px, height), 0, 0, cv::INTER_AREA);
    cv::Mat rgb = small;
    if (gray) cv::cvtColor(small, rgb, cv::COLOR_GRAY2RGB);
    for (const forms::LayoutPage& page : layout.pages) {
        if (!page.signature_area) continue;
        // Nothing is known of the place, so a tenth of the page is added on every side.
        const base::PageRect area = page.signature_area->grown(0.1 * layout.page_width_mm);
        const double x = rgb.cols / layout.page_width_mm;
        const double y = rgb.rows / layout.page_height_mm;
        const cv::Rect whole(0, 0, rgb.cols, rgb.rows);
        const cv::Rect upright(cvRound(area.x * x), cvRound(area.y * y), cvRound(area.w * x), cvRound(area.h * y));
        const cv::Rect upside_down(rgb.cols - upright.x - upright.width, rgb.rows - upright.y - upright.height,
                                   upright.width, upright.height);
        for (const cv::Rect& box : {upright & whole, upside_down & whole}) {
            if (!box.empty()) cv::rectangle(rgb, box, cover_colour, cv::FILLED);
        }
    }
    base::PageImage out;
    out.width = rgb.cols;
    out.height = rgb.rows;
    out.format = base::PixelFormat::rgb8;
    out.pixels.assign(rgb.datastart, rgb.dataend);
    return out;
}

}  // namespace kiemphieu::omr
