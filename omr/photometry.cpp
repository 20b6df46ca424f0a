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
    knots_.resize(static_cast<std::size_t>(columns_ + 2) * static_cast<std::size_t>(rows_ + 2));
    std::size_t next = 0;
    for (int j = -1; j <= rows_; ++j) {
        for (int i = -1; i <= columns_; ++i) {
            const int x = std::clamp(i, 0, columns_ - 1);
            const int y = std::clamp(j, 0, rows_ - 1);
            // A block within a tenth of its neighbourhood's best is paper itself and keeps its own level; a darker one
            // is covered.
            const int own = grid[static_cast<std::size_t>(y * columns_ + x)];
            const int best = near[static_cast<std::size_t>(y * columns_ + x)];
            const int level = own * 10 >= best * 9 ? own : best;
            knots_[next++] = static_cast<std::uint16_t>(level << 8);
        }
    }
}

void PaperLevel::take_row(int y, Row& row) const {
    const int above = (y + Row::half) / block_px - 1;
    const int t = (y + Row::half) % block_px;
    row.edges_.resize(static_cast<std::size_t>(columns_ + 2));
    for (int i = -1; i <= columns_; ++i) {
        row.edges_[static_cast<std::size_t>(i + 1)] =
            (knot(i, above) * (block_px - t) + knot(i, above + 1) * t) / block_px;
    }
}

int PaperLevel::between(int x, int y) const {
    const int above = (y + Row::half) / block_px - 1;
    const int left = (x + Row::half) / block_px - 1;
    const int t = (y + Row::half) % block_px;
    const auto edge = [&](int i) { return (knot(i, above) * (block_px - t) + knot(i, above + 1) * t) / block_px; };
    const int a = edge(left);
    return (a + (edge(left + 1) - a) / block_px * ((x + Row::half) % block_px)) >> 8;
}

double PaperLevel::at(int x, int y) const {
    return knot(std::clamp(x / block_px, 0, columns_ - 1), std::clamp(y / block_px, 0, rows_ - 1)) / 256.0;
}

double measure_noise(const base::GrayView& image, const PaperLevel& paper) {
    std::array<int, 256> histogram{};
    int count = 0;
    for (int y = 3; y < image.height; y += 7) {
        const std::uint8_t* row = image.row(y);
        for (int x = 0; x + 2 < image.width; x += 5) {
            if ((row[x] + 30) * 256 < paper.knot(x / PaperLevel::block_px, y / PaperLevel::block_px)) continue;
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
