#include "omr/row_picture.hpp"

#include <algorithm>
#include <cmath>

#include "omr/sampling.hpp"

namespace kiemphieu::omr {

namespace {

constexpr double picture_px_per_mm = 8.0;
/// Marks of neighbouring rows reach over.
constexpr double margin_mm = 5.0;

/// Draws in page millimetres into an RGB picture.
class RowCanvas {
  public:
    RowCanvas(const base::PageRect& area, int copies)
        : area_(area), height_(static_cast<int>(area.h * picture_px_per_mm)) {
        image_.width = static_cast<int>(area.w * picture_px_per_mm);
        image_.height = height_ * copies;
        image_.format = base::PixelFormat::rgb8;
        image_.pixels.assign(static_cast<std::size_t>(image_.width) * static_cast<std::size_t>(image_.height) * 3, 255);
    }

    /// `floor` is the gray that black is lightened to.
    void paper(const base::GrayView& scan, const PageTransform& transform, int copy, double floor) {
        for (int y = 0; y < height_; ++y) {
            for (int x = 0; x < image_.width; ++x) {
                const base::PagePoint p{area_.x + (x + 0.5) / picture_px_per_mm,
                                        area_.y + (y + 0.5) / picture_px_per_mm};
                const double gray = floor + gray_at(scan, transform.to_scan(p)) * (255 - floor) / 255;
                const auto value = static_cast<std::uint8_t>(gray);
                put(x, y + copy * height_, value, value, value);
            }
        }
    }

    void line(const Stroke& stroke, int copy, std::uint8_t red, std::uint8_t blue) {
        for (std::size_t i = 0; i + 1 < std::max<std::size_t>(2, stroke.points.size()); ++i) {
            const base::PagePoint a = stroke.points[i];
            const base::PagePoint b = stroke.points[std::min(i + 1, stroke.points.size() - 1)];
            for (double t = 0; t <= 1; t += 0.1) dot(a + (b - a) * t, copy, red, blue);
        }
        for (const base::PagePoint end : {stroke.points.front(), stroke.points.back()}) {
            for (const double d : {-0.3, 0.0, 0.3}) {
                dot(end + base::PagePoint{d, 0}, copy, 0, 0);
                dot(end + base::PagePoint{0, d}, copy, 0, 0);
            }
        }
    }
    base::PageImage take() { return std::move(image_); }

  private:
    void dot(base::PagePoint p, int copy, std::uint8_t red, std::uint8_t blue) {
        const int x = static_cast<int>(std::floor((p.x - area_.x) * picture_px_per_mm));
        const int y = static_cast<int>(std::floor((p.y - area_.y) * picture_px_per_mm));
        for (const int dx : {0, 1}) {
            for (const int dy : {0, 1}) {
                if (x + dx >= 0 && x + dx < image_.width && y + dy >= 0 && y + dy < height_)
                    put(x + dx, y + dy + copy * height_, red, 0, blue);
            }
        }
    }
    void put(int x, int y, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
        const auto at =
            (static_cast<std::size_t>(y) * static_cast<std::size_t>(image_.width) + static_cast<std::size_t>(x)) * 3;
        image_.pixels[at] = red;
        image_.pixels[at + 1] = green;
        image_.pixels[at + 2] = blue;
    }

    base::PageRect area_;
    int height_;
    base::PageImage image_;
};

}  // namespace

base::PageImage picture_of_row(const base::GrayView& scan, const PageTransform& transform, const forms::Row& row,
                               const std::vector<Stroke>& strokes, const CrossSearch& search) {
    RowCanvas canvas(row.row_box.grown(margin_mm), 2);
    canvas.paper(scan, transform, 0, 0);
    canvas.paper(scan, transform, 1, 190);
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        canvas.line(strokes[i], 1, search.used[i] ? 220 : 0, search.used[i] ? 0 : 255);
    }
    return canvas.take();
}

}  // namespace kiemphieu::omr
