#include "omr/print_compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "forms/expected_print.hpp"
#include "omr/sampling.hpp"

namespace kiemphieu::omr {
namespace {

constexpr double px_per_mm = 10.0;
// What registration and the printer's own unevenness may leave: two tenths of a millimetre.
constexpr int most_shift_px = 2;
constexpr int places = (2 * most_shift_px + 1) * (2 * most_shift_px + 1);
// Toner spreads and scanners blur by about a tenth of a millimetre: both pictures are made that soft.
constexpr double softness_px = 1.3;
// A tone mark is 0.5 to 1 mm large, the stroke that tells ơ from o 0.4.
constexpr int spot_px = 6;
constexpr int rim_px = 12;
// Looked at beyond the area, so that the rim takes little of it.
constexpr double beyond_mm = 0.6;

/// Ink between 0 and 1 of a gray picture whose paper is `paper`.
cv::Mat ink_of(const base::PageImage& picture, double paper) {
    const cv::Mat gray(picture.height, picture.width, CV_8U, const_cast<std::uint8_t*>(picture.pixels.data()));
    cv::Mat ink;
    gray.convertTo(ink, CV_32F, -1 / paper, 1);
    cv::max(ink, 0, ink);
    return ink;
}

double paper_of(const base::PageImage& picture) {
    std::vector<std::uint8_t> grays = picture.pixels;
    // Text covers under a third of its own box.
    const auto at = grays.begin() + static_cast<std::ptrdiff_t>(grays.size() * 7 / 10);
    std::nth_element(grays.begin(), at, grays.end());
    return std::max<double>(1, *at);
}

cv::Mat moved(const cv::Mat& from, int dx, int dy) {
    cv::Mat out;
    cv::warpAffine(from, out, cv::Matx23d(1, 0, dx, 0, 1, dy), from.size(), cv::INTER_NEAREST, cv::BORDER_REPLICATE);
    return out;
}

}  // namespace

base::PageImage upright_part(const base::GrayView& scan, const PageTransform& transform, const base::PageRect& area,
                             double scale) {
    base::PageImage out;
    out.width = std::max(1, static_cast<int>(std::ceil(area.w * scale)));
    out.height = std::max(1, static_cast<int>(std::ceil(area.h * scale)));
    out.pixels.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    std::size_t i = 0;
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            const base::ScanPoint p = transform.to_scan({area.x + (x + 0.5) / scale, area.y + (y + 0.5) / scale});
            out.pixels[i++] = static_cast<std::uint8_t>(std::lround(gray_at(scan, p)));
        }
    }
    return out;
}

base::Expected<PrintComparison, base::Failure> compare_print(const base::GrayView& scan, const PageTransform& transform,
                                                             const forms::LayoutPage& page,
                                                             const base::PageRect& area) {
    const auto drawn = forms::draw_expected_print(page, area.grown(beyond_mm), px_per_mm);
    if (!drawn) return tl::unexpected(drawn.error());
    const base::PageImage seen = upright_part(scan, transform, area.grown(beyond_mm), px_per_mm);
    cv::Mat expected = ink_of(*drawn, 255);
    cv::Mat found = ink_of(seen, paper_of(seen));
    cv::resize(found, found, expected.size(), 0, 0, cv::INTER_LINEAR);
    cv::GaussianBlur(found, found, {0, 0}, softness_px);
    PrintComparison out;
    const double energy = expected.dot(expected);
    if (energy <= 0) return out;
    double least = std::numeric_limits<double>::max();
    cv::Mat best;
    // The scanner has softened what it saw already, one more than another.
    for (const double more : {1.0, 1.4, 1.8}) {
        cv::Mat soft;
        cv::GaussianBlur(expected, soft, {0, 0}, softness_px * more);
        for (int place = 0; place < places; ++place) {
            const cv::Mat there = moved(soft, place % (2 * most_shift_px + 1) - most_shift_px,
                                        place / (2 * most_shift_px + 1) - most_shift_px);
            const double scale = found.dot(there) / std::max(1e-6, there.dot(there));
            const cv::Mat off = found - there * scale;
            const double error = off.dot(off);
            if (error >= least) continue;
            least = error;
            best = off;
            out.darkness = scale;
        }
    }
    // Summed over a spot, an edge that is a little fat on one side and thin on the other comes to nothing.
    cv::Mat spots;
    cv::blur(best, spots, {spot_px, spot_px});
    // Lines above and below are cut at the picture's edge, and what is cut can't be shifted truly.
    const cv::Rect inner(rim_px, rim_px, spots.cols - 2 * rim_px, spots.rows - 2 * rim_px);
    if (inner.width <= 0 || inner.height <= 0) return out;
    double low = 0;
    double high = 0;
    cv::minMaxLoc(spots(inner), &low, &high);
    out.difference = std::max(-low, high) / std::max(0.2, out.darkness);
    return out;
}

}  // namespace kiemphieu::omr
