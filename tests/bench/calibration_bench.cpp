// calibration_bench: what calibration finds of simulated scanners against what was put into them.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

#include "calibration/measure.hpp"
#include "scanner/document.hpp"
#include "tests/simulator/calibration_paper.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"

namespace {

using namespace kiemphieu;

template <class T>
T whole(base::Expected<T, base::Failure> value) {
    if (value) return std::move(*value);
    std::fprintf(stderr, "%s\n", base::to_string(value.error()).c_str());
    std::exit(2);
}

struct Worst {
    double dpi_percent{};
    double stretch_mm{};
    double streak_px{};
    double skew_deg{};
    double white{};
    double blur_px{};
    double noise{};
    int streaks_put{};
    int streaks_found{};
    int streaks_imagined{};
};

/// A scanner of its own a number: every fault at some strength.
simulator::Conditions scanner_of(int number, simulator::Random& random) {
    simulator::Conditions c;
    simulator::ScanSettings& s = c.scan;
    s.dpi = base::Dpi{number % 4 == 3 ? 300.0 : 200.0};
    s.scale_x = 1 + random.uniform(-0.015, 0.015);
    s.scale_y = s.scale_x + random.uniform(-0.006, 0.006);
    s.shear = random.uniform(-0.002, 0.002);
    s.stretch_mm = number % 5 == 0 ? 0 : random.uniform(0.05, 0.6);
    s.stretch_period_mm = random.uniform(80, 280);
    s.stretch_phase = random.uniform(0, 6.28);
    s.blur_px = random.uniform(0.5, 1.8);
    s.noise = random.uniform(1, 8);
    s.white = random.uniform(190, 250);
    s.black = random.uniform(15, 70);
    s.tone = random.uniform(0.7, 1.3);
    s.shading = number % 2 == 0 ? 0 : random.uniform(-0.1, 0.1);
    s.jpeg_quality = random.integer(80, 92);
    for (int i = random.integer(0, 3); i > 0; --i) {
        const double depth = random.uniform(0.1, 0.6);
        s.streaks.push_back(
            {random.uniform(0.06, 0.94), random.uniform(1, 3), random.chance(0.8) ? depth : -0.5 * depth});
    }
    return c;
}

/// Ways a feed goes wrong that are no wave. Units: millimetres along the feed, and the shift there.
struct FeedFault {
    const char* name;
    double (*shift)(double at_mm, double size);
};
constexpr FeedFault feed_faults[]{
    {"two waves",
     [](double at, double size) {
         return size *
                (0.6 * std::sin(2 * std::numbers::pi * at / 230) + 0.4 * std::sin(2 * std::numbers::pi * at / 85 + 1));
     }},
    {"speed steps up", [](double at, double size) { return size * std::max(0.0, at - 120) / 177; }},
    {"speed steps twice",
     [](double at, double size) { return size * (std::max(0.0, at - 80) - std::max(0.0, at - 200)) / 120; }},
    {"slow ramp", [](double at, double size) { return size * at * at / (297.0 * 297.0); }},
    {"a slip", [](double at, double size) { return at < 150 ? 0 : size; }},
};

/// The scan as a feed with this fault would have drawn it in.
base::PageImage fed(const base::PageImage& scan, const FeedFault& fault, double size, double px_per_mm) {
    base::PageImage out = scan;
    for (int y = 0; y < scan.height; ++y) {
        const double from =
            std::clamp(y - fault.shift((y + 0.5) / px_per_mm, size) * px_per_mm, 0.0, scan.height - 1.001);
        const int above = static_cast<int>(from);
        const double share = from - above;
        const auto row = static_cast<std::size_t>(scan.width);
        for (std::size_t x = 0; x < row; ++x) {
            const double a = scan.pixels[static_cast<std::size_t>(above) * row + x];
            const double b = scan.pixels[static_cast<std::size_t>(above + 1) * row + x];
            out.pixels[static_cast<std::size_t>(y) * row + x] =
                static_cast<std::uint8_t>(std::lround(a + share * (b - a)));
        }
    }
    return out;
}

/// How far the feed's curve and scale as found lie from where print truly is, at most, and how far print truly lies off
/// one scale: the truth for stretch_mm.
struct FeedError {
    double curve_mm{};
    double stretch_mm{};
};
FeedError error_of(const calibration::Geometry& found, const FeedFault& fault, double size, double true_dpi) {
    std::vector<double> off_curve;
    std::vector<double> off_line;
    for (const calibration::StretchPoint& point : found.stretch) {
        // Where print stands without the fault, on the true scale; then what the found line says of the same print.
        const double px_per_mm = true_dpi / base::mm_per_inch;
        const double placed = point.feed_mm * found.dpi_y / base::mm_per_inch;
        const double free = placed - fault.shift(placed / px_per_mm, size) * px_per_mm;
        const double line = free / true_dpi * found.dpi_y;
        const double truly = (placed - line) / found.dpi_y * base::mm_per_inch;
        off_line.push_back(truly);
        off_curve.push_back(truly - point.shift_mm);
    }
    const auto around_mean = [](const std::vector<double>& values) {
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
        double most = 0;
        for (const double value : values) most = std::max(most, std::abs(value - mean));
        return most;
    };
    return {around_mean(off_curve), std::abs(around_mean(off_line) - found.stretch_mm)};
}

void try_feeds(const calibration::SheetMeasurer& measurer, const simulator::Paper& paper) {
    std::printf("%-18s %6s %10s %8s %12s %13s\n", "feed", "size", "dpi found", "stretch", "curve off mm",
                "stretch off mm");
    for (const FeedFault& fault : feed_faults) {
        for (const double size : {0.2, 0.5}) {
            simulator::Random random(77);
            simulator::Conditions c;
            c.scan.dpi = base::Dpi{200};
            c.scan.skew = base::from_degrees(0.4);
            // A feed pulls what it draws in: the fault is the paper's own, not the picture's.
            const base::PageImage image = fed(simulator::scan(paper, c, random), fault, size, 200 / base::mm_per_inch);
            const auto bytes = whole(simulator::encode_jpeg(image, 85));
            const auto page = whole(whole(scanner::open_document(bytes, "scan"))->page(0, scanner::WantedPixels::gray));
            const calibration::Measured measured = measurer.measure(page, "scan");
            if (!measured.findings) {
                std::printf("%-18s %6.2f told nothing (%d)\n", fault.name, size, static_cast<int>(measured.why));
                continue;
            }
            const calibration::Geometry& g = measured.findings->geometry;
            const FeedError error = error_of(g, fault, size, 200);
            std::printf("%-18s %6.2f %10.3f %8.3f %12.3f %13.3f\n", fault.name, size, g.dpi_y, g.stretch_mm,
                        error.curve_mm, error.stretch_mm);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int scanners = argc > 1 ? std::atoi(argv[1]) : 20;
    const int scans = 3;
    const base::SecretKey key = base::sha256(base::as_bytes("calibrated case"));
    const base::ConferenceId conference{0x5a0d51};
    const calibration::SheetMeasurer measurer(whole(forms::make_calibration_sheet()), conference, key);
    const auto print = [&](double dpi) {
        return whole(simulator::print_calibration(measurer.sheet(), conference, key,
                                                  simulator::paper_px_per_mm(base::Dpi{dpi})));
    };
    const simulator::Paper coarse = print(200);
    const simulator::Paper fine = print(300);
    try_feeds(measurer, coarse);
    std::printf("%-3s %4s | %8s %8s | %8s %8s | %6s %6s | %6s %6s | %6s %6s %6s | %6s %6s | %6s %6s | %s\n", "no",
                "dpi", "x in", "x found", "y in", "y found", "str in", "found", "skew", "found", "white", "found",
                "black", "blur", "found", "noise", "found", "streaks in px: found (depth in: found)");
    Worst worst;
    int unread = 0;
    for (int n = 0; n < scanners; ++n) {
        simulator::Random random = simulator::Random(4711).fork("scanner", static_cast<std::uint64_t>(n));
        simulator::Conditions c = scanner_of(n, random);
        std::vector<calibration::SheetFindings> all;
        std::vector<double> skews;
        for (int i = 0; i < scans; ++i) {
            c.scan.skew = base::from_degrees(random.uniform(-1.5, 1.5));
            c.scan.rotation_deg = i == 1 ? 180 : 0;
            c.scan.offset_mm = {random.normal(0, 0.5), random.normal(0, 0.5)};
            c.scan.stretch_phase = random.uniform(0, 6.28);
            const base::PageImage image = simulator::scan(c.scan.dpi.value > 250 ? fine : coarse, c, random);
            const auto bytes = whole(simulator::encode_jpeg(image, c.scan.jpeg_quality));
            const auto page = whole(whole(scanner::open_document(bytes, "scan"))->page(0, scanner::WantedPixels::gray));
            const calibration::Measured measured = measurer.measure(page, "scan");
            if (!measured.findings) {
                ++unread;
                std::printf("%3d scan %d told nothing (%d)\n", n, i, static_cast<int>(measured.why));
                continue;
            }
            all.push_back(*measured.findings);
            worst.skew_deg = std::max(worst.skew_deg,
                                      std::abs(measured.findings->geometry.skew_deg - base::to_degrees(c.scan.skew)));
            worst.stretch_mm =
                std::max(worst.stretch_mm, std::abs(measured.findings->geometry.stretch_mm - c.scan.stretch_mm));
            skews.push_back(base::to_degrees(c.scan.skew));
        }
        if (all.empty()) continue;
        const calibration::Findings f = calibration::combine(all);
        const double dpi_x = c.scan.dpi.value * c.scan.scale_x;
        const double dpi_y = c.scan.dpi.value * c.scan.scale_y;
        std::printf(
            "%-3d %4.0f | %8.3f %8.3f | %8.3f %8.3f | %6.3f %6.3f | %6.2f %6.2f | %6.1f %6.1f %6.1f | %6.2f %6.2f | "
            "%6.2f %6.2f |",
            n, c.scan.dpi.value, dpi_x, f.dpi_x.middle, dpi_y, f.dpi_y.middle, c.scan.stretch_mm, f.stretch_mm.middle,
            skews.front(), f.scans.front().geometry.skew_deg, c.scan.white, f.tone.white, f.tone.black, c.scan.blur_px,
            f.sharpness.blur_across_px, c.scan.noise, f.tone.noise);
        for (const auto* pair : {&f.dpi_x, &f.dpi_y}) {
            const double truth = pair == &f.dpi_x ? dpi_x : dpi_y;
            worst.dpi_percent = std::max(worst.dpi_percent, 100 * std::abs(pair->middle / truth - 1));
        }
        worst.blur_px = std::max(worst.blur_px, std::abs(f.sharpness.blur_across_px - c.scan.blur_px));
        worst.noise = std::max(worst.noise, std::abs(f.tone.noise - c.scan.noise));
        std::vector<calibration::DustColumn> left = f.dust;
        for (const simulator::Streak& streak : c.scan.streaks) {
            const double at = streak.at * f.width_px;
            ++worst.streaks_put;
            const auto found =
                std::ranges::min_element(left, {}, [&](const auto& d) { return std::abs(d.at_px - at); });
            if (found == left.end() || std::abs(found->at_px - at) > 3) {
                std::printf(" %.1f: none (%.2f)", at, streak.darkness);
                continue;
            }
            std::printf(" %.1f: %.1f (%.2f: %.2f)", at, found->at_px, streak.darkness, found->depth);
            worst.streak_px = std::max(worst.streak_px, std::abs(found->at_px - at));
            ++worst.streaks_found;
            left.erase(found);
        }
        worst.streaks_imagined += static_cast<int>(left.size());
        for (const auto& d : left) std::printf(" imagined %.1f (%.3f)", d.at_px, d.depth);
        std::printf("\n");
    }
    std::printf(
        "worst: dpi %.4f %%, stretch %.3f mm, skew %.3f deg, streak %.2f px (%d of %d found, %d imagined), blur %.2f "
        "px, noise %.2f; %d scans told nothing\n",
        worst.dpi_percent, worst.stretch_mm, worst.skew_deg, worst.streak_px, worst.streaks_found, worst.streaks_put,
        worst.streaks_imagined, worst.blur_px, worst.noise, unread);
    return 0;
}
