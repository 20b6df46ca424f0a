#include "omr/photometry.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace kiemphieu::omr {

namespace {

/// Every fourth pixel of every fourth row of a whole block, in some order: four rows at a time, as the bytes of words.
void take_samples(const base::GrayView& image, int x0, int y0, std::array<std::uint8_t, 64>& samples) {
    constexpr std::size_t words = PaperLevel::block_px / 4;
    using Words = std::array<std::uint32_t, words>;
    constexpr std::uint32_t first = std::endian::native == std::endian::little ? 0xffU : 0xff000000U;
    for (int part = 0; part < 2; ++part) {
        Words taken{};
        for (int k = 0; k < 4; ++k) {
            Words row;
            std::memcpy(row.data(), image.row(y0 + part * 16 + k * 4) + x0, sizeof row);
            for (std::size_t i = 0; i < words; ++i) taken[i] = std::rotl(taken[i], 8) | (row[i] & first);
        }
        std::memcpy(samples.data() + static_cast<std::ptrdiff_t>(part) * 32, taken.data(), sizeof taken);
    }
}

using Samples = std::array<std::uint8_t, 64>;

/// How many samples are below a limit.
unsigned count_below(const Samples& samples, unsigned value) {
    const auto limit = static_cast<std::uint8_t>(value);
    std::uint8_t below = 0;
    for (const std::uint8_t sample : samples) below = static_cast<std::uint8_t>(below + (sample < limit ? 1 : 0));
    return below;
}

/// The largest value that at most so many samples are below: the same as sorting them.
std::uint8_t largest_with(const Samples& samples, std::size_t most_below, unsigned guess) {
    // Paper hardly changes from block to block, so the value is mostly among a few.
    constexpr unsigned near = 3;
    if (guess >= near && guess <= 255 - near && count_below(samples, guess - near) <= most_below &&
        count_below(samples, guess + near) > most_below) {
        unsigned value = guess - near;
        for (unsigned v = guess - near + 1; v < guess + near; ++v)
            value += count_below(samples, v) <= most_below ? 1U : 0U;
        return static_cast<std::uint8_t>(value);
    }
    // Bit by bit, without a branch that nobody could foresee.
    unsigned value = 0;
    for (unsigned bit = 128; bit > 0; bit /= 2) {
        const unsigned limit = value | bit;
        value = count_below(samples, limit) <= most_below ? limit : value;
    }
    return static_cast<std::uint8_t>(value);
}

/// Gray that 70 % of a block's sampled pixels are below: text and strokes rarely cover more than half of a block.
/// `guess` is what it may be near to.
std::uint8_t bright_share(const base::GrayView& image, int x0, int y0, unsigned guess) {
    constexpr int step = 4;
    Samples samples{};
    std::size_t count = 0;
    if (x0 + PaperLevel::block_px <= image.width && y0 + PaperLevel::block_px <= image.height) {
        take_samples(image, x0, y0, samples);
        count = samples.size();
    } else {
        for (int y = y0; y < std::min(y0 + PaperLevel::block_px, image.height); y += step) {
            for (int x = x0; x < std::min(x0 + PaperLevel::block_px, image.width); x += step)
                samples.at(count++) = image.at(x, y);
        }
    }
    if (count == 0) return 255;
    // Samples that are missing count as white, which nothing is above.
    std::fill(samples.begin() + static_cast<std::ptrdiff_t>(count), samples.end(), std::uint8_t{255});
    return largest_with(samples, count * 7 / 10, guess);
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
    std::uint8_t last = 0;
    for (int y = 0; y < rows_; ++y) {
        for (int x = 0; x < columns_; ++x) {
            last = bright_share(image, x * block_px, y * block_px, last);
            grid[static_cast<std::size_t>(y * columns_ + x)] = last;
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

namespace {

constexpr auto block = static_cast<unsigned>(PaperLevel::block_px);

/// Between the middles of one block and the next one below it, `t` pixels down.
int mixed(std::uint16_t above, std::uint16_t below, unsigned t) {
    return static_cast<int>((above * (block - t) + below * t) / block);
}

}  // namespace

PaperLevel::Run PaperLevel::run(int half_block, int y) const {
    const int above = (y + half_px) / block_px - 1;
    const auto t = static_cast<unsigned>((y + half_px) % block_px);
    const int left = (half_block + 1) / 2 - 1;
    const int a = mixed(knot(left, above), knot(left, above + 1), t);
    const int b = mixed(knot(left + 1, above), knot(left + 1, above + 1), t);
    const int step = (b - a) / block_px;
    return {a + (half_block % 2 == 0 ? step * half_px : 0), step};
}

PaperLevel::Span PaperLevel::span(int half_block, int y) const {
    const int above = (y + half_px) / block_px - 1;
    const int left = (half_block + 1) / 2 - 1;
    const auto [least, most] =
        std::minmax({knot(left, above), knot(left + 1, above), knot(left, above + 1), knot(left + 1, above + 1)});
    return {least >> 8, most >> 8};
}

int PaperLevel::between(int x, int y) const {
    const int above = (y + half_px) / block_px - 1;
    const int left = (x + half_px) / block_px - 1;
    const auto t = static_cast<unsigned>((y + half_px) % block_px);
    const int a = mixed(knot(left, above), knot(left, above + 1), t);
    const int b = mixed(knot(left + 1, above), knot(left + 1, above + 1), t);
    return (a + (b - a) / block_px * ((x + half_px) % block_px)) >> 8;
}

PaperLevel::Cross PaperLevel::cross(int x, int y) const {
    const int across = (x + half_px) % block_px;
    const int down = (y + half_px) % block_px;
    // All five lie between the same blocks' middles, but for a pixel in sixteen.
    if (across == 0 || across + 1 == block_px || down == 0 || down + 1 == block_px)
        return {between(x, y), between(x - 1, y), between(x + 1, y), between(x, y - 1), between(x, y + 1)};
    const int above = (y + half_px) / block_px - 1;
    const int left = (x + half_px) / block_px - 1;
    const std::array<std::uint16_t, 4> k{knot(left, above), knot(left + 1, above), knot(left, above + 1),
                                         knot(left + 1, above + 1)};
    const auto level = [&](int u, int v) {
        const auto t = static_cast<unsigned>(v);
        const int a = mixed(k[0], k[2], t);
        return (a + (mixed(k[1], k[3], t) - a) / block_px * u) >> 8;
    };
    return {level(across, down), level(across - 1, down), level(across + 1, down), level(across, down - 1),
            level(across, down + 1)};
}

double PaperLevel::at(int x, int y) const {
    return knot(std::clamp(x / block_px, 0, columns_ - 1), std::clamp(y / block_px, 0, rows_ - 1)) / 256.0;
}

double measure_noise(const base::GrayView& image, const PaperLevel& paper) {
    // Four histograms in turn: most pixels fall into the same few bins, and one bin waits for its last count.
    constexpr std::size_t turns = 4;
    std::array<std::array<int, 256>, turns> counts{};
    for (int y = 3; y < image.height; y += 7) {
        const std::uint8_t* row = image.row(y);
        const std::uint16_t* levels = &paper.knots_[paper.knot_index(0, y / PaperLevel::block_px)];
        std::size_t turn = 0;
        for (int x = 0; x + 2 < image.width; x += 5, turn = (turn + 1) % turns) {
            const bool bare = (row[x] + 30) * 256 >= levels[x / PaperLevel::block_px];
            counts[turn][static_cast<std::size_t>(std::abs(row[x] - row[x + 2]))] += bare;
        }
    }
    std::array<int, 256> histogram{};
    int count = 0;
    for (std::size_t i = 0; i < histogram.size(); ++i) {
        for (const std::array<int, 256>& part : counts) histogram[i] += part[i];
        count += histogram[i];
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
