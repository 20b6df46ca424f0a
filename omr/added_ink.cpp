#include "omr/added_ink.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include <opencv2/imgproc.hpp>

#include "omr/dark_pixels.hpp"
#include "omr/long_lines.hpp"
#include "omr/polyline.hpp"
#include "omr/second_look.hpp"

namespace kiemphieu::omr {

namespace {

/// 200 dpi is enough for a pen's line of 0.3 mm (2.4 px); what is finer is averaged down to 170 dpi or more.
constexpr double wanted_px_per_mm = 6.7;
/// Ink is at least an eighth as dark as print: pencil lines of 0.3 mm come out at 20–30 % of print at 200 dpi,
/// show-through under 12 %.
constexpr double ink_share = 0.12;
/// … a fifth in a black-and-white scan after its dots were joined: a gap of one pixel comes out at a quarter, the rim
/// of a single speck at an eighth.
constexpr double bilevel_ink_share = 0.2;
/// One pixel in 150,000 of normal noise lies 4.5 deviations out: a dozen on a page, each alone, none a stroke.
constexpr double noise_deviations = 4.5;
/// JPEG ringing beside print stays below 10 gray levels at quality 75 and up.
constexpr double least_threshold = 10.0;
/// Pen lines of a whole column of marks fill under a fifth of a pixel column; dirt on the glass fills it all, less
/// where it flickers.
constexpr double streak_share = 0.35;

struct ScanBox {
    int x0, y0, x1, y1;
};

ScanBox bounding_box(const PageTransform& transform, const base::PageRect& region, const base::GrayView& scan) {
    double x0 = std::numeric_limits<double>::max();
    double y0 = x0;
    double x1 = std::numeric_limits<double>::lowest();
    double y1 = x1;
    for (const double x : {region.x, region.right()}) {
        for (const double y : {region.y, region.bottom()}) {
            const base::ScanPoint p = transform.to_scan({x, y});
            x0 = std::min(x0, p.x);
            x1 = std::max(x1, p.x);
            y0 = std::min(y0, p.y);
            y1 = std::max(y1, p.y);
        }
    }
    return {std::max(0, static_cast<int>(x0)), std::max(0, static_cast<int>(y0)),
            std::min(scan.width, static_cast<int>(x1) + 1), std::min(scan.height, static_cast<int>(y1) + 1)};
}

base::PageImage reduced(const base::GrayView& scan, const ScanBox& box, int scale) {
    base::PageImage out;
    out.width = (box.x1 - box.x0) / scale;
    out.height = (box.y1 - box.y0) / scale;
    out.pixels.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(out.width));
    const auto area = static_cast<std::uint32_t>(scale * scale);
    for (int y = 0; y < out.height; ++y) {
        std::uint8_t* target = out.pixels.data() + static_cast<std::ptrdiff_t>(y) * out.width;
        std::fill(sums.begin(), sums.end(), 0U);
        for (int v = 0; v < scale; ++v) {
            const std::uint8_t* source = scan.row(box.y0 + y * scale + v) + box.x0;
            for (std::uint32_t& sum : sums) {
                for (int u = 0; u < scale; ++u) sum += *source++;
            }
        }
        for (std::size_t x = 0; x < sums.size(); ++x) target[x] = static_cast<std::uint8_t>(sums[x] / area);
    }
    return out;
}

/// Whether a scan has black and white only: nothing in between but a compressor's traces.
bool is_bilevel(const base::GrayView& image) {
    constexpr int step = 13;
    const std::size_t pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    std::size_t between = 0;
    int x = 0;
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* row = image.row(y);
        for (; x < image.width; x += step) between += row[x] > 24 && row[x] < 231 ? 1U : 0U;
        x -= image.width;
        // A gray scan has its paper's noise and every edge in between; a fiftieth is far below either.
        if (between * step * 50 >= pixels) return false;
    }
    return true;
}

/// A black-and-white scan leaves a thin pen's line dotted: blurred by a pixel, the dots join.
void join_dots(base::PageImage& image) {
    cv::Mat mat(image.height, image.width, CV_8U, image.pixels.data());
    cv::GaussianBlur(mat.clone(), mat, {3, 3}, 0);
}

/// Columns where added ink stands nearly all the way down; printed lines are no added ink.
std::vector<Streak> find_streaks(const AddedInk& area, const std::vector<int>& added) {
    const auto width = static_cast<std::size_t>(area.gray.width);
    std::vector<Streak> out;
    const double least = streak_share * area.gray.height;
    for (std::size_t x = 0; x < width; ++x) {
        if (added[x] < least) continue;
        if (!out.empty() && out.back().x + out.back().width + 1 >= static_cast<int>(x)) {
            out.back().width = static_cast<int>(x) - out.back().x + 1;
        } else {
            out.push_back({static_cast<int>(x), 1});
        }
    }
    return out;
}

/// Darkness of a streak by itself: the median of its ink where it is darkest. Of two columns beside each other one may
/// hold little of it.
int level_of(const AddedInk& area, const Streak& streak) {
    int darkest = 0;
    std::vector<int> values;
    for (int x = streak.x; x < streak.x + streak.width; ++x) {
        values.clear();
        for (int y = 0; y < area.gray.height; ++y) {
            if (area.ink[area.index(x, y)] != 0) values.push_back(area.darkness(x, y));
        }
        if (values.empty()) continue;
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        darkest = std::max(darkest, *middle);
    }
    return darkest;
}

void hide(AddedInk& area, const LongLine& line) {
    HiddenBand band;
    band.half_width_mm = (line.half_width_px + 1) / area.px_per_mm;
    // A black-and-white scan has one darkness for all.
    band.limit = area.depth == ScanDepth::bilevel ? 1 : erased_up_to(line) / std::max(1.0, area.range);
    for (std::size_t strip = 0; strip < line.aside_px.size(); ++strip) {
        const double along = (static_cast<double>(strip) + 0.5) * LongLine::strip_px;
        const double aside = line.aside_px[strip] + 0.5;
        band.middle.push_back(line.run == LongLine::Run::across ? area.to_page(along, aside)
                                                                : area.to_page(aside, along));
    }
    area.hidden.push_back(std::move(band));
}

/// A line that keeps to its column from end to end, which only dirt on the glass draws: folds slant and wander by a
/// millimetre and more over a page.
std::optional<Streak> upright_line(const LongLine& line) {
    constexpr double most_aside_px = 2.0;
    if (line.run != LongLine::Run::down || line.aside_px.empty()) return std::nullopt;
    const auto [least, most] = std::minmax_element(line.aside_px.begin(), line.aside_px.end());
    if (*most - *least > most_aside_px) return std::nullopt;
    const int width = std::max(1, static_cast<int>(std::lround(2 * line.half_width_px)));
    return Streak{static_cast<int>(std::lround((*least + *most) / 2 - width / 2.0)), width};
}

/// Counts the ink of every chunk anew.
void count_chunks(AddedInk& area) {
    for (int y = 0; y < area.gray.height; ++y) {
        const std::uint8_t* row = area.ink.data() + area.index(0, y);
        for (int c = 0; c < area.chunks(); ++c) {
            std::uint8_t& count = area.in_chunk[static_cast<std::size_t>(y) * static_cast<std::size_t>(area.chunks()) +
                                                static_cast<std::size_t>(c)];
            if (count == 0) continue;
            const int end = std::min(area.gray.width, (c + 1) * AddedInk::chunk_px);
            count = static_cast<std::uint8_t>(std::count(row + c * AddedInk::chunk_px, row + end, std::uint8_t{1}));
        }
    }
}

/// Takes folds and streaks out of the ink; a mark's darker lines that cross them stay.
void erase_lines(AddedInk& area, const PrintZone& zone) {
    for (const Streak& streak : area.streaks) {
        LongLine line;
        line.run = LongLine::Run::down;
        line.half_width_px = streak.width / 2.0 + 1;
        line.level = level_of(area, streak);
        line.aside_px.assign(static_cast<std::size_t>(std::max(1, area.gray.height / LongLine::strip_px)),
                             streak.x + (streak.width - 1) / 2.0);
        erase_line(area, line);
        hide(area, line);
    }
    if (!area.streaks.empty()) count_chunks(area);
    for (const LongLine& line : find_long_lines(area, zone)) {
        erase_line(area, line);
        hide(area, line);
        if (const auto streak = upright_line(line)) {
            area.faint_streaks.push_back(*streak);
        } else {
            ++area.folds;
        }
    }
}

/// Marks all added ink. Returns the ink pixels of every column.
std::vector<int> mark_ink(AddedInk& area, const PrintZone& zone) {
    const int chunks = area.chunks();
    std::vector<int> added(static_cast<std::size_t>(area.gray.width), 0);
    std::vector<base::PagePoint> knots;
    DarkPixels dark(area.gray, area.paper, area.threshold);
    for (int y = 0; y < area.gray.height; ++y) {
        area.grid.take_row(y + 0.5, knots);
        std::uint8_t* in_chunk = area.in_chunk.data() + static_cast<std::ptrdiff_t>(y) * chunks;
        for (const int chunk : dark.in_row(y)) {
            const std::uint32_t dark_bits = dark.bits(chunk);
            if (dark_bits == 0) continue;
            // Between two knots of the grid a row is a straight line on the page.
            const base::PagePoint* k = knots.data() + chunk;
            const base::PagePoint step = (k[1] - k[0]) * (1.0 / AddedInk::chunk_px);
            const std::uint32_t bare = zone.bare_of(k[0] + step * 0.5, step, dark_bits);
            if (bare == 0) continue;
            const int left = chunk * AddedInk::chunk_px;
            in_chunk[chunk] = static_cast<std::uint8_t>(std::popcount(bare));
            std::uint8_t* ink = area.ink.data() + area.index(left, y);
            for (std::uint32_t bits = bare; bits != 0; bits &= bits - 1) {
                const int x = std::countr_zero(bits);
                ink[x] = 1;
                ++added[static_cast<std::size_t>(left + x)];
            }
        }
    }
    return added;
}

}  // namespace

bool HiddenBand::contains(base::PagePoint p) const {
    for (std::size_t i = 1; i < middle.size(); ++i) {
        const base::PagePoint d = middle[i] - middle[i - 1];
        const base::PagePoint to = p - middle[i - 1];
        // Further off than a corner of the piece and its two halves beyond; most pieces are.
        if (to.x * to.x + to.y * to.y > 4.001 * (d.x * d.x + d.y * d.y) + half_width_mm * half_width_mm) continue;
        const double length = std::hypot(d.x, d.y);
        if (length <= 0) continue;
        const double along = (to.x * d.x + to.y * d.y) / length;
        // Half a strip beyond both ends, so that the line's own ends count too.
        if (along < -length || along > 2 * length) continue;
        if (std::abs(to.x * d.y - to.y * d.x) / length <= half_width_mm) return true;
    }
    return false;
}

PageGrid::PageGrid(const PageTransform& transform, base::ScanPoint origin, int scale, int width, int height)
    : columns_(width / knot_px + 2), rows_(height / knot_px + 2) {
    std::vector<base::ScanPoint> places;
    places.reserve(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
    for (int j = 0; j < rows_; ++j) {
        for (int i = 0; i < columns_; ++i) {
            places.push_back({origin.x + i * knot_px * scale, origin.y + j * knot_px * scale});
        }
    }
    knots_ = transform.to_page(places);
}

void PageGrid::take_row(double y, std::vector<base::PagePoint>& row) const {
    const double v = y / knot_px;
    const int j = static_cast<int>(v);
    const double t = v - j;
    const base::PagePoint* k = knots_.data() + static_cast<std::ptrdiff_t>(j) * columns_;
    row.resize(static_cast<std::size_t>(columns_));
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = k[i] * (1 - t) + k[i + row.size()] * t;
}

double measure_print_range(const base::GrayView& scan, const PageTransform& transform,
                           const std::vector<base::PageRect>& marks) {
    std::vector<int> ranges;
    const auto gray_at = [&](base::PagePoint p) {
        const base::ScanPoint s = transform.to_scan(p);
        const int x = static_cast<int>(std::floor(s.x));
        const int y = static_cast<int>(std::floor(s.y));
        return scan.contains(x, y) ? static_cast<int>(scan.at(x, y)) : -1;
    };
    for (const base::PageRect& mark : marks) {
        const base::PagePoint c = mark.center();
        std::array<int, 5> inside{gray_at(c), gray_at({c.x - mark.w / 4, c.y}), gray_at({c.x + mark.w / 4, c.y}),
                                  gray_at({c.x, c.y - mark.h / 4}), gray_at({c.x, c.y + mark.h / 4})};
        std::sort(inside.begin(), inside.end());
        // 2 mm beside the mark is paper on whichever side is not the paper's edge.
        const int paper = std::max({gray_at({mark.x - 2, c.y}), gray_at({mark.right() + 2, c.y}),
                                    gray_at({c.x, mark.y - 2}), gray_at({c.x, mark.bottom() + 2})});
        if (inside.front() >= 0 && paper > inside[2]) ranges.push_back(paper - inside[2]);
    }
    if (ranges.empty()) return 0;
    std::sort(ranges.begin(), ranges.end());
    return ranges[ranges.size() * 3 / 4];
}

AddedInk find_added_ink(const base::GrayView& scan, const PageTransform& transform, const PrintZone& zone,
                        double print_range, const ScannerProfile* profile) {
    AddedInk out;
    const ScanBox box = bounding_box(transform, zone.region(), scan);
    const double native = transform.px_per_mm(zone.region().center());
    out.scale = std::max(1, static_cast<int>(native / wanted_px_per_mm));
    if (box.x1 - box.x0 < out.scale || box.y1 - box.y0 < out.scale) return out;
    out.origin = {static_cast<double>(box.x0), static_cast<double>(box.y0)};
    out.px_per_mm = native / out.scale;
    const int width = box.x1 - box.x0;
    const int height = box.y1 - box.y0;
    out.gray = {scan.row(box.y0) + box.x0, width, height, scan.stride};
    const auto make = [&] {
        out.made = reduced(scan, box, out.scale);
        out.gray = out.made.gray();
    };
    if (out.scale > 1) make();
    if (is_bilevel(out.gray)) {
        if (out.scale == 1) make();
        out.depth = ScanDepth::bilevel;
        join_dots(out.made);
    } else if (profile != nullptr) {
        if (out.scale == 1) make();
        mend(out.made, *profile, out.scale);
        out.mended = true;
    }
    const base::GrayView gray = out.gray;
    out.grid = PageGrid(transform, out.origin, out.scale, gray.width, gray.height);

    out.paper = PaperLevel(gray);
    out.noise = measure_noise(gray, out.paper);
    out.range = print_range;
    const double share = out.depth == ScanDepth::bilevel ? bilevel_ink_share : ink_share;
    out.threshold = static_cast<int>(std::max({least_threshold, share * print_range, noise_deviations * out.noise}));
    out.ink.assign(static_cast<std::size_t>(gray.width) * static_cast<std::size_t>(gray.height), 0);
    out.in_chunk.assign(static_cast<std::size_t>(out.chunks()) * static_cast<std::size_t>(gray.height), 0);
    out.streaks = find_streaks(out, mark_ink(out, zone));
    erase_lines(out, zone);
    return out;
}

}  // namespace kiemphieu::omr
