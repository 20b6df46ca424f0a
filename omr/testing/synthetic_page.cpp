#include "omr/testing/synthetic_page.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <random>
#include <stdexcept>

#include <ft2build.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <qrencode.h>

#include "forms/typeface.hpp"
#include FT_FREETYPE_H

namespace kiemphieu::omr::testing {
namespace {

cv::Mat as_mat(base::PageImage& image) {
    return {image.height, image.width, CV_8UC1, image.pixels.data()};
}
cv::Mat as_mat(const base::PageImage& image) {
    return cv::Mat(image.height, image.width, CV_8UC1, const_cast<std::uint8_t*>(image.pixels.data()));
}

Homography composed(const Homography& outer, const Homography& inner) {
    const cv::Matx33d a(outer.matrix().data());
    const cv::Matx33d b(inner.matrix().data());
    const cv::Matx33d product = a * b;
    std::array<double, 9> m{};
    std::copy(product.val, product.val + 9, m.begin());
    return Homography(m);
}

/// Scale, shear and skew about the page's centre, then quarter turns, then the margins and the resolution.
Homography affine_of(const Warp& w, double width_mm, double height_mm) {
    const double skew = base::from_degrees(w.skew_deg).value;
    const double c = std::cos(skew);
    const double s = std::sin(skew);
    const Homography centred({1, 0, -width_mm / 2, 0, 1, -height_mm / 2, 0, 0, 1});
    const Homography scaled({w.scale_x, w.shear, 0, 0, w.scale_y, 0, 0, 0, 1});
    const Homography skewed({c, -s, 0, s, c, 0, 0, 0, 1});
    Homography turned;
    if (w.rotation_deg == 90) turned = Homography({0, -1, 0, 1, 0, 0, 0, 0, 1});
    if (w.rotation_deg == 180) turned = Homography({-1, 0, 0, 0, -1, 0, 0, 0, 1});
    if (w.rotation_deg == 270) turned = Homography({0, 1, 0, -1, 0, 0, 0, 0, 1});
    const bool upright = w.rotation_deg % 180 == 0;
    const double k = base::px_per_mm({w.dpi});
    const double left = (upright ? width_mm : height_mm) / 2 + w.margin_left_mm;
    const double top = (upright ? height_mm : width_mm) / 2 + w.margin_top_mm;
    const Homography placed({k, 0, k * left, 0, k, k * top, 0, 0, 1});
    return composed(placed, composed(turned, composed(skewed, composed(scaled, centred))));
}

}  // namespace

void fill(base::PageImage& raster, const base::PageRect& rect, std::uint8_t gray) {
    const double left = rect.x * raster_px_per_mm;
    const double right = rect.right() * raster_px_per_mm;
    const double top = rect.y * raster_px_per_mm;
    const double bottom = rect.bottom() * raster_px_per_mm;
    const int y0 = std::max(0, static_cast<int>(std::floor(top)));
    const int y1 = std::min(raster.height, static_cast<int>(std::ceil(bottom)));
    const int x0 = std::max(0, static_cast<int>(std::floor(left)));
    const int x1 = std::min(raster.width, static_cast<int>(std::ceil(right)));
    for (int y = y0; y < y1; ++y) {
        const double down = std::min<double>(y + 1, bottom) - std::max<double>(y, top);
        for (int x = x0; x < x1; ++x) {
            const double across = std::min<double>(x + 1, right) - std::max<double>(x, left);
            auto& pixel = raster.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(raster.width) +
                                        static_cast<std::size_t>(x)];
            const double cover = std::clamp(down * across, 0.0, 1.0);
            pixel = static_cast<std::uint8_t>(std::lround(pixel + (gray - pixel) * cover));
        }
    }
}

void stroke(base::PageImage& raster, base::PagePoint from, base::PagePoint to, double width_mm, std::uint8_t gray) {
    cv::Mat mat = as_mat(raster);
    const auto place = [](base::PagePoint p) {
        return cv::Point(static_cast<int>(p.x * raster_px_per_mm), static_cast<int>(p.y * raster_px_per_mm));
    };
    cv::line(mat, place(from), place(to), cv::Scalar(gray), static_cast<int>(width_mm * raster_px_per_mm), cv::LINE_AA);
}

void paste(base::PageImage& raster, const base::PageImage& picture, base::PagePoint at) {
    cv::Mat target = as_mat(raster);
    const cv::Rect place(static_cast<int>(std::lround(at.x * raster_px_per_mm)),
                         static_cast<int>(std::lround(at.y * raster_px_per_mm)), picture.width, picture.height);
    as_mat(picture).copyTo(target(place));
}

void print_qr(base::PageImage& raster, const base::PageRect& box, base::Bytes payload) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(payload.size()), payload.data(), 5, QR_ECLEVEL_Q), &QRcode_free);
    if (!code || code->version != 5) throw std::invalid_argument("more than a QR of version 5-Q holds");
    const double module_mm = box.w / code->width;
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if ((code->data[y * code->width + x] & 1U) != 0) {
                fill(raster, {box.x + x * module_mm, box.y + y * module_mm, module_mm, module_mm}, 0);
            }
        }
    }
}

void print_lines(base::PageImage& raster, const base::PageRect& box, const std::vector<std::string>& lines) {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    const auto file = forms::font_file(forms::Face::mono);
    if (!file || FT_Init_FreeType(&library) != 0 || FT_New_Face(library, file->c_str(), 0, &face) != 0) {
        throw std::runtime_error("the readable code's face is missing");
    }
    const double pitch_mm = box.h / static_cast<double>(lines.size());
    // Nine points, as the readable code is at least.
    FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(std::lround(9 * base::mm_per_point * raster_px_per_mm)));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        int x = static_cast<int>(box.x * raster_px_per_mm);
        const int baseline = static_cast<int>((box.y + pitch_mm * (static_cast<double>(i) + 0.75)) * raster_px_per_mm);
        for (const char letter : lines[i]) {
            FT_Load_Char(face, static_cast<FT_ULong>(letter), FT_LOAD_RENDER | FT_LOAD_NO_HINTING);
            const FT_GlyphSlot glyph = face->glyph;
            for (int v = 0; v < static_cast<int>(glyph->bitmap.rows); ++v) {
                for (int u = 0; u < static_cast<int>(glyph->bitmap.width); ++u) {
                    const int ink = glyph->bitmap.buffer[v * glyph->bitmap.pitch + u];
                    raster.pixels[static_cast<std::size_t>((baseline - glyph->bitmap_top + v) * raster.width + x +
                                                           glyph->bitmap_left + u)] =
                        static_cast<std::uint8_t>(255 - ink);
                }
            }
            x += static_cast<int>(glyph->advance.x >> 6);
        }
    }
    FT_Done_Face(face);
    FT_Done_FreeType(library);
}

base::PageImage draw_page(const forms::BallotLayout& layout, const forms::LayoutPage& page) {
    base::PageImage raster;
    raster.width = static_cast<int>(layout.page_width_mm * raster_px_per_mm);
    raster.height = static_cast<int>(layout.page_height_mm * raster_px_per_mm);
    raster.pixels.assign(static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height), 255);
    for (const auto& mark : page.registration_marks) fill(raster, mark, 0);
    for (const auto& rule : page.rules) fill(raster, rule, 0);
    // Words as bars of a letter's height: enough to disturb whoever takes text for a line.
    std::mt19937 random(5);
    std::uniform_real_distribution<double> letter(0.5, 1.6);
    for (const auto& row : page.rows) {
        for (const auto& box : {row.name_box, row.position_box}) {
            for (double x = box.x; x < box.right() - 2; x += letter(random) + 0.4) {
                fill(raster, {x, box.y + 0.5, 0.35, 2.6}, 0);
                fill(raster, {x, box.y + 1.6, 0.9, 0.3}, 0);
            }
        }
    }
    return raster;
}

SyntheticScan::SyntheticScan(const base::PageImage& raster, const forms::BallotLayout& layout, const Warp& warp)
    : warp_(warp), affine_(affine_of(warp, layout.page_width_mm, layout.page_height_mm)) {
    const bool upright = warp.rotation_deg % 180 == 0;
    const double k = base::px_per_mm({warp.dpi});
    const double wide = upright ? layout.page_width_mm : layout.page_height_mm;
    const double high = upright ? layout.page_height_mm : layout.page_width_mm;
    image_.width = static_cast<int>(std::lround(k * (wide + warp.margin_left_mm + warp.margin_right_mm)));
    image_.height = static_cast<int>(std::lround(k * (high + warp.margin_top_mm + warp.margin_bottom_mm)));
    image_.pixels.resize(static_cast<std::size_t>(image_.width) * static_cast<std::size_t>(image_.height));

    // Ink and paper first on a raster with a border of background, so that the page's own edge is seen.
    constexpr int border = 4;
    cv::Mat page;
    as_mat(raster).convertTo(page, CV_8U, (warp.paper - warp.print) / 255.0, warp.print);
    cv::copyMakeBorder(page, page, border, border, border, border, cv::BORDER_CONSTANT, cv::Scalar(warp.background));
    const double shrink = raster_px_per_mm / k;
    if (shrink > 1) cv::GaussianBlur(page, page, {}, 0.4 * shrink);
    cv::Mat where(image_.height, image_.width, CV_32FC2);
    for (int y = 0; y < image_.height; ++y) {
        for (int x = 0; x < image_.width; ++x) {
            const base::PagePoint p = to_page({x + 0.5, y + 0.5});
            where.at<cv::Vec2f>(y, x) = {static_cast<float>(p.x * raster_px_per_mm - 0.5 + border),
                                         static_cast<float>(p.y * raster_px_per_mm - 0.5 + border)};
        }
    }
    cv::Mat scan;
    cv::remap(page, scan, where, cv::Mat(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(warp.background));
    if (warp.blur_px > 0) cv::GaussianBlur(scan, scan, {}, warp.blur_px);
    if (warp.noise > 0) {
        cv::RNG rng(warp.seed);
        cv::Mat grain(scan.size(), CV_16S);
        rng.fill(grain, cv::RNG::NORMAL, 0.0, warp.noise);
        cv::add(scan, grain, scan, cv::noArray(), CV_8U);
    }
    if (warp.depth == Warp::Depth::bilevel) cv::threshold(scan, scan, 140, 255, cv::THRESH_BINARY);
    scan.copyTo(as_mat(image_));
}

base::PagePoint SyntheticScan::stretched(base::PagePoint p) const {
    const auto wave = [&](double along) {
        return warp_.stretch_mm *
               std::sin(2 * std::numbers::pi * along / warp_.stretch_period_mm + warp_.stretch_phase);
    };
    const bool upright = warp_.rotation_deg % 180 == 0;  // the feed runs along the image's height
    return upright ? base::PagePoint{p.x, p.y + wave(p.y)} : base::PagePoint{p.x + wave(p.x), p.y};
}

base::ScanPoint SyntheticScan::to_scan(base::PagePoint p) const {
    return affine_.to_scan(stretched(p));
}

base::PagePoint SyntheticScan::to_page(base::ScanPoint p) const {
    const base::PagePoint target = affine_.to_page(p);
    if (warp_.stretch_mm == 0) return target;
    base::PagePoint page = target;
    for (int i = 0; i < 3; ++i) page = page + (target - stretched(page));
    return page;
}

forms::BallotLayout synthetic_layout(int rows) {
    forms::LayoutPage page;
    page.page = 1;
    page.sheet = 1;
    page.registration_marks = {{8, 8, 5, 5},     {197, 8, 5, 5}, {8, 284, 5, 5},
                               {197, 284, 5, 5}, {8, 118, 5, 5}, {197, 215, 5, 5}};
    page.qr_box = {176.0, 16.0, 18.796, 18.796};
    page.readable_box = {140.0, 38.0, 55.0, 8.0};
    page.stamp_area = {35, 15, 45, 45};
    constexpr double line = 0.25;
    const std::vector<double> columns{30, 40, 85, 134, 153, 172, 191};
    const double top = 110;
    const double head = 14;
    const double pitch = std::min(14.0, 140.0 / rows);
    const auto horizontal = [&](double y) {
        page.rules.push_back({columns.front(), y - line / 2, columns.back() - columns.front(), line});
    };
    horizontal(top);
    horizontal(top + head);
    const double bottom = top + head + rows * pitch;
    for (int i = 0; i < rows; ++i) {
        const double y = top + head + i * pitch;
        horizontal(y + pitch);
        forms::Row row;
        row.number = i + 1;
        row.row_box = {columns.front(), y, columns.back() - columns.front(), pitch};
        row.name_box = {columns[1] + 2, y + pitch / 2 - 2, 38, 4};
        row.position_box = {columns[2] + 2, y + pitch / 2 - 2, 40, 4};
        for (std::size_t c = 0; c < 3; ++c) {
            row.cells[c] = {forms::all_levels[c], {columns[3 + c], y, 19, pitch}, {columns[3 + c], y, 19, pitch}};
        }
        page.rows.push_back(row);
    }
    for (const double x : columns) page.rules.push_back({x - line / 2, top, line, bottom - top});
    forms::BallotLayout layout;
    layout.style = {"A"};
    layout.sheets = 1;
    layout.pages = {page};
    return layout;
}

RegistrationError error_in_table(const PageTransform& found, const SyntheticScan& scan, const forms::LayoutPage& page) {
    const base::PageRect first = page.rows.front().row_box;
    const double bottom = page.rows.back().row_box.bottom();
    double sum = 0;
    double worst = 0;
    int count = 0;
    for (double y = first.y; y <= bottom; y += 5) {
        for (double x = first.x; x <= first.right(); x += 5) {
            const base::PagePoint back = found.to_page(scan.to_scan({x, y}));
            const double off = std::hypot(back.x - x, back.y - y);
            sum += off * off;
            worst = std::max(worst, off);
            ++count;
        }
    }
    return {std::sqrt(sum / count), worst};
}

}  // namespace kiemphieu::omr::testing
