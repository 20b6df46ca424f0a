#include "omr/print_zone.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "forms/expected_print.hpp"

namespace kiemphieu::omr {

namespace {

/// Registration is good to 0.1 mm, toner spreads and a scanner's blur widens an edge by about as much: together 0.25
/// mm.
constexpr double growth_mm = 0.25;
/// For names, a stroke between letters must stay visible: only the letter and half a pixel at 200 dpi around it.
constexpr double core_growth_mm = 0.1;
/// Big marks of the first and last row and of the edge columns reach beyond the table.
constexpr double region_margin_mm = 6.0;

base::PageRect united(const base::PageRect& a, const base::PageRect& b) {
    const double x = std::min(a.x, b.x);
    const double y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

cv::Mat grown(const cv::Mat& mask, double by_mm) {
    const int radius = static_cast<int>(std::lround(by_mm * PrintZone::px_per_mm));
    const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1});
    cv::Mat out;
    cv::dilate(mask, out, disc);
    return out;
}

cv::Mat draw_lines(const forms::LayoutPage& page, const base::PageRect& region, cv::Size size) {
    cv::Mat mask = cv::Mat::zeros(size, CV_8U);
    // A side mark that a wide X runs into is no part of the X.
    std::vector<base::PageRect> boxes = page.rules;
    boxes.insert(boxes.end(), page.registration_marks.begin(), page.registration_marks.end());
    for (const base::PageRect& printed : boxes) {
        const base::PageRect box = printed.grown(growth_mm);
        const cv::Point from(static_cast<int>(std::floor((box.x - region.x) * PrintZone::px_per_mm)),
                             static_cast<int>(std::floor((box.y - region.y) * PrintZone::px_per_mm)));
        const cv::Point to(static_cast<int>(std::ceil((box.right() - region.x) * PrintZone::px_per_mm)) - 1,
                           static_cast<int>(std::ceil((box.bottom() - region.y) * PrintZone::px_per_mm)) - 1);
        cv::rectangle(mask, from, to, cv::Scalar(255), cv::FILLED);
    }
    return mask;
}

}  // namespace

base::Expected<PrintZone, base::Failure> PrintZone::create(const forms::LayoutPage& page) {
    PrintZone out;
    if (page.rows.empty()) return out;
    base::PageRect region = page.rows.front().row_box;
    for (const forms::Row& row : page.rows) region = united(region, row.row_box);
    if (page.write_in_area) region = united(region, *page.write_in_area);
    out.region_ = region.grown(region_margin_mm);

    forms::LayoutPage letters = page;
    letters.rules.clear();
    letters.registration_marks.clear();
    const auto print = forms::draw_expected_print(letters, out.region_, px_per_mm);
    if (!print) return tl::unexpected(print.error());
    out.width_ = print->width;
    out.height_ = print->height;
    const cv::Mat gray(print->height, print->width, CV_8U, const_cast<std::uint8_t*>(print->pixels.data()));
    const cv::Mat text_mask = gray < 192;
    const cv::Mat text_zone = grown(text_mask, growth_mm);
    const cv::Mat core_zone = grown(text_mask, core_growth_mm);
    const cv::Mat line_zone = draw_lines(page, out.region_, gray.size());
    const cv::Mat zone = (line_zone & line) | (text_zone & text) | (core_zone & core);
    out.zone_.assign(zone.datastart, zone.dataend);
    out.note_bare();
    return out;
}

std::uint32_t PrintZone::bare_of(base::PagePoint origin, base::PagePoint step, std::uint32_t wanted) const {
    const auto nth = [&](int i) { return origin + step * i; };
    const auto each = [&](const auto& bare) {
        std::uint32_t out = 0;
        for (std::uint32_t bits = wanted; bits != 0; bits &= bits - 1) {
            const int i = std::countr_zero(bits);
            out |= static_cast<std::uint32_t>(bare(i)) << static_cast<unsigned>(i);
        }
        return out;
    };
    const base::PagePoint from = nth(std::countr_zero(wanted));
    const base::PagePoint to = nth(31 - std::countl_zero(wanted));
    const Place a = place(from);
    const Place b = place(to);
    const int left = std::min(a.x, b.x);
    const int right = std::max(a.x, b.x);
    const int top = std::min(a.y, b.y);
    const int bottom = std::max(a.y, b.y);
    if (std::min(from.x, to.x) < region_.x || std::min(from.y, to.y) < region_.y || right >= width_ ||
        bottom >= height_ || right - left >= 64) {
        return each([&](int i) {
            const base::PagePoint p = nth(i);
            return at(p.x, p.y) == 0;
        });
    }
    // Mostly all that lies under a short way is printed, or all is bare.
    const std::uint64_t columns = ~std::uint64_t{0} >> static_cast<unsigned>(63 - (right - left));
    const auto shift = static_cast<unsigned>(left) % 64;
    const std::uint64_t* const words =
        bare_.data() + static_cast<std::size_t>(top) * words_ + static_cast<std::size_t>(left) / 64;
    // Two shifts, since one by 64 has no meaning; the last row is followed by a word more.
    const auto across = [&](int row) {
        const std::uint64_t* w = words + static_cast<std::size_t>(row - top) * words_;
        return (w[0] >> shift) | (w[1] << 1U << (63 - shift));
    };
    std::uint64_t any = across(top);
    std::uint64_t all = any;
    for (int row = top + 1; row <= bottom; ++row) {
        const std::uint64_t bits = across(row);
        any |= bits;
        all &= bits;
    }
    if ((any & columns) == 0) return 0;
    if ((~all & columns) == 0) return wanted;
    const auto column = [&](int i) {
        return static_cast<unsigned>(static_cast<int>((origin.x + step.x * i - region_.x) * px_per_mm));
    };
    if (top == bottom) return each([&](int i) { return (any >> (column(i) - static_cast<unsigned>(left))) & 1U; });
    return each([&](int i) {
        const int row = static_cast<int>((origin.y + step.y * i - region_.y) * px_per_mm);
        const std::uint64_t* const bits = bare_.data() + static_cast<std::size_t>(row) * words_;
        const unsigned x = column(i);
        return (bits[x / 64] >> (x % 64)) & 1U;
    });
}

void PrintZone::note_bare() {
    words_ = static_cast<std::size_t>(width_) / 64 + 1;
    bare_.assign(words_ * static_cast<std::size_t>(height_) + 1, 0);
    for (std::size_t y = 0; y < static_cast<std::size_t>(height_); ++y) {
        for (std::size_t x = 0; x < static_cast<std::size_t>(width_); ++x) {
            if (zone_[y * static_cast<std::size_t>(width_) + x] != 0) continue;
            bare_[y * words_ + x / 64] |= std::uint64_t{1} << (x % 64);
        }
    }
}

}  // namespace kiemphieu::omr
