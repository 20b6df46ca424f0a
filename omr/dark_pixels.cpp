#include "omr/dark_pixels.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace kiemphieu::omr {

namespace {

constexpr int chunk_px = PaperLevel::block_px;
constexpr int half_px = PaperLevel::half_px;
constexpr auto half_shift = static_cast<unsigned>(half_px);
static_assert(chunk_px == 32 && half_px == 16);

using Levels = std::uint16_t __attribute__((vector_size(16)));
using Eight = std::uint8_t __attribute__((vector_size(8)));

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
std::uint32_t exact_bits(const std::uint8_t* pixels, const PaperLevel::Run& level, int threshold) {
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

/// One bit for each byte that is not 0, of sixteen that are 0 or 255.
template <class Bytes>
std::uint32_t bits_of(const Bytes& bytes) {
    static_assert(sizeof bytes == half_px && std::endian::native == std::endian::little);
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &bytes, sizeof bytes);
    // A product gathers the lowest bits of eight bytes in its highest byte.
    const auto gathered = [](std::uint64_t eight) {
        return static_cast<std::uint32_t>((eight & 0x0101010101010101U) * 0x0102040810204080U >> 56U);
    };
    return gathered(halves[0]) | gathered(halves[1]) << 8U;
}

template <class Bytes>
bool any(const Bytes& bytes) {
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &bytes, sizeof bytes);
    return (halves[0] | halves[1]) != 0;
}

}  // namespace

DarkPixels::DarkPixels(const base::GrayView& gray, const PaperLevel& paper, int threshold)
    : gray_(gray),
      paper_(paper),
      threshold_(threshold),
      limits_(static_cast<std::size_t>((gray.width + chunk_px - 1) / chunk_px) * 2),
      found_(limits_.size()) {}

void DarkPixels::take_limits(int y) {
    const int blocks_row = (y + half_px) / chunk_px;
    if (blocks_row == blocks_row_) return;
    blocks_row_ = blocks_row;
    const auto limit = [&](int level) { return Pixels{} + static_cast<std::uint8_t>(std::max(0, level - threshold_)); };
    for (std::size_t half = 0; half < limits_.size(); ++half) {
        const PaperLevel::Span span = paper_.span(static_cast<int>(half), y);
        limits_[half] = {limit(span.least), limit(span.most)};
    }
}

std::uint32_t DarkPixels::bits_of_half(const std::uint8_t* pixels, int half) const {
    const Limits& limits = limits_[static_cast<std::size_t>(half)];
    Pixels block;
    std::memcpy(&block, pixels, sizeof block);
    const auto maybe = block < limits.maybe;
    if (any(maybe ^ (block < limits.surely))) return exact_bits(pixels, paper_.run(half, row_), threshold_);
    return bits_of(maybe);
}

std::span<const int> DarkPixels::in_row(int y) {
    take_limits(y);
    row_ = y;
    const std::uint8_t* const row = gray_.row(y);
    const int whole = gray_.width / chunk_px;
    // Bare paper, nearly all of a page, is passed over; without a branch, as nobody could foresee where print begins.
    int* const found = found_.data();
    std::size_t count = 0;
    for (int c = 0; c < whole; ++c) {
        const Limits* const limits = limits_.data() + static_cast<std::ptrdiff_t>(c) * 2;
        std::array<Pixels, 2> halves;
        std::memcpy(halves.data(), row + static_cast<std::ptrdiff_t>(c) * chunk_px, sizeof halves);
        found[count] = c;
        count += any((halves[0] < limits[0].maybe) | (halves[1] < limits[1].maybe)) ? 1U : 0U;
    }
    if (gray_.width % chunk_px != 0) found[count++] = whole;
    return {found, count};
}

std::uint32_t DarkPixels::bits(int chunk) const {
    const std::uint8_t* pixels = gray_.row(row_) + static_cast<std::ptrdiff_t>(chunk) * chunk_px;
    std::array<std::uint8_t, chunk_px> padded;
    if (const int left = gray_.width - chunk * chunk_px; left < chunk_px) {
        // White is never dark.
        padded.fill(255);
        std::copy_n(pixels, left, padded.begin());
        pixels = padded.data();
    }
    return bits_of_half(pixels, 2 * chunk) | bits_of_half(pixels + half_px, 2 * chunk + 1) << half_shift;
}

}  // namespace kiemphieu::omr
