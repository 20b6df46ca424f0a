#include "omr/picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace kiemphieu::omr {
namespace {

/// A matrix over somebody else's pixels; OpenCV has no read-only one.
cv::Mat over(const base::GrayView& view) {
    return cv::Mat(view.height, view.width, CV_8UC1, const_cast<std::uint8_t*>(view.data),
                   static_cast<std::size_t>(view.stride));
}

base::PageImage blank(int width, int height) {
    base::PageImage image;
    image.width = width;
    image.height = height;
    image.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    return image;
}

cv::Mat over(base::PageImage& image) {
    return {image.height, image.width, CV_8UC1, image.pixels.data()};
}

/// The grays of the darkest and the brightest fiftieth.
struct Range {
    int dark{};
    int light{};
};

Range range_of(const base::GrayView& picture) {
    std::array<int, 256> histogram{};
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) ++histogram[picture.at(x, y)];
    }
    const int fiftieth = picture.width * picture.height / 50;
    Range range{0, 255};
    int seen = 0;
    while (range.dark < 255 && (seen += histogram[static_cast<std::size_t>(range.dark)]) <= fiftieth) ++range.dark;
    seen = 0;
    while (range.light > 0 && (seen += histogram[static_cast<std::size_t>(range.light)]) <= fiftieth) --range.light;
    return range;
}

}  // namespace

base::GrayView crop_around(const base::GrayView& scan, const Homography& page_to_scan, const base::PageRect& area) {
    double left = scan.width, top = scan.height, right = 0, bottom = 0;
    for (const base::PagePoint corner :
         {base::PagePoint{area.x, area.y}, base::PagePoint{area.right(), area.y},
          base::PagePoint{area.x, area.bottom()}, base::PagePoint{area.right(), area.bottom()}}) {
        const base::ScanPoint p = page_to_scan.to_scan(corner);
        left = std::min(left, p.x), right = std::max(right, p.x);
        top = std::min(top, p.y), bottom = std::max(bottom, p.y);
    }
    const int x0 = static_cast<int>(std::floor(std::max(left, 0.0)));
    const int y0 = static_cast<int>(std::floor(std::max(top, 0.0)));
    const int x1 = static_cast<int>(std::ceil(std::min<double>(right, scan.width)));
    const int y1 = static_cast<int>(std::ceil(std::min<double>(bottom, scan.height)));
    if (x0 >= x1 || y0 >= y1) return {};
    return {scan.row(y0) + x0, x1 - x0, y1 - y0, scan.stride};
}

base::PageImage upright(const base::GrayView& scan, const Homography& page_to_scan, const base::PageRect& area,
                        double px_per_mm) {
    base::PageImage out =
        blank(static_cast<int>(std::lround(area.w * px_per_mm)), static_cast<int>(std::lround(area.h * px_per_mm)));
    // OpenCV counts from pixel centres, our frames from the first pixel's corner.
    const double k = 1 / px_per_mm;
    const cv::Matx33d to_page(k, 0, area.x + 0.5 * k, 0, k, area.y + 0.5 * k, 0, 0, 1);
    const cv::Matx33d to_scan(page_to_scan.matrix().data());
    const cv::Matx33d to_pixel(1, 0, -0.5, 0, 1, -0.5, 0, 0, 1);
    cv::Mat target = over(out);
    cv::warpPerspective(over(scan), target, to_pixel * to_scan * to_page, target.size(),
                        cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar(255));
    return out;
}

base::PageImage doubled(const base::GrayView& picture) {
    base::PageImage out = blank(2 * picture.width, 2 * picture.height);
    cv::Mat target = over(out);
    cv::resize(over(picture), target, target.size(), 0, 0, cv::INTER_LINEAR);
    return out;
}

base::PageImage halved(const base::GrayView& picture) {
    base::PageImage out = blank(std::max(1, picture.width / 2), std::max(1, picture.height / 2));
    cv::Mat target = over(out);
    cv::resize(over(picture), target, target.size(), 0, 0, cv::INTER_AREA);
    return out;
}

base::PageImage blurred(const base::GrayView& picture, double sigma_px) {
    base::PageImage out = blank(picture.width, picture.height);
    // Cloned: a crop of a page must not be blurred with what lies beside it in memory.
    cv::GaussianBlur(over(picture).clone(), over(out), {}, sigma_px);
    return out;
}

base::PageImage stretched(const base::GrayView& picture) {
    const Range range = range_of(picture);
    base::PageImage out = blank(picture.width, picture.height);
    const double gain = 255.0 / std::max(1, range.light - range.dark);
    over(picture).convertTo(over(out), CV_8U, gain, -range.dark * gain);
    return out;
}

base::PageImage two_toned(const base::GrayView& picture, double level) {
    const Range range = range_of(picture);
    base::PageImage out = blank(picture.width, picture.height);
    cv::threshold(over(picture), over(out), range.dark + level * (range.light - range.dark), 255, cv::THRESH_BINARY);
    return out;
}

}  // namespace kiemphieu::omr
