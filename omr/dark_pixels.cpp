#include "omr/dark_pixels.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace kiemphieu::omr {

namespace {

constexpr int half_block = PaperLevel::Row::half;
static_assert(PaperLevel::block_px == 32 && half_block == 16);

// Sixteen pixels at a time, in the compiler's own vectors: what it makes of plain loops here is ten times slower.
using Pixels = std::uint8_t __attribute__((vector_size(16)));
using Levels = std::uint16_t __attribute__((vector_size(16)));
using Eight = std::uint8_t __attribute__((vector_size(8)));

/// Whether any of a half block's pixels is darker than `gray`: bare paper, nearly all of a page, is passed over so.
bool any_below(const std::uint8_t* pixels, std::uint8_t gray) {
    Pixels block;
    std::memcpy(&block, pixels, sizeof block);
    const auto below = block < gray;
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &below, sizeof below);
    return (halves[0] | halves[1]) != 0;
}

/// One bit for each of eight pixels that are darker than their limits.
std::uint32_t bits_below(const std::uint8_t* pixels, Levels limits) {
    constexpr Levels bits{1, 2, 4, 8, 16, 32, 64, 128};
    Eight eight;
    std::memcpy(&eight, pixels, sizeof eight);
    const Levels below = (__builtin_convertvector(eight, Levels) < limits) & bits;
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &below, sizeof below);
    const std::uint64_t four = halves[0] | halves[1];
    const std::uint64_t two = four | four >> 32U;
    return static_cast<std::uint32_t>((two | two >> 16U) & 0xffU);
}

/// One bit for each of a half block's pixels that lie more than the threshold below the paper's level.
std::uint32_t dark_bits(const std::uint8_t* pixels, const PaperLevel::Row::Run& level, int threshold) {
    constexpr Levels places{0, 1, 2, 3, 4, 5, 6, 7};
    // 16 bits hold a level in 1/256, and sums of them wrap back into range.
    const auto step = static_cast<std::uint16_t>(level.step);
    const auto floor = static_cast<std::uint16_t>(threshold);
    const auto limits = [&](int first) {
        const Levels at = (static_cast<std::uint16_t>(first) + step * places) >> std::uint16_t{8};
        return (at > floor) & (at - floor);
    };
    return bits_below(pixels, limits(level.first)) | bits_below(pixels + 8, limits(level.first + 8 * level.step)) << 8U;
}

/// The same for what is left at the end of a row.
std::uint32_t last_dark_bits(const std::uint8_t* pixels, int count, const PaperLevel::Row::Run& level, int threshold) {
    std::array<std::uint8_t, half_block> whole;
    whole.fill(255);
    std::copy_n(pixels, count, whole.begin());
    return dark_bits(whole.data(), level, threshold);
}

}  // namespace

void find_dark(std::span<const std::uint8_t> gray, const PaperLevel::Row& level, int threshold,
               std::vector<std::uint32_t>& words) {
    const int width = static_cast<int>(gray.size());
    words.assign((gray.size() + PaperLevel::block_px - 1) / PaperLevel::block_px, 0);
    for (int half = 0; half * half_block < width; ++half) {
        const std::uint8_t* const pixels = gray.data() + static_cast<std::ptrdiff_t>(half) * half_block;
        const int count = std::min(half_block, width - half * half_block);
        const PaperLevel::Row::Run run = level.run(half);
        const int most = run.most() - threshold;
        if (most <= 0) continue;
        if (count == half_block && !any_below(pixels, static_cast<std::uint8_t>(most))) continue;
        const std::uint32_t bits =
            count == half_block ? dark_bits(pixels, run, threshold) : last_dark_bits(pixels, count, run, threshold);
        words[static_cast<std::size_t>(half / 2)] |= bits << static_cast<unsigned>(half % 2 * half_block);
    }
}

}  // namespace kiemphieu::omr
