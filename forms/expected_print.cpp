#include "forms/expected_print.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "forms/font_face.hpp"

namespace kiemphieu::forms {

namespace {

class Picture {
  public:
    Picture(const base::PageRect& region, double px_per_mm) : region_(region), scale_(px_per_mm) {
        image_.width = static_cast<int>(std::ceil(region.w * px_per_mm));
        image_.height = static_cast<int>(std::ceil(region.h * px_per_mm));
        image_.pixels.assign(static_cast<std::size_t>(image_.width) * static_cast<std::size_t>(image_.height), 255);
        image_.dpi_x = image_.dpi_y = base::Dpi{px_per_mm * base::mm_per_inch};
    }

    void fill(const base::PageRect& box) {
        const double x0 = (box.x - region_.x) * scale_;
        const double x1 = (box.right() - region_.x) * scale_;
        const double y0 = (box.y - region_.y) * scale_;
        const double y1 = (box.bottom() - region_.y) * scale_;
        for (int y = std::max(0, static_cast<int>(y0)); y < std::min(image_.height, static_cast<int>(std::ceil(y1)));
             ++y) {
            const double covered_y = std::min(y1, y + 1.0) - std::max(y0, static_cast<double>(y));
            for (int x = std::max(0, static_cast<int>(x0)); x < std::min(image_.width, static_cast<int>(std::ceil(x1)));
                 ++x) {
                const double covered_x = std::min(x1, x + 1.0) - std::max(x0, static_cast<double>(x));
                darken(x, y, static_cast<int>(std::lround(255 * std::max(0.0, covered_x) * std::max(0.0, covered_y))));
            }
        }
    }

    base::Expected<void, base::Failure> text(const TextRun& run) {
        const auto font = FontFace::get(run.face);
        if (!font) return tl::unexpected(font.error());
        const double px_per_em = run.size_pt * base::mm_per_point * scale_;
        double pen_x = (run.baseline.x - region_.x) * scale_;
        const double pen_y = (run.baseline.y - region_.y) * scale_;
        for (const char32_t letter : base::code_points(run.text)) {
            const double advance = (*font)->advance_thousandths(letter) / 1000.0 * px_per_em;
            const bool outside = pen_x > image_.width + px_per_em || pen_x + advance < -px_per_em ||
                                 pen_y > image_.height + px_per_em || pen_y < -px_per_em;
            if (!outside) {
                const double whole_x = std::floor(pen_x);
                const double whole_y = std::floor(pen_y);
                stamp((*font)->draw(letter, px_per_em, pen_x - whole_x, pen_y - whole_y), static_cast<int>(whole_x),
                      static_cast<int>(whole_y));
            }
            pen_x += advance;
        }
        return {};
    }

    base::PageImage take() { return std::move(image_); }

  private:
    void darken(int x, int y, int coverage) {
        std::uint8_t& pixel = image_.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image_.width) +
                                            static_cast<std::size_t>(x)];
        pixel = static_cast<std::uint8_t>(std::max(0, pixel - coverage));
    }
    void stamp(const GlyphBitmap& glyph, int x, int y) {
        for (int v = 0; v < glyph.height; ++v) {
            for (int u = 0; u < glyph.width; ++u) {
                const int px = x + glyph.left + u;
                const int py = y + glyph.top + v;
                if (px < 0 || py < 0 || px >= image_.width || py >= image_.height) continue;
                darken(px, py, glyph.coverage[static_cast<std::size_t>(v * glyph.width + u)]);
            }
        }
    }

    base::PageRect region_;
    double scale_;
    base::PageImage image_;
};

}  // namespace

base::Expected<base::PageImage, base::Failure> draw_expected_print(const LayoutPage& page, const base::PageRect& region,
                                                                   double px_per_mm) {
    Picture picture(region, px_per_mm);
    for (const base::PageRect& rule : page.rules) picture.fill(rule);
    for (const base::PageRect& mark : page.registration_marks) picture.fill(mark);
    for (const TextRun& run : page.texts) {
        if (const auto drawn = picture.text(run); !drawn) return tl::unexpected(drawn.error());
    }
    return picture.take();
}

}  // namespace kiemphieu::forms
