#include "calibration/marks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "forms/code.hpp"
#include "omr/picture.hpp"
#include "omr/qr_reader.hpp"
#include "omr/sampling.hpp"

namespace kiemphieu::calibration {

namespace {

using base::PagePoint;

/// Around the crossing and at the ends a stroke is not itself.
constexpr double crossing_mm = 1.4;
constexpr double end_mm = 0.7;
constexpr double step_mm = 0.04;
/// The way across a stroke: half a millimetre of paper beyond the broadest.
constexpr double reach_mm = 1.7;
/// Reading takes ink for ink from an eighth of print on.
constexpr double ink_share = 0.12;
/// An X of two strokes of 5 mm covers more; specks less.
constexpr double least_ink_mm2 = 1.0;

/// Mean gray across a straight stroke, from -reach to +reach.
std::vector<double> across(const PlacedScan& placed, const forms::InkStroke& stroke, PagePoint middle) {
    const PagePoint a = stroke.points.front();
    const PagePoint b = stroke.points.back();
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const PagePoint along{(b.x - a.x) / length, (b.y - a.y) / length};
    const PagePoint out{-along.y, along.x};
    const auto count = static_cast<std::size_t>(2 * reach_mm / step_mm) + 1;
    std::vector<double> sums(count, 0);
    int lines = 0;
    for (double t = end_mm; t < length - end_mm; t += 0.1) {
        const PagePoint at = a + along * t;
        // Two strokes at right angles: this one is itself again a stroke's width and a flank from the crossing.
        if (std::hypot(at.x - middle.x, at.y - middle.y) < std::min(crossing_mm + stroke.width_mm / 2, 2.2)) continue;
        for (std::size_t i = 0; i < count; ++i) {
            const double off = static_cast<double>(i) * step_mm - reach_mm;
            sums[i] += omr::gray_at(placed.scan, placed.transform.to_scan(at + out * off));
        }
        ++lines;
    }
    for (double& sum : sums) sum /= std::max(1, lines);
    return sums;
}

MarkFinding measure_mark(const PlacedScan& placed, const forms::MarkSample& mark, const Tone& tone) {
    MarkFinding found{mark.width_mm, mark.darkness, 0, 0};
    std::vector<double> widths;
    std::vector<double> depths;
    for (const forms::InkStroke& stroke : mark.strokes) {
        const std::vector<double> grays = across(placed, stroke, mark.box.center());
        const double darkest = *std::min_element(grays.begin(), grays.end());
        // The other stroke's flank darkens one side; paper is what most of the way shows.
        const double paper = quantile_of(grays, 0.7);
        depths.push_back((paper - darkest) / std::max(1.0, tone.white - tone.black));
        const double half = (paper + darkest) / 2;
        const auto below = std::ranges::count_if(grays, [&](double gray) { return gray < half; });
        widths.push_back(static_cast<double>(below) * step_mm);
    }
    found.seen_width = mean_of(widths);
    found.seen_darkness = mean_of(depths);
    return found;
}

/// Darkness and width of what was drawn in a box; nothing when there is too little.
struct Drawn {
    double darkness{};
    double width_mm{};
};
std::optional<Drawn> drawn_in(const PlacedScan& placed, const base::PageRect& box, const Tone& tone) {
    constexpr double fine = 16;  // pixels a millimetre: a 0.3 mm line is five wide
    const base::PageImage upright = omr::upright(placed.scan, placed.transform.base(), box.grown(-1.2), fine);
    const cv::Mat gray(upright.height, upright.width, CV_8U, const_cast<std::uint8_t*>(upright.pixels.data()));
    const double range = std::max(1.0, tone.white - tone.black);
    std::vector<double> all(upright.pixels.begin(), upright.pixels.end());
    const double paper = quantile_of(std::move(all), 0.75);
    const double least = paper - std::max({10.0, ink_share * range, 4.5 * tone.noise});
    std::vector<double> ink;
    for (const std::uint8_t pixel : upright.pixels) {
        if (pixel < least) ink.push_back((paper - pixel) / range);
    }
    if (static_cast<double>(ink.size()) < least_ink_mm2 * fine * fine) return std::nullopt;
    Drawn out;
    out.darkness = quantile_of(ink, 0.8);
    cv::Mat dark;
    cv::threshold(gray, dark, paper - out.darkness * range / 2, 255, cv::THRESH_BINARY_INV);
    cv::Mat inside;
    cv::distanceTransform(dark, inside, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    cv::Mat most;
    cv::dilate(inside, most, cv::Mat());
    std::vector<double> widths;
    for (int y = 0; y < inside.rows; ++y) {
        for (int x = 0; x < inside.cols; ++x) {
            const double here = static_cast<double>(inside.at<float>(y, x));
            if (here > 1 && here >= static_cast<double>(most.at<float>(y, x))) widths.push_back(2 * here / fine);
        }
    }
    out.width_mm = median_of(std::move(widths));
    return out;
}

bool reads(const PlacedScan& placed, const base::PageRect& box) {
    const base::GrayView crop = omr::crop_around(placed.scan, placed.transform.base(), box.grown(2.2));
    if (crop.empty()) return false;
    const auto ours = [](const std::vector<omr::QrSymbol>& symbols) {
        return std::ranges::any_of(
            symbols, [](const omr::QrSymbol& symbol) { return forms::decode_payload(symbol.bytes).has_value(); });
    };
    return ours(omr::read_qr(crop, omr::QrSearch::crop)) ||
           ours(omr::read_qr(omr::doubled(crop).gray(), omr::QrSearch::crop));
}

}  // namespace

std::vector<MarkFinding> measure_marks(const PlacedScan& placed, const std::vector<forms::MarkSample>& marks,
                                       const Tone& tone) {
    std::vector<MarkFinding> out;
    for (const forms::MarkSample& mark : marks) out.push_back(measure_mark(placed, mark, tone));
    return out;
}

std::vector<PenFinding> measure_pens(const PlacedScan& placed, const forms::CalibrationSheet& sheet, const Tone& tone) {
    std::vector<PenFinding> out;
    for (std::size_t i = 0; i < sheet.pens.size(); ++i) {
        std::vector<double> darkness;
        std::vector<double> widths;
        for (const base::PageRect& box : sheet.pens[i].boxes) {
            const auto drawn = drawn_in(placed, box, tone);
            if (!drawn) continue;
            darkness.push_back(drawn->darkness);
            widths.push_back(drawn->width_mm);
        }
        // The paler of the two: a pen that skips is no pen to vote with.
        if (!darkness.empty()) {
            out.push_back(
                {static_cast<int>(i) + 1, *std::min_element(darkness.begin(), darkness.end()), mean_of(widths)});
        }
    }
    return out;
}

std::vector<SymbolFinding> read_symbols(const PlacedScan& placed, const forms::CalibrationSheet& sheet) {
    std::vector<SymbolFinding> out;
    for (const forms::QrSample& symbol : sheet.symbols) {
        out.push_back({symbol.module_mm, reads(placed, symbol.box) ? 1 : 0, 1});
    }
    return out;
}

}  // namespace kiemphieu::calibration
