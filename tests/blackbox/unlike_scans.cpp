#include "tests/blackbox/unlike_scans.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace kiemphieu::blackbox {

namespace {

using base::PageImage;
using simulator::Pen;
using simulator::PenKind;
using simulator::Random;
using simulator::SheetOrder;

using Order = std::function<void(SheetOrder&)>;
using Picture = std::function<void(PageImage&, Random&)>;

cv::Mat mat_of(PageImage& image) {
    return {image.height, image.width, CV_8UC1, image.pixels.data()};
}

void through(PageImage& image, const std::function<double(double)>& tone) {
    std::array<std::uint8_t, 256> map{};
    for (std::size_t g = 0; g < map.size(); ++g) {
        map.at(g) = static_cast<std::uint8_t>(std::clamp(std::lround(tone(static_cast<double>(g))), 0L, 255L));
    }
    for (std::uint8_t& pixel : image.pixels) pixel = map.at(pixel);
}

Picture gamma(double exponent) {
    return [exponent](PageImage& image, Random&) {
        through(image, [&](double g) { return 255 * std::pow(g / 255, exponent); });
    };
}

/// Paper and print brought to other grays.
Picture between(double black, double white) {
    return [black, white](PageImage& image, Random&) {
        through(image, [&](double g) { return black + (white - black) * g / 250; });
    };
}

/// Contrast drawn out until both ends clip.
Picture clipped(double low, double high) {
    return [low, high](PageImage& image, Random&) {
        through(image, [&](double g) { return 255 * (g - low) / (high - low); });
    };
}

/// So many grays only, as a palette holds.
Picture palette(int grays) {
    return [grays](PageImage& image, Random&) {
        const double step = 255.0 / (grays - 1);
        through(image, [&](double g) { return std::round(g / step) * step; });
    };
}

Picture noise(double deviation) {
    return [deviation](PageImage& image, Random& random) {
        for (std::uint8_t& pixel : image.pixels) {
            pixel = static_cast<std::uint8_t>(std::clamp(std::lround(random.normal(pixel, deviation)), 0L, 255L));
        }
    };
}

Picture salt_and_pepper(double share) {
    return [share](PageImage& image, Random& random) {
        const auto count = static_cast<int>(share * static_cast<double>(image.pixels.size()));
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(random.integer(0, static_cast<int>(image.pixels.size()) - 1));
            image.pixels[at] = random.chance(0.5) ? 0 : 255;
        }
    };
}

/// The paper moves while a line is read.
Picture blurred_along_feed(int px) {
    return [px](PageImage& image, Random&) {
        cv::Mat mat = mat_of(image);
        cv::blur(mat.clone(), mat, {1, px});
    };
}

/// What scanners call sharpening: dark lines get a bright halo.
Picture sharpened(double sigma, double amount) {
    return [sigma, amount](PageImage& image, Random&) {
        cv::Mat mat = mat_of(image);
        cv::Mat soft;
        cv::GaussianBlur(mat, soft, {0, 0}, sigma);
        cv::addWeighted(mat.clone(), 1 + amount, soft, -amount, 0, mat);
    };
}

Picture darkened_by(const std::function<double(int x, int y)>& by) {
    return [by](PageImage& image, Random&) {
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                std::uint8_t& pixel = image.pixels[static_cast<std::size_t>(y * image.width + x)];
                pixel = static_cast<std::uint8_t>(std::clamp(std::lround(pixel - by(x, y)), 0L, 255L));
            }
        }
    };
}

void otsu(PageImage& image, Random&) {
    cv::Mat mat = mat_of(image);
    cv::threshold(mat.clone(), mat, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
}

/// Source: Floyd and Steinberg 1976.
void dithered(PageImage& image, Random&) {
    std::vector<float> row(static_cast<std::size_t>(image.width) + 2, 0.F);
    std::vector<float> next(row.size(), 0.F);
    for (int y = 0; y < image.height; ++y) {
        std::fill(next.begin(), next.end(), 0.F);
        for (int x = 0; x < image.width; ++x) {
            const auto at = static_cast<std::size_t>(x) + 1;
            std::uint8_t& pixel = image.pixels[static_cast<std::size_t>(y * image.width + x)];
            const float wanted = static_cast<float>(pixel) + row[at];
            pixel = wanted < 128 ? 0 : 255;
            const float left = (wanted - static_cast<float>(pixel)) / 16;
            row[at + 1] += left * 7;
            next[at - 1] += left * 3;
            next[at] += left * 5;
            next[at + 1] += left;
        }
        std::swap(row, next);
    }
}

/// A screen of 4 by 4 thresholds, as cheap devices make gray. Source: Bayer 1973.
void screened(PageImage& image, Random&) {
    constexpr std::array<int, 16> order{0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            std::uint8_t& pixel = image.pixels[static_cast<std::size_t>(y * image.width + x)];
            pixel = pixel > order.at(static_cast<std::size_t>(y % 4 * 4 + x % 4)) * 16 + 7 ? 255 : 0;
        }
    }
}

void mirrored(PageImage& image, Random&) {
    cv::Mat mat = mat_of(image);
    cv::flip(mat.clone(), mat, 1);
}

/// Black beyond the page on all sides, as a lid that was left open shows.
void bordered(PageImage& image, Random&) {
    cv::Mat mat = mat_of(image);
    cv::Mat out;
    cv::copyMakeBorder(mat, out, 90, 140, 120, 60, cv::BORDER_CONSTANT, cv::Scalar(8));
    image.width = out.cols;
    image.height = out.rows;
    image.pixels.assign(out.datastart, out.dataend);
}

Order pen(PenKind kind, double width_mm, double darkness, double grain = 0.1) {
    return [=](SheetOrder& order) { order.hand.pen = Pen{kind, width_mm, darkness, grain, 0.2}; };
}

Order dpi(double value) {
    return [value](SheetOrder& order) { order.conditions.scan.dpi = base::Dpi{value}; };
}

Order skew(double degrees) {
    return [degrees](SheetOrder& order) { order.conditions.scan.skew = base::Radians{degrees * CV_PI / 180}; };
}

}  // namespace

std::vector<Unlike> unlike_scans() {
    const Order as_is{};
    const Picture untouched{};
    // Measured when the limits were last tightened: one row of 34 plain X left to people or none, and no sheet turned
    // away, but where the limits are wider: 3 rows at noise of 20 grays, 19 on the screen, 2 dithered, 6 screened, 16
    // of the broad felt pen, all of the pens that hardly show. The limits leave room for a row or two.
    return {
        {"as it comes", as_is, untouched},
        {"JPEG of quality 40", as_is, untouched, 40},
        {"JPEG of quality 60", as_is, untouched, 60},
        {"JPEG of quality 95", as_is, untouched, 95},
        {"gamma 0.6: too bright", as_is, gamma(0.6)},
        {"gamma 1.8: too dark", as_is, gamma(1.8)},
        {"paper as dark as 170", as_is, between(20, 170)},
        {"print as pale as 110", as_is, between(110, 250)},
        {"contrast drawn out and clipped", as_is, clipped(60, 190)},
        {"a palette of 16 grays", as_is, palette(16), 0},
        {"noise of 12 grays", as_is, noise(12)},
        {"noise of 20 grays", as_is, noise(20), 85, 0.12},
        {"salt and pepper", as_is, salt_and_pepper(0.004), 0},
        {"blurred along the feed by 3 pixels", as_is, blurred_along_feed(3)},
        {"blurred along the feed by 5 pixels", as_is, blurred_along_feed(5)},
        {"sharpened with a halo", as_is, sharpened(1.5, 1.2)},
        {"sharpened twice as much", as_is, sharpened(2, 2.5)},
        {"a screen printed under everything", as_is,
         darkened_by([](int x, int y) { return x % 5 < 2 && y % 5 < 2 ? 35.0 : 0.0; }), 85, 0.65},
        {"moire", as_is, darkened_by([](int x, int y) { return 10 + 10 * std::sin(x * 1.9) * std::sin(y * 1.7); })},
        {"ruled paper", as_is, darkened_by([](int, int y) { return y % 63 < 2 ? 30.0 : 0.0; })},
        {"black and white at Otsu's threshold", as_is, otsu, 0},
        {"black and white, dithered", as_is, dithered, 0, 0.12},
        {"black and white, screened", as_is, screened, 0, 0.24},
        {"mirrored", as_is, mirrored, 85, 0, unlike_sheets},
        {"a black border", as_is, bordered},
        {"upside down", [](SheetOrder& o) { o.conditions.scan.rotation_deg = 180; }, untouched},
        {"on its side", [](SheetOrder& o) { o.conditions.scan.rotation_deg = 270; }, untouched},
        {"skew of 4 degrees", skew(4), untouched},
        {"skew of -4 degrees", skew(-4), untouched},
        {"150 dpi", dpi(150), untouched},
        {"240 dpi", dpi(240), untouched},
        {"300 dpi", dpi(300), untouched},
        {"400 dpi", dpi(400), untouched},
        {"600 dpi", dpi(600), untouched},
        {"a felt pen of 2 mm", pen(PenKind::felt, 2, 0.9), untouched, 85, 0.53},
        {"a pen of 0.25 mm", pen(PenKind::gel, 0.25, 0.9), untouched},
        {"a blue pen", pen(PenKind::ballpoint, 0.4, 0.6), untouched},
        {"a green pen", pen(PenKind::ballpoint, 0.45, 0.5), untouched},
        {"a red pen", pen(PenKind::ballpoint, 0.45, 0.4), untouched},
        {"a red pen in red light", pen(PenKind::ballpoint, 0.45, 0.15), untouched, 85, 1},
        {"a hard pencil", pen(PenKind::pencil, 0.4, 0.4, 0.5), untouched},
        {"a yellow marker of 4 mm", pen(PenKind::felt, 4, 0.12), untouched, 85, 1},
    };
}

}  // namespace kiemphieu::blackbox
