#include "tests/simulator/scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>

#include <opencv2/imgproc.hpp>
#include <turbojpeg.h>

namespace kiemphieu::simulator {

namespace {

using base::PagePoint;
constexpr double pi = std::numbers::pi;

/// From a pixel of the image back to the point of the page that it shows.
class BackMap {
  public:
    explicit BackMap(const Conditions& conditions) : scan_(conditions.scan), folds_(conditions.wear.folds) {
        const double turned = scan_.rotation_deg * pi / 180 + scan_.skew.value;
        cosine_ = std::cos(turned);
        sine_ = std::sin(turned);
        px_per_mm_ = base::px_per_mm(scan_.dpi);
    }

    PagePoint page_point(double u, double v) const {
        const bool upright = scan_.rotation_deg % 180 == 0;
        double x = u / px_per_mm_ - (upright ? 105 : 148.5) - scan_.offset_mm.x;
        double y = v / px_per_mm_ - (upright ? 148.5 : 105) - scan_.offset_mm.y;
        x = x / scan_.scale_x + scan_.shear * y;
        y = y / scan_.scale_y + scan_.stretch_mm * std::sin(2 * pi * y / scan_.stretch_period_mm + scan_.stretch_phase);
        PagePoint p{105 + x * cosine_ + y * sine_, 148.5 - x * sine_ + y * cosine_};
        for (const Fold& fold : folds_) {
            const bool across = fold.direction == Fold::Direction::across;
            double& moved = across ? p.y : p.x;
            const double along = across ? p.x - 105 : p.y - 148.5;
            const double beyond = moved - fold.at_mm - fold.slope * along;
            // The paper eases into the crease over a few millimetres.
            moved += fold.step_mm * std::clamp(beyond / 6 + 0.5, 0.0, 1.0);
        }
        return p;
    }

  private:
    const ScanSettings& scan_;
    const std::vector<Fold>& folds_;
    double cosine_{};
    double sine_{};
    double px_per_mm_{};
};

/// Samples the paper band by band, so that a 600-dpi page needs no map of its own size; the map is computed on every
/// sixteenth pixel and is straight between (the feed's stretch bends over centimetres).
cv::Mat sampled(const Paper& paper, const Conditions& conditions, cv::Size size) {
    constexpr int step = 16;
    constexpr int band = step * 16;
    const cv::Mat source(paper.picture.height, paper.picture.width, CV_8UC1,
                         const_cast<std::uint8_t*>(paper.picture.pixels.data()));
    const BackMap back(conditions);
    cv::Mat image(size, CV_8UC1);
    const int coarse_width = (size.width + step - 1) / step + 2;
    for (int top = 0; top < size.height; top += band) {
        const int rows = std::min(band, size.height - top);
        cv::Mat coarse((rows + step - 1) / step + 2, coarse_width, CV_32FC2);
        for (int j = 0; j < coarse.rows; ++j) {
            for (int i = 0; i < coarse.cols; ++i) {
                // Centre of a block of step pixels, one block of margin on every side.
                const PagePoint at = back.page_point((i - 0.5) * step, top + (j - 0.5) * step);
                const PagePoint p = (at - paper.origin) * paper.px_per_mm;
                coarse.at<cv::Vec2f>(j, i) = {static_cast<float>(p.x - 0.5), static_cast<float>(p.y - 0.5)};
            }
        }
        cv::Mat map;
        cv::resize(coarse, map, coarse.size() * step, 0, 0, cv::INTER_LINEAR);
        cv::Mat part = image.rowRange(top, top + rows);
        // Beyond the page the lamp meets the scanner's own background; marked 0 .. 255 of reflectance here.
        cv::remap(source, part, map(cv::Rect(step, step, size.width, rows)), cv::noArray(), cv::INTER_LINEAR,
                  cv::BORDER_CONSTANT, {static_cast<double>(conditions.scan.background)});
    }
    return image;
}

/// Gaussian noise drawn once, 4096 entries to a sigma of 1, read from random places.
const std::vector<float>& noise_table() {
    static const std::vector<float> table = [] {
        std::vector<float> values(1U << 16U);
        Random random(20230710);
        for (float& value : values) value = static_cast<float>(random.normal(0, 1));
        return values;
    }();
    return table;
}

std::vector<float> streak_factors(const ScanSettings& scan, int width) {
    std::vector<float> factors(static_cast<std::size_t>(width), 1.F);
    for (const Streak& streak : scan.streaks) {
        const double centre = streak.at * width;
        for (int x = std::max(0, static_cast<int>(centre - 6)); x < std::min(width, static_cast<int>(centre + 7));
             ++x) {
            const double off = std::abs(x + 0.5 - centre) - streak.width_px / 2;
            const double share = streak.darkness * std::clamp(0.5 - off, 0.0, 1.0);
            factors[static_cast<std::size_t>(x)] *= static_cast<float>(1 - share);
        }
    }
    return factors;
}

/// Gray of every amount of light, before lamp and glass.
std::array<float, 256> tone_curve(const ScanSettings& scan) {
    std::array<float, 256> grays{};
    for (std::size_t light = 0; light < grays.size(); ++light) {
        const double share = std::pow(static_cast<double>(light) / 255, scan.tone);
        grays[light] = static_cast<float>(scan.black + (scan.white - scan.black) * share);
    }
    return grays;
}

/// Lamp, sensor and glass: contrast, shading, streaks and noise in one pass.
void expose(cv::Mat& image, const ScanSettings& scan, Random& random) {
    std::vector<float> across = streak_factors(scan, image.cols);
    for (std::size_t x = 0; x < across.size(); ++x) {
        across[x] *= static_cast<float>(1 - std::abs(scan.shading) * (scan.shading > 0
                                                                          ? static_cast<double>(x) / image.cols
                                                                          : 1 - static_cast<double>(x) / image.cols));
    }
    const auto& noise = noise_table();
    const std::array<float, 256> grays = tone_curve(scan);
    const auto sigma = static_cast<float>(scan.noise);
    const double wave = random.uniform(0, 2 * pi);
    for (int y = 0; y < image.rows; ++y) {
        std::uint8_t* row = image.ptr<std::uint8_t>(y);
        const float lamp =
            static_cast<float>(1 - 0.25 * std::abs(scan.shading) * (1 + std::sin(wave + 3.0 * y / image.rows)));
        const std::size_t room = noise.size() - static_cast<std::size_t>(image.cols) % noise.size();
        const float* grains = noise.data() + random.bits() % room;
        for (int x = 0; x < image.cols; ++x) {
            const float light = grays[row[x]] * across[static_cast<std::size_t>(x)] * lamp;
            row[x] = static_cast<std::uint8_t>(std::clamp(light + sigma * grains[x] + 0.5F, 0.F, 255.F));
        }
    }
}

struct HandleCloser {
    void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, HandleCloser>;

/// TurboJPEG leaves the JFIF density at 1:1; scanners state theirs. Source: JFIF 1.02, bytes 13 to 17.
void state_density(std::vector<std::uint8_t>& jpeg, double dpi) {
    if (dpi <= 0 || jpeg.size() < 18 || jpeg[2] != 0xff || jpeg[3] != 0xe0) return;
    const auto rounded = static_cast<unsigned>(std::lround(dpi));
    jpeg[13] = 1;
    jpeg[14] = jpeg[16] = static_cast<std::uint8_t>(rounded >> 8U);
    jpeg[15] = jpeg[17] = static_cast<std::uint8_t>(rounded & 0xffU);
}

}  // namespace

base::PageImage scan(const Paper& paper, const Conditions& conditions, Random& random) {
    const ScanSettings& settings = conditions.scan;
    const double scale = base::px_per_mm(settings.dpi);
    cv::Size size(static_cast<int>(std::lround(210 * scale)), static_cast<int>(std::lround(297 * scale)));
    if (settings.rotation_deg % 180 != 0) std::swap(size.width, size.height);
    size.height += static_cast<int>(std::lround(settings.extra_length_mm * scale));
    cv::Mat image = sampled(paper, conditions, size);
    cv::GaussianBlur(image, image, {0, 0}, settings.blur_px);
    expose(image, settings, random);
    if (settings.bilevel_at) cv::threshold(image, image, *settings.bilevel_at, 255, cv::THRESH_BINARY);
    base::PageImage result;
    result.width = size.width;
    result.height = size.height;
    result.pixels.assign(image.datastart, image.dataend);
    result.dpi_x = result.dpi_y = settings.dpi;
    return result;
}

base::Expected<std::vector<std::uint8_t>, base::Failure> encode_jpeg(const base::PageImage& image, int quality) {
    const Handle handle(tjInitCompress());
    unsigned char* data = nullptr;
    unsigned long size = 0;
    const bool colour = image.format == base::PixelFormat::rgb8;
    const int failed =
        tjCompress2(handle.get(), image.pixels.data(), image.width, 0, image.height, colour ? TJPF_RGB : TJPF_GRAY,
                    &data, &size, colour ? TJSAMP_420 : TJSAMP_GRAY, quality, 0);
    const std::unique_ptr<unsigned char, decltype(&tjFree)> owner(data, &tjFree);
    if (failed != 0) {
        return base::fail(base::Failure{base::FailureClass::world, "", "", "JPEG encoding failed"});
    }
    std::vector<std::uint8_t> bytes(data, data + size);
    state_density(bytes, image.dpi_x.value);
    return bytes;
}

base::Expected<base::PageImage, base::Failure> decode_jpeg(const std::vector<std::uint8_t>& bytes) {
    const Handle handle(tjInitDecompress());
    base::PageImage image;
    int subsampling = 0, colours = 0;
    const auto size = static_cast<unsigned long>(bytes.size());
    const auto bad = [] {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", "", "expected a whole JPEG"});
    };
    if (tjDecompressHeader3(handle.get(), bytes.data(), size, &image.width, &image.height, &subsampling, &colours) != 0)
        return bad();
    image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    if (tjDecompress2(handle.get(), bytes.data(), size, image.pixels.data(), image.width, 0, image.height, TJPF_GRAY,
                      0) != 0) {
        return bad();
    }
    return image;
}

}  // namespace kiemphieu::simulator
