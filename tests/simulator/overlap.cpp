#include "tests/simulator/overlap.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace kiemphieu::simulator {

namespace {

cv::Mat mat_of(const Paper& paper) {
    return cv::Mat(paper.picture.height, paper.picture.width, CV_8U,
                   const_cast<std::uint8_t*>(paper.picture.pixels.data()));
}

}  // namespace

Paper overlapped(const Paper& top, const Paper& under, base::PagePoint offset_mm, int background) {
    const double scale = top.px_per_mm;
    const int dx = static_cast<int>(std::lround(offset_mm.x * scale));
    const int dy = static_cast<int>(std::lround(offset_mm.y * scale));
    const cv::Rect of_top(std::max(0, -dx), std::max(0, -dy), top.picture.width, top.picture.height);
    const cv::Rect of_under(std::max(0, dx), std::max(0, dy), under.picture.width, under.picture.height);
    const cv::Size size = (of_top | of_under).size();
    cv::Mat both(size, CV_8U, cv::Scalar(background));
    mat_of(under).copyTo(both(of_under));
    // The upper sheet stands off by its own thickness: a soft shadow of a third of a millimetre around it.
    const int shadow = std::max(1, static_cast<int>(std::lround(0.35 * scale)));
    const cv::Rect around = (of_top + cv::Size(2 * shadow, 2 * shadow)) - cv::Point(shadow, shadow);
    cv::Mat shaded = both(around & cv::Rect({0, 0}, size));
    shaded.convertTo(shaded, CV_8U, 0.75);
    mat_of(top).copyTo(both(of_top));
    Paper out;
    out.px_per_mm = scale;
    out.origin = {-of_top.x / scale, -of_top.y / scale};
    out.picture = top.picture;
    out.picture.width = size.width;
    out.picture.height = size.height;
    out.picture.pixels.assign(both.datastart, both.dataend);
    return out;
}

void tear_off(Paper& paper, const Tear& tear, int background) {
    const double wide = paper.picture.width / paper.px_per_mm;
    const double high = paper.picture.height / paper.px_per_mm;
    for (int y = 0; y < paper.picture.height; ++y) {
        std::uint8_t* row = paper.row(y);
        const double down = y / paper.px_per_mm;
        for (int x = 0; x < paper.picture.width; ++x) {
            const double across = x / paper.px_per_mm;
            const bool lying = tear.side % 2 == 0;
            const double along = lying ? across - wide / 2 : down - high / 2;
            const double from_edge =
                lying ? (tear.side == 0 ? down : high - down) : (tear.side == 3 ? across : wide - across);
            const double ragged = 0.4 * std::sin(along * 1.7) + 0.2 * std::sin(along * 6.1);
            if (from_edge < tear.depth_mm + tear.slope * along + ragged) row[x] = static_cast<std::uint8_t>(background);
        }
    }
}

}  // namespace kiemphieu::simulator
