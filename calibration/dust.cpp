#include "calibration/dust.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "omr/photometry.hpp"

namespace kiemphieu::calibration {

namespace {

/// Flanks this far from a column tell what it should be.
struct Flanks {
    int from_px{};
    int to_px{};
};
/// Beyond a streak of eight pixels and its blur.
constexpr Flanks near_flanks{6, 12};
/// Beyond a smear of thirty, which a near flank would lie in.
constexpr Flanks far_flanks{18, 28};
/// A flank with print or a pen in it tells nothing.
constexpr double bare_share = 0.85;
constexpr int bands = 14;
/// A printed upright line fills a few bands of the page, dirt nearly all of them.
constexpr double least_bands = 0.7;
constexpr int least_rows = 12;
/// A twentieth of the light shows as a line; less is lost in any paper.
constexpr double least_depth = 0.02;
/// The mean of some hundred pixels has a tenth of their noise.
constexpr double noise_share = 0.6;

double flank(const std::uint8_t* row, int from, int to, double bare) {
    double sum = 0;
    for (int x = from; x <= to; ++x) {
        if (row[x] < bare) return -1;
        sum += row[x];
    }
    return sum / (to - from + 1);
}

/// Per band, how much of the light a column lacks; NaN where too little of it is bare.
using Lacking = std::array<double, bands>;

Lacking lacking_at(const base::GrayView& scan, int x, Flanks flanks, const std::vector<double>& bare, int top,
                   int bottom) {
    Lacking out;
    for (int band = 0; band < bands; ++band) {
        const int from = top + (bottom - top) * band / bands;
        const int to = top + (bottom - top) * (band + 1) / bands;
        std::vector<double> values;
        for (int y = from; y < to; y += 2) {
            const std::uint8_t* row = scan.row(y);
            const double limit = bare[static_cast<std::size_t>(y)];
            const double left = flank(row, x - flanks.to_px, x - flanks.from_px, limit);
            if (left < 0) continue;
            const double right = flank(row, x + flanks.from_px, x + flanks.to_px, limit);
            if (right < 0) continue;
            const double paper = (left + right) / 2;
            values.push_back((paper - row[x]) / paper);
        }
        out.at(static_cast<std::size_t>(band)) =
            static_cast<int>(values.size()) < least_rows ? std::nan("") : median_of(std::move(values));
    }
    return out;
}

/// The depth that most bands agree on; 0 when they do not.
double depth_of(const Lacking& lacking, double least) {
    int looked = 0;
    int dark = 0;
    int light = 0;
    std::vector<double> values;
    for (const double value : lacking) {
        if (std::isnan(value)) continue;
        ++looked;
        dark += value > least ? 1 : 0;
        light += value < -least ? 1 : 0;
        values.push_back(value);
    }
    if (looked < bands / 3 || std::max(dark, light) < least_bands * looked) return 0;
    return median_of(std::move(values));
}

/// A strong streak in one flank makes clean columns beside it look the other way.
void drop_echoes(std::vector<DustColumn>& columns, Flanks flanks) {
    const std::vector<DustColumn> all = columns;
    std::erase_if(columns, [&](const DustColumn& column) {
        return std::ranges::any_of(all, [&](const DustColumn& other) {
            return other.depth * column.depth < 0 && std::abs(other.depth) > 2 * std::abs(column.depth) &&
                   std::abs(other.at_px - column.at_px) <= flanks.to_px + 4;
        });
    });
}

/// Where columns are looked at, and what is bare paper there.
struct Field {
    const base::GrayView& scan;
    std::vector<double> bare;  ///< a row: the gray that paper has at least
    int left{};
    int right{};
    int top{};
    int bottom{};
    double px_per_mm{};
    double least{};  ///< depth
};

std::vector<DustColumn> columns_of(const Field& field, Flanks flanks) {
    std::vector<DustColumn> out;
    double weight = 0;
    double moment = 0;
    int first = -1;
    double depth = 0;
    const auto finish = [&] {
        if (first < 0) return;
        const double at = moment / weight;
        // As wide as a line of even depth that takes the same light.
        out.push_back({at, at / field.px_per_mm, std::max(1.0, weight / std::abs(depth)), depth, 1});
        first = -1;
        weight = moment = depth = 0;
    };
    for (int x = field.left + flanks.to_px; x < field.right - flanks.to_px; ++x) {
        const double here =
            depth_of(lacking_at(field.scan, x, flanks, field.bare, field.top, field.bottom), field.least);
        if (here == 0 || (first >= 0 && here * depth < 0)) {
            finish();
            continue;
        }
        if (first < 0) first = x;
        weight += std::abs(here);
        moment += std::abs(here) * (x + 0.5);
        if (std::abs(here) > std::abs(depth)) depth = here;
    }
    finish();
    drop_echoes(out, flanks);
    return out;
}

}  // namespace

std::vector<DustColumn> find_dust(const PlacedScan& placed) {
    const base::GrayView& scan = placed.scan;
    const double px_per_mm = placed.transform.px_per_mm({105, 148});
    // The page within the image, and a little less: shadows lie along its edges.
    double x0 = 0;
    double x1 = scan.width;
    double y0 = 0;
    double y1 = scan.height;
    for (const base::PagePoint corner : {base::PagePoint{0, 0}, {210, 0}, {0, 297}, {210, 297}}) {
        const base::ScanPoint p = placed.transform.to_scan(corner);
        (p.x < scan.width / 2.0 ? x0 : x1) = p.x < scan.width / 2.0 ? std::max(x0, p.x) : std::min(x1, p.x);
        (p.y < scan.height / 2.0 ? y0 : y1) = p.y < scan.height / 2.0 ? std::max(y0, p.y) : std::min(y1, p.y);
    }
    const int left = static_cast<int>(x0 + px_per_mm);
    const int right = static_cast<int>(x1 - px_per_mm);
    const int top = static_cast<int>(y0 + px_per_mm);
    const int bottom = static_cast<int>(y1 - px_per_mm);
    if (right - left <= 2 * far_flanks.to_px || bottom - top < bands * least_rows) return {};

    const omr::PaperLevel level(scan);
    std::vector<double> bare(static_cast<std::size_t>(scan.height));
    for (int y = top; y < bottom; ++y) {
        // Light may fall off by a tenth towards one side; the darkest side decides for the row.
        bare[static_cast<std::size_t>(y)] = bare_share * std::min(level.at(left, y), level.at(right, y));
    }
    const double noise = omr::measure_noise(scan, level);
    const double white = level.at(scan.width / 2, scan.height / 2);
    const double least = std::max(least_depth, noise_share * noise / std::max(1.0, white));

    const Field field{scan, std::move(bare), left, right, top, bottom, px_per_mm, least};
    std::vector<DustColumn> out = columns_of(field, near_flanks);
    for (const DustColumn& broad : columns_of(field, far_flanks)) {
        // What near flanks find is narrow, and told finer by them; a smear's edges are the smear's.
        const bool known = std::ranges::any_of(out, [&](const DustColumn& column) {
            return std::abs(column.at_px - broad.at_px) <= far_flanks.to_px && column.width_px >= 0.5 * broad.width_px;
        });
        if (known || broad.width_px < near_flanks.from_px) continue;
        std::erase_if(out, [&](const DustColumn& column) {
            return std::abs(column.at_px - broad.at_px) <= broad.width_px / 2 + near_flanks.from_px;
        });
        out.push_back(broad);
    }
    std::ranges::sort(out, {}, &DustColumn::at_px);
    return out;
}

}  // namespace kiemphieu::calibration
