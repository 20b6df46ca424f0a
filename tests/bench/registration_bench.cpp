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

/// One thing that a scan may have, on top of the ordinary: what it does to the ideal page, the warp and the scan.
struct Condition {
    const char* name;
    std::function<void(Warp&, std::mt19937&)> warp;
    std::function<void(base::PageImage& raster, const forms::LayoutPage&, std::mt19937&)> page{};
    std::function<void(base::PageImage& scan, const Warp&, std::mt19937&)> scan{};
};

double uniform(std::mt19937& random, double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
}

/// Paper with a corner folded in: its mark is gone, and the flap's edge throws a shadow.
void fold_corner(base::PageImage& raster, const forms::LayoutPage& page, std::mt19937& random) {
    const auto& mark = page.registration_marks[std::uniform_int_distribution<std::size_t>(0, 3)(random)];
    const bool right = mark.x > 100;
    const bool low = mark.y > 150;
    const double size = uniform(random, 24, 34);
    const base::PagePoint corner{right ? 210.0 : 0.0, low ? 297.0 : 0.0};
    for (double d = 0; d < size; d += 0.05) {
        const double y = low ? 297 - d : d;
        const double width = size - d;
        omr::testing::fill(raster, {right ? 210 - width : 0, y, width, 0.06}, 235);
    }
    omr::testing::stroke(raster, {corner.x, low ? 297 - size : size}, {right ? 210 - size : size, corner.y}, 0.3, 150);
}

/// Dirt on the glass: lines along the image's columns, one of them through a column of marks or another.
void streaks(base::PageImage& scan, const Warp& warp, std::mt19937& random) {
    const double k = warp.dpi / base::mm_per_inch;
    for (const double at_mm : {uniform(random, 8, 13), uniform(random, 197, 202), uniform(random, 20, 190)}) {
        const int width = std::uniform_int_distribution<int>(1, 4)(random);
        const int gray = std::uniform_int_distribution<int>(0, 1)(random) != 0 ? 60 : 160;
        const int left = static_cast<int>((at_mm + warp.margin_left_mm) * k);
        for (int y = 0; y < scan.height; ++y) {
            for (int x = std::max(0, left); x < std::min(scan.width, left + width); ++x) {
                auto& pixel = scan.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.width) +
                                          static_cast<std::size_t>(x)];
                pixel = std::min(pixel, static_cast<std::uint8_t>(gray));
            }
        }
    }
}

void specks(base::PageImage& raster, const forms::LayoutPage&, std::mt19937& random) {
    for (int i = 0; i < 400; ++i) {
        const double size = uniform(random, 0.1, 0.9);
        omr::testing::fill(raster, {uniform(random, 0, 209), uniform(random, 0, 296), size, size}, 40);
    }
}

/// An ordinary scan: any of the four ways up, half a degree of skew, little noise.
Warp ordinary_warp(std::mt19937& random) {
    Warp warp;
    warp.rotation_deg = 90 * std::uniform_int_distribution<int>(0, 3)(random);
    warp.skew_deg = uniform(random, -0.5, 0.5);
    warp.stretch_phase = uniform(random, 0, 6.28);
    warp.stretch_period_mm = uniform(random, 150, 300);
    warp.margin_left_mm = uniform(random, -2, 2);
    warp.margin_top_mm = uniform(random, -2, 2);
    warp.margin_right_mm = uniform(random, -2, 2);
    warp.margin_bottom_mm = uniform(random, -2, 2);
    warp.seed = static_cast<unsigned>(random());
    return warp;
}

std::vector<Condition> conditions() {
    const auto all = [](double dpi) { return [dpi](Warp& w, std::mt19937& r) { w = random_warp(r, dpi, 0.5); }; };
    enum class Fed { upright, sideways };
    const auto stretched = [](double mm, double period_mm, Fed fed) {
        return [mm, period_mm, fed](Warp& w, std::mt19937& r) {
            w.stretch_mm = mm, w.stretch_period_mm = period_mm;
            w.rotation_deg = (fed == Fed::upright ? 0 : 90) + (r() % 2 == 0 ? 180 : 0);
        };
    };
    const auto background = [](std::uint8_t gray) {
        return [gray](Warp& w, std::mt19937& r) {
            w.background = gray;
            w.margin_left_mm = w.margin_right_mm = uniform(r, 2, 8);
            w.margin_top_mm = w.margin_bottom_mm = uniform(r, 2, 8);
        };
    };
    const auto plain = [](Warp&, std::mt19937&) {};
    return {
        {"as it comes", plain},
        {"skew of 3 degrees", [](Warp& w, std::mt19937& r) { w.skew_deg = r() % 2 == 0 ? 3 : -3; }},
        {"1.5 % wider, 1.5 % shorter", [](Warp& w, std::mt19937&) { w.scale_x = 1.015, w.scale_y = 0.985; }},
        {"1.5 % narrower, 1.5 % longer", [](Warp& w, std::mt19937&) { w.scale_x = 0.985, w.scale_y = 1.015; }},
        {"shear of half a percent", [](Warp& w, std::mt19937& r) { w.shear = r() % 2 == 0 ? 0.005 : -0.005; }},
        {"stretch of 0.5 mm in 300 mm", stretched(0.5, 300, Fed::upright)},
        {"stretch of 0.5 mm in 150 mm", stretched(0.5, 150, Fed::upright)},
        {"… in 300 mm, fed sideways", stretched(0.5, 300, Fed::sideways)},
        {"… in 150 mm, fed sideways", stretched(0.5, 150, Fed::sideways)},
        {"a corner folded in", plain, fold_corner},
        {"streaks across marks", plain, {}, streaks},
        {"400 specks", plain, specks},
        {"black and white", [](Warp& w, std::mt19937&) { w.depth = Warp::Depth::bilevel; }},
        {"dark background", background(30)},
        {"light background", background(250)},
        {"all of skew to stretch, 150 dpi", all(150)},
        {"all of skew to stretch, 200 dpi", all(200)},
        {"all of skew to stretch, 300 dpi", all(300)},
        {"… and a corner folded in", all(200), fold_corner},
        {"… and streaks across marks", all(200), {}, streaks},
        {"… corner, streaks, specks", all(200),
         [](base::PageImage& p, const forms::LayoutPage& l, std::mt19937& r) {
             fold_corner(p, l, r);
             specks(p, l, r);
         },
         streaks},
        {"… the same in black and white",
         [](Warp& w, std::mt19937& r) {
             w = random_warp(r, 200, 0.5);
             w.depth = Warp::Depth::bilevel;
         },
         fold_corner, streaks},
        {"beyond: 5 degrees", [](Warp& w, std::mt19937& r) { w.skew_deg = r() % 2 == 0 ? 5 : -5; }},
        {"beyond: stretch of 1 mm in 100 mm", stretched(1, 100, Fed::upright)},
        {"beyond: stretch of 0.5 mm in 30 mm", stretched(0.5, 30, Fed::upright)},
    };
}

/// The largest error within the boxes that are marked.
double worst_error_in_boxes(const omr::PageTransform& found, const SyntheticScan& scan, const forms::LayoutPage& page) {
    double worst = 0;
    for (const forms::Row& row : page.rows) {
        for (const forms::Cell& cell : row.cells) {
            for (double u = 0; u <= 1; u += 0.25) {
                for (double v = 0; v <= 1; v += 0.25) {
                    const base::PagePoint p{cell.area.x + u * cell.area.w, cell.area.y + v * cell.area.h};
                    const base::PagePoint off = found.to_page(scan.to_scan(p)) - p;
                    worst = std::max(worst, std::hypot(off.x, off.y));
                }
            }
        }
    }
    return worst;
}

void print_errors(const forms::BallotLayout& layout, const base::PageImage& clean, int pages) {
    std::printf("%-36s %6s %8s %8s %10s %10s %10s %14s\n", "condition", "pages", "refused", "turned", "rms mm",
                "worst mm", "in boxes", "residual mm <=");
    for (const Condition& condition : conditions()) {
        std::mt19937 random(3);
        int placed = 0;
        int turned = 0;
        double worst = 0;
        double worst_in_boxes = 0;
        double squares = 0;
        double residual = 0;
        omr::DebugPictures off;
        for (int i = 0; i < pages; ++i) {
            Warp warp = ordinary_warp(random);
            condition.warp(warp, random);
            base::PageImage raster = clean;
            if (condition.page) condition.page(raster, layout.pages.front(), random);
            SyntheticScan scan(raster, layout, warp);
            if (condition.scan) condition.scan(scan.image(), warp, random);
            const auto poses = omr::locate_page(scan.view(), layout, off);
            if (poses.empty()) continue;
            // Marks alone may not tell which way is up: the code does, in the reader.
            auto pose = std::ranges::find(poses, warp.rotation_deg, &omr::CoarsePose::rotation_deg);
            if (pose == poses.end()) pose = poses.begin();
            const auto outcome = omr::refine_pose(scan.view(), *pose, layout.pages.front(), off);
            const auto* page = std::get_if<omr::RegisteredPage>(&outcome);
            if (page == nullptr) continue;
            ++placed;
            if (page->rotation_deg != warp.rotation_deg) {
                ++turned;
                continue;
            }
            const auto error = omr::testing::error_in_table(page->transform, scan, layout.pages.front());
            worst = std::max(worst, error.max_mm);
            worst_in_boxes =
                std::max(worst_in_boxes, worst_error_in_boxes(page->transform, scan, layout.pages.front()));
            squares += error.rms_mm * error.rms_mm;
            residual = std::max(residual, page->residual_px / warp.dpi * base::mm_per_inch);
        }
        std::printf("%-36s %6d %8d %8d %10.4f %10.4f %10.4f %14.3f\n", condition.name, pages, pages - placed, turned,
                    std::sqrt(squares / std::max(1, placed - turned)), worst, worst_in_boxes, residual);
        std::fflush(stdout);
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
    std::vector<double> locate_ms, identify_ms, refine_ms, residual_mm;
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
        stages.residual_mm.push_back(registered->residual_px / registered->transform.px_per_mm({105, 150}));
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
    std::printf("\n%-20s %6s %7s %6s %4s %7s %6s %7s %6s %7s %7s %24s %24s\n", "simulated", "sheets", "located",
                "by QR", "OCR", "no code", "wrong", "placed", "turned", "refused", "cut off", "ms: locate code refine",
                "residual mm: 50 99 100 %");
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
            std::printf(
                "%-7s %4.0f dpi     %6d %7d %6d %4d %7d %6d %7d %6d %7d %7d     %6.2f %6.2f %6.2f   %7.3f %7.3f "
                "%7.3f\n",
                std::string(name_of(grade)).c_str(), dpi, s.sheets, s.located, s.by_qr, s.by_ocr, s.no_code,
                s.wrong_code, s.placed, s.wrong_turn, s.refused, s.cut_off, share_of(s.locate_ms, 0.5),
                share_of(s.identify_ms, 0.5), share_of(s.refine_ms, 0.5), share_of(s.residual_mm, 0.5),
                share_of(s.residual_mm, 0.99), share_of(s.residual_mm, 1));
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int pages = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20;
    const bool only_simulated = argc > 2 && std::string(argv[2]) == "simulated";
    const forms::BallotLayout layout = omr::testing::synthetic_layout(11);
    const base::PageImage raster = omr::testing::draw_page(layout, layout.pages.front());
    if (!only_simulated) {
        print_errors(layout, raster, pages);
        print_times(layout, raster);
    }
    print_simulated(pages);
    return 0;
}
