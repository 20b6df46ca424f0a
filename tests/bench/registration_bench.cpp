// How exact and how quick registration is: an error table over known warps, and times against decoding the same page as
// JPEG.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <vector>

#include <turbojpeg.h>

#include "omr/registration.hpp"
#include "omr/testing/synthetic_page.hpp"

namespace {

using namespace kiemphieu;
using omr::testing::SyntheticScan;
using omr::testing::Warp;

/// The median time of one call, in milliseconds.
double median_ms(int calls, const std::function<void()>& call) {
    std::vector<double> times;
    for (int i = 0; i < calls; ++i) {
        const auto start = std::chrono::steady_clock::now();
        call();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(times.begin(), times.begin() + calls / 2, times.end());
    return times[static_cast<std::size_t>(calls / 2)];
}

double jpeg_decode_ms(const base::PageImage& image, int calls) {
    unsigned char* jpeg = nullptr;
    unsigned long size = 0;
    const tjhandle compressor = tjInitCompress();
    tjCompress2(compressor, image.pixels.data(), image.width, 0, image.height, TJPF_GRAY, &jpeg, &size, TJSAMP_GRAY, 85,
                0);
    tjDestroy(compressor);
    std::vector<unsigned char> out(image.pixels.size());
    const tjhandle decompressor = tjInitDecompress();
    const double ms = median_ms(calls, [&] {
        tjDecompress2(decompressor, jpeg, size, out.data(), image.width, 0, image.height, TJPF_GRAY, 0);
    });
    tjDestroy(decompressor);
    tjFree(jpeg);
    return ms;
}

Warp random_warp(std::mt19937& random, double dpi, double stretch_mm) {
    std::uniform_real_distribution<double> unit(-1, 1);
    Warp warp;
    warp.dpi = dpi;
    warp.rotation_deg = 90 * std::uniform_int_distribution<int>(0, 3)(random);
    warp.skew_deg = 3 * unit(random);
    warp.scale_x = 1 + 0.015 * unit(random);
    warp.scale_y = 1 + 0.015 * unit(random);
    warp.shear = 0.005 * unit(random);
    warp.stretch_mm = stretch_mm;
    warp.stretch_phase = 3.14 * unit(random);
    warp.margin_left_mm = 4 * unit(random);
    warp.margin_top_mm = 4 * unit(random);
    warp.margin_right_mm = 4 * unit(random);
    warp.margin_bottom_mm = 4 * unit(random);
    warp.background = unit(random) < 0 ? 30 : 250;
    warp.blur_px = 0.6 + 0.4 * unit(random);
    warp.noise = 6;
    warp.seed = static_cast<unsigned>(random());
    return warp;
}

struct Row {
    const char* name;
    double dpi;
    double stretch_mm;
    Warp::Depth depth;
};

void print_errors(const forms::BallotLayout& layout, const base::PageImage& raster, int pages) {
    const Row rows[]{{"150 dpi, no stretch", 150, 0, Warp::Depth::gray},
                     {"200 dpi, no stretch", 200, 0, Warp::Depth::gray},
                     {"200 dpi, stretch 0.25 mm", 200, 0.25, Warp::Depth::gray},
                     {"200 dpi, stretch 0.5 mm", 200, 0.5, Warp::Depth::gray},
                     {"200 dpi bilevel, stretch 0.5 mm", 200, 0.5, Warp::Depth::bilevel},
                     {"300 dpi, stretch 0.5 mm", 300, 0.5, Warp::Depth::gray}};
    std::printf("%-34s %6s %8s %10s %10s %12s\n", "warps", "pages", "placed", "rms mm", "worst mm", "residual px");
    for (const Row& row : rows) {
        std::mt19937 random(3);
        int placed = 0;
        double worst = 0;
        double squares = 0;
        double residual = 0;
        omr::DebugPictures off;
        for (int i = 0; i < pages; ++i) {
            Warp warp = random_warp(random, row.dpi, row.stretch_mm);
            warp.depth = row.depth;
            const SyntheticScan scan(raster, layout, warp);
            const auto poses = omr::locate_page(scan.view(), layout, off);
            if (poses.empty()) continue;
            const auto outcome = omr::refine_pose(scan.view(), poses.front(), layout.pages.front(), off);
            const auto* page = std::get_if<omr::RegisteredPage>(&outcome);
            if (page == nullptr || page->rotation_deg != warp.rotation_deg) continue;
            const auto error = omr::testing::error_in_table(page->transform, scan, layout.pages.front());
            ++placed;
            worst = std::max(worst, error.max_mm);
            squares += error.rms_mm * error.rms_mm;
            residual += page->residual_px;
        }
        std::printf("%-34s %6d %8d %10.4f %10.4f %12.3f\n", row.name, pages, placed, std::sqrt(squares / placed), worst,
                    residual / placed);
    }
}

void print_times(const forms::BallotLayout& layout, const base::PageImage& raster) {
    std::printf("\n%-10s %10s %10s %10s %8s\n", "one page", "decode ms", "locate ms", "refine ms", "ratio");
    for (const double dpi : {200.0, 300.0}) {
        Warp warp;
        warp.dpi = dpi;
        warp.skew_deg = 1;
        const SyntheticScan scan(raster, layout, warp);
        omr::DebugPictures off;
        const auto poses = omr::locate_page(scan.view(), layout, off);
        if (poses.empty()) continue;
        constexpr int calls = 101;
        const double decode = jpeg_decode_ms(scan.image(), 15);
        const double locate = median_ms(calls, [&] { static_cast<void>(omr::locate_page(scan.view(), layout, off)); });
        const double refine = median_ms(
            calls, [&] { static_cast<void>(omr::refine_pose(scan.view(), poses.front(), layout.pages.front(), off)); });
        std::printf("%-4.0f dpi   %10.2f %10.3f %10.3f %8.3f\n", dpi, decode, locate, refine,
                    (locate + refine) / decode);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int pages = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20;
    const forms::BallotLayout layout = omr::testing::synthetic_layout(11);
    const base::PageImage raster = omr::testing::draw_page(layout, layout.pages.front());
    print_errors(layout, raster, pages);
    print_times(layout, raster);
    return 0;
}
