#include "omr/thinning.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace kiemphieu::omr {

namespace {

constexpr bool has(unsigned neighbours, int direction) {
    return ((neighbours >> (direction & 7)) & 1U) != 0;
}

/// For each of the 256 neighbourhoods (bit k = neighbour k, clockwise from north): bit 0 = goes in the first pass, bit
/// 1 = in the second. Zhang and Suen's older rule eats lines that are two pixels wide and slanted, as fine pens draw
/// them at 200 dpi.
constexpr std::array<std::uint8_t, 256> make_table() {
    std::array<std::uint8_t, 256> table{};
    for (unsigned n = 0; n < 256; ++n) {
        int pieces = 0;
        int pairs_from_side = 0;
        int pairs_from_corner = 0;
        for (int k = 0; k < 8; k += 2) {
            pieces += !has(n, k) && (has(n, k + 1) || has(n, k + 2)) ? 1 : 0;
            pairs_from_side += has(n, k) || has(n, k + 1) ? 1 : 0;
            pairs_from_corner += has(n, k + 7) || has(n, k) ? 1 : 0;
        }
        const int pairs = std::min(pairs_from_side, pairs_from_corner);
        if (pieces != 1 || pairs < 2 || pairs > 3) continue;
        std::uint8_t entry = 0;
        if (!((has(n, 4) || has(n, 5) || !has(n, 7)) && has(n, 6))) entry |= 1U;
        if (!((has(n, 0) || has(n, 1) || !has(n, 3)) && has(n, 2))) entry |= 2U;
        table[n] = entry;
    }
    return table;
}

/// The same by three rows of three pixels, as `neighbourhood` gathers them: bit 3 * row + column, row 1 being the
/// pixel's own.
constexpr std::array<std::uint8_t, 512> by_rows() {
    constexpr std::array<std::uint8_t, 256> by_direction = make_table();
    constexpr std::array<int, 8> place{1, 2, 5, 8, 7, 6, 3, 0};
    std::array<std::uint8_t, 512> out{};
    for (unsigned rows = 0; rows < out.size(); ++rows) {
        unsigned around = 0;
        for (std::size_t k = 0; k < place.size(); ++k) around |= ((rows >> place[k]) & 1U) << k;
        out[rows] = by_direction[around];
    }
    return out;
}

constexpr std::array<std::uint8_t, 512> table = by_rows();

/// Four pixels of 0 or 1 as bits, the left one lowest: a product gathers them in its highest byte.
unsigned four(const std::uint8_t* left) {
    static_assert(std::endian::native == std::endian::little);
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, left, sizeof bytes);
    return bytes * 0x01020408U >> 24U;
}

/// No load leaves the picture, as the pixel lies off its rim: of the row above a pixel more is taken to the right, of
/// the other two one to the left.
unsigned neighbourhood(const std::uint8_t* pixel, std::ptrdiff_t width) {
    return (four(pixel - width - 1) & 7U) | (four(pixel - 2) & 14U) << 2U | (four(pixel + width - 2) & 14U) << 5U;
}

/// One pass over the pixels that are left; says whether any went. Written without branches, which nobody could foresee.
bool pass(std::uint8_t* picture, std::ptrdiff_t width, unsigned bit, std::vector<std::uint32_t>& pixels,
          std::vector<std::uint32_t>& going) {
    std::size_t count = 0;
    for (const std::uint32_t p : pixels) {
        going[count] = p;
        count += (table[neighbourhood(picture + p, width)] & bit) != 0 ? 1U : 0U;
    }
    if (count == 0) return false;
    for (std::size_t i = 0; i < count; ++i) picture[going[i]] = 0;
    std::size_t left = 0;
    for (const std::uint32_t p : pixels) {
        pixels[left] = p;
        left += picture[p];
    }
    pixels.resize(left);
    return true;
}

}  // namespace

std::vector<std::uint32_t> thin(std::span<std::uint8_t> picture, int width, std::vector<std::uint32_t> pixels) {
    std::vector<std::uint32_t> going(pixels.size());
    for (bool changed = true; changed;) {
        changed = pass(picture.data(), width, 1U, pixels, going);
        changed = pass(picture.data(), width, 2U, pixels, going) || changed;
    }
    return pixels;
}

}  // namespace kiemphieu::omr
