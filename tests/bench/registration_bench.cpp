// How exact and how quick registration is: an error table over known warps, and times against decoding the same page as
// JPEG.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <turbojpeg.h>

#include "omr/code.hpp"
#include "omr/registration.hpp"
#include "omr/testing/synthetic_page.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/sheet.hpp"

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

struct Stages {
    int sheets{}, located{}, by_qr{}, by_ocr{}, no_code{}, wrong_code{}, placed{}, wrong_turn{}, refused{}, cut_off{};
    std::vector<double> locate_ms, identify_ms, refine_ms;
};

double timed(const std::function<void()>& call) {
    const auto start = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// One simulated sheet through all three stages.
void run_sheet(const simulator::SimulatedSheet& sheet, const std::vector<forms::BallotLayout>& layouts,
               const base::SecretKey& key, Stages& stages) {
    omr::DebugPictures off;
    const base::GrayView scan = sheet.image.gray();
    ++stages.sheets;
    std::vector<omr::CoarsePose> poses;
    std::variant<omr::IdentifiedPage, omr::NoCode> code;
    stages.locate_ms.push_back(timed([&] { poses = omr::locate_page(scan, layouts.front(), off); }));
    stages.identify_ms.push_back(timed([&] { code = omr::identify_page(scan, poses, layouts, key, off); }));
    stages.located += poses.empty() ? 0 : 1;
    const auto* page = std::get_if<omr::IdentifiedPage>(&code);
    if (page == nullptr) {
        ++stages.no_code;
        return;
    }
    ++(page->by_ocr ? stages.by_ocr : stages.by_qr);
    stages.wrong_code += page->code == sheet.truth.code ? 0 : 1;
    std::variant<omr::RegisteredPage, omr::UnreadableReason> placed;
    stages.refine_ms.push_back(
        timed([&] { placed = omr::refine_pose(scan, page->pose, *layouts.front().find_page(page->code.page), off); }));
    if (const auto* registered = std::get_if<omr::RegisteredPage>(&placed)) {
        ++stages.placed;
        stages.wrong_turn += registered->rotation_deg == sheet.truth.rotation_deg ? 0 : 1;
    } else {
        ++(std::get<omr::UnreadableReason>(placed) == omr::UnreadableReason::cut_off ? stages.cut_off : stages.refused);
    }
}

double share_of(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void print_simulated(int sheets) {
    const forms::Conference conference = simulator::sample_conference(13);
    const auto layout = forms::make_layout(conference, conference.styles.front(), base::ConferenceId{5});
    if (!layout) throw std::runtime_error(base::to_string(layout.error()));
    std::printf("\n%-20s %6s %7s %6s %4s %7s %6s %7s %6s %7s %7s %24s\n", "simulated", "sheets", "located", "by QR",
                "OCR", "no code", "wrong", "placed", "turned", "refused", "cut off", "ms: locate code refine");
    for (const auto grade : {simulator::Grade::clean, simulator::Grade::office, simulator::Grade::hard}) {
        for (const double dpi : {150.0, 200.0, 300.0}) {
            simulator::SheetSource::Options options;
            options.grade = grade;
            options.habits = grade == simulator::Grade::hard ? simulator::difficult() : simulator::ordinary();
            options.dpi = {dpi};
            options.key.fill(9);
            simulator::SheetSource source(*layout, options);
            Stages s;
            for (int i = 0; i < sheets; ++i) {
                const auto sheet = source.sheet(i);
                if (!sheet) throw std::runtime_error(base::to_string(sheet.error()));
                run_sheet(*sheet, {*layout}, options.key, s);
            }
            std::printf("%-7s %4.0f dpi     %6d %7d %6d %4d %7d %6d %7d %6d %7d %7d     %6.2f %6.2f %6.2f\n",
                        std::string(name_of(grade)).c_str(), dpi, s.sheets, s.located, s.by_qr, s.by_ocr, s.no_code,
                        s.wrong_code, s.placed, s.wrong_turn, s.refused, s.cut_off, share_of(s.locate_ms, 0.5),
                        share_of(s.identify_ms, 0.5), share_of(s.refine_ms, 0.5));
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int pages = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20;
    const forms::BallotLayout layout = omr::testing::synthetic_layout(11);
    const base::PageImage raster = omr::testing::draw_page(layout, layout.pages.front());
    print_errors(layout, raster, pages);
    print_times(layout, raster);
    print_simulated(pages);
    return 0;
}
