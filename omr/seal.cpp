#include "omr/seal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "forms/expected_print.hpp"

namespace kiemphieu::omr {
namespace {

using base::PagePoint;
using base::ScanPoint;

// A ring is 0.5 to 1 mm wide: three looks a millimetre find it.
constexpr double looks_per_mm = 3.0;
// Seals are pressed by hand: up to 8 mm beside their place.
constexpr double aside_mm = 8.0;
// Seals measure 30 to 42 mm across, by the rank of who holds them; smaller rings stand within.
constexpr double least_radius_mm = 11.0;
constexpr double most_radius_mm = 21.5;
// Toner, registration and dot gain around the printed letters.
constexpr double print_growth_mm = 0.4;
// A light seal takes a quarter of the light in gray; folds and show-through take less than an eighth.
constexpr double least_ink = 0.14;
// Red ink gives back most red light and takes half of the green; pencil, pens and toner take all alike, blue pens more
// of the red.
constexpr double least_redness = 0.12;
// A ring of uneven pressure, print laid over it, and a side beyond the page's own print: two thirds of the way round
// are enough, and no signature goes that far round one middle.
constexpr int sectors = 48;
constexpr double least_round = 0.66;

/// Ink found around the seal's place, on a lattice.
struct InkMap {
    int width{};
    int height{};
    std::vector<std::uint8_t> ink;

    bool at(double x, double y) const {
        const int i = static_cast<int>(std::floor(x));
        const int j = static_cast<int>(std::floor(y));
        return i >= 0 && j >= 0 && i < width && j < height &&
               ink[static_cast<std::size_t>(j) * static_cast<std::size_t>(width) + static_cast<std::size_t>(i)] != 0;
    }
};

/// Share of the way round at which there is ink within half a millimetre of the circle.
double round_share(const InkMap& map, double x, double y, double radius) {
    int found = 0;
    for (int s = 0; s < sectors; ++s) {
        const double angle = 2 * std::numbers::pi * (s + 0.5) / sectors;
        const double c = std::cos(angle);
        const double w = std::sin(angle);
        bool here = false;
        for (double r = radius - 1; r <= radius + 1 && !here; r += 1) here = map.at(x + r * c, y + r * w);
        found += here ? 1 : 0;
    }
    return static_cast<double>(found) / sectors;
}

bool has_ring(const InkMap& map) {
    const double middle_x = map.width / 2.0;
    const double middle_y = map.height / 2.0;
    const double reach = aside_mm * looks_per_mm;
    for (double y = middle_y - reach; y <= middle_y + reach; y += 1.5) {
        for (double x = middle_x - reach; x <= middle_x + reach; x += 1.5) {
            for (double r = least_radius_mm * looks_per_mm; r <= most_radius_mm * looks_per_mm; r += 1) {
                // A filled disc or a scribble has ink all the way; beside a ring's line the paper is bare.
                if (round_share(map, x, y, r) >= least_round &&
                    (round_share(map, x, y, r + 5) < least_round / 2 || round_share(map, x, y, r - 5) < least_round)) {
                    return true;
                }
            }
        }
    }
    return false;
}

bool is_red(const std::uint8_t* rgb) {
    const double paper = 255.0;
    const double red = rgb[0] / paper;
    const double others = (rgb[1] + rgb[2]) / 2.0 / paper;
    return red - others > least_redness;
}

}  // namespace

base::Expected<SealPlace, base::Failure> SealPlace::create(const forms::LayoutPage& page) {
    SealPlace out;
    out.area_ = page.stamp_area.grown(aside_mm);
    auto print = forms::draw_expected_print(page, out.area_, looks_per_mm);
    if (!print) return tl::unexpected(print.error());
    out.print_ = std::move(*print);
    cv::Mat mat(out.print_.height, out.print_.width, CV_8U, out.print_.pixels.data());
    const int radius = static_cast<int>(std::lround(print_growth_mm * looks_per_mm));
    cv::erode(mat.clone(), mat, cv::Mat::ones(2 * radius + 1, 2 * radius + 1, CV_8U));
    cv::threshold(mat, mat, 200, 255, cv::THRESH_BINARY);
    return out;
}

bool SealPlace::is_sealed(const base::GrayView& scan, const PageTransform& transform,
                          const ColourSource& colour) const {
    std::optional<base::PageImage> picture = colour ? colour() : std::nullopt;
    const bool coloured = picture && picture->format == base::PixelFormat::rgb8 && picture->width == scan.width &&
                          picture->height == scan.height;
    InkMap map{print_.width, print_.height, std::vector<std::uint8_t>(print_.pixels.size(), 0)};
    std::vector<std::uint8_t> grays(print_.pixels.size(), 255);
    for (int j = 0; j < map.height; ++j) {
        for (int i = 0; i < map.width; ++i) {
            const auto index =
                static_cast<std::size_t>(j) * static_cast<std::size_t>(map.width) + static_cast<std::size_t>(i);
            const ScanPoint s =
                transform.to_scan({area_.x + (i + 0.5) / looks_per_mm, area_.y + (j + 0.5) / looks_per_mm});
            const int x = static_cast<int>(std::floor(s.x));
            const int y = static_cast<int>(std::floor(s.y));
            if (!scan.contains(x, y)) continue;
            grays[index] = scan.at(x, y);
            if (coloured) {
                map.ink[index] = is_red(picture->pixels.data() +
                                        3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.width) +
                                             static_cast<std::size_t>(x)))
                                     ? 1
                                     : 0;
            }
        }
    }
    if (!coloured) {
        std::vector<std::uint8_t> sorted = grays;
        const auto paper = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() * 7 / 10);
        std::nth_element(sorted.begin(), paper, sorted.end());
        for (std::size_t i = 0; i < grays.size(); ++i) {
            map.ink[i] = print_.pixels[i] != 0 && grays[i] < (1 - least_ink) * *paper ? 1 : 0;
        }
    }
    return has_ring(map);
}

}  // namespace kiemphieu::omr
