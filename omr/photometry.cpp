#include "omr/photometry.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kiemphieu::omr {

namespace {

/// Gray that 70 % of a block's sampled pixels are below: text and strokes rarely cover more than half of a block.
std::uint8_t bright_share(const base::GrayView& image, int x0, int y0) {
    constexpr int step = 4;
    std::array<std::uint8_t, 64> samples{};
    std::size_t count = 0;
    const int x1 = std::min(x0 + PaperLevel::block_px, image.width);
    const int y1 = std::min(y0 + PaperLevel::block_px, image.height);
    for (int y = y0; y < y1; y += step) {
        for (int x = x0; x < x1; x += step) samples.at(count++) = image.at(x, y);
    }
    if (count == 0) return 255;
    // Bit by bit the largest value that at most this many samples are below: the same as sorting them, without a
    // branch that nobody could foresee. Samples that are missing count as white, which nothing is above.
    std::fill(samples.begin() + static_cast<std::ptrdiff_t>(count), samples.end(), std::uint8_t{255});
    const std::size_t most_below = count * 7 / 10;
    unsigned value = 0;
    for (unsigned bit = 128; bit > 0; bit /= 2) {
        const auto limit = static_cast<std::uint8_t>(value | bit);
        std::uint8_t below = 0;
        for (const std::uint8_t sample : samples) below = static_cast<std::uint8_t>(below + (sample < limit ? 1 : 0));
        value = below <= most_below ? limit : value;
    }
    return static_cast<std::uint8_t>(value);
}

using Grid = std::vector<std::uint8_t>;

/// Brightest of the blocks within `reach`: a block that a filled box or a dark streak covers borrows its neighbours'
/// paper.
Grid brightest_near(const Grid& grid, int columns, int rows, int reach) {
    Grid out(grid.size());
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < columns; ++x) {
            std::uint8_t best = 0;
            for (int v = std::max(0, y - reach); v <= std::min(rows - 1, y + reach); ++v) {
                for (int u = std::max(0, x - reach); u <= std::min(columns - 1, x + reach); ++u) {
                    best = std::max(best, grid[static_cast<std::size_t>(v * columns + u)]);
                }
            }
            out[static_cast<std::size_t>(y * columns + x)] = best;
        }
    }
    return out;
}

}  // namespace

PaperLevel::PaperLevel(const base::GrayView& image)
    : columns_((image.width + block_px - 1) / block_px), rows_((image.height + block_px - 1) / block_px) {
    Grid grid(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
    for (int y = 0; y < rows_; ++y) {
        for (int x = 0; x < columns_; ++x) {
            grid[static_cast<std::size_t>(y * columns_ + x)] = bright_share(image, x * block_px, y * block_px);
        }
    }
    const Grid near = brightest_near(grid, columns_, rows_, 2);
    knots_.resize(grid.size());
    for (int y = 0; y < rows_; ++y) {
        for (int x = 0; x < columns_; ++x) {
            // A block within a tenth of its neighbourhood's best is paper itself and keeps its own level; a darker one
            // is covered.
            const int own = grid[static_cast<std::size_t>(y * columns_ + x)];
            const int best = near[static_cast<std::size_t>(y * columns_ + x)];
            const int level = own * 10 >= best * 9 ? own : best;
            knots_[static_cast<std::size_t>(y * columns_ + x)] = static_cast<std::uint16_t>(level << 8);
        }
    }
}

std::uint16_t PaperLevel::knot(int block_x, int block_y) const {
    const int x = std::clamp(block_x, 0, columns_ - 1);
    const int y = std::clamp(block_y, 0, rows_ - 1);
    return knots_[static_cast<std::size_t>(y * columns_ + x)];
}

void PaperLevel::row(int y, std::uint8_t* __restrict out, int width) const {
    constexpr int half = block_px / 2;
    const int above = (y + half) / block_px - 1;
    const int t = (y + half) % block_px;
    const auto at_row = [&](int block_x) {
        return (knot(block_x, above) * (block_px - t) + knot(block_x, above + 1) * t) / block_px;
    };
    for (int left = -1, x = 0; x < width; ++left) {
        const int a = at_row(left);
        const int step = (at_row(left + 1) - a) / block_px;
        // 16 bits hold a level in 1/256, and sums of them wrap back into range.
        const auto first = static_cast<std::uint16_t>(a + step * ((x + half) % block_px));
        const auto by = static_cast<std::uint16_t>(step);
        const int count = std::min(width, (left + 1) * block_px + half) - x;
        std::uint8_t* __restrict target = out + x;
        for (int i = 0; i < count; ++i) {
            const auto rise = static_cast<std::uint16_t>(by * static_cast<std::uint16_t>(i));
            target[i] = static_cast<std::uint8_t>(static_cast<std::uint16_t>(first + rise) >> 8U);
        }
        x += count;
    }
}

void PaperLevel::darkness_of_row(int y, std::span<const std::uint8_t> gray, std::uint8_t* __restrict darkness,
                                 std::uint8_t* __restrict block_most) const {
    constexpr int half = block_px / 2;
    const int width = static_cast<int>(gray.size());
    const std::uint8_t* __restrict source = gray.data();
    row(y, darkness, width);
    for (int x = 0; x < width; ++x) {
        darkness[x] = static_cast<std::uint8_t>(std::max(darkness[x], source[x]) - source[x]);
    }
    int x = 0;
    for (; x + half <= width; x += half) {
        std::uint8_t most = 0;
        for (int i = 0; i < half; ++i) most = std::max(most, darkness[x + i]);
        block_most[x / half] = most;
    }
    if (x < width) block_most[x / half] = *std::max_element(darkness + x, darkness + width);
}

double PaperLevel::at(int x, int y) const {
    return knot(x / block_px, y / block_px) / 256.0;
}

double measure_noise(const base::GrayView& image, const PaperLevel& paper) {
    std::array<int, 256> histogram{};
    int count = 0;
    for (int y = 3; y < image.height; y += 7) {
        const std::uint8_t* row = image.row(y);
        for (int x = 0; x + 2 < image.width; x += 5) {
            if (row[x] + 30 < paper.at(x, y)) continue;
            ++histogram[static_cast<std::size_t>(std::abs(row[x] - row[x + 2]))];
            ++count;
        }
    }
    if (count == 0) return 0;
    // The median of |a - b| of two normal values is 0.954 deviations; a median is not moved by the little print that
    // slips in.
    int below = 0;
    for (std::size_t difference = 0; difference < histogram.size(); ++difference) {
        const int here = histogram[difference];
        if (2 * (below + here) >= count) {
            const double inside = here > 0 ? (count / 2.0 - below) / here : 0.0;
            return std::max(0.0, static_cast<double>(difference) - 0.5 + inside) * 1.0484;
        }
        below += here;
    }
    return 0;
}

}  // namespace kiemphieu::omr
