#include "omr/thinning.hpp"

#include <algorithm>

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

constexpr std::array<std::uint8_t, 256> table = make_table();

unsigned neighbourhood(const std::uint8_t* pixel, const std::array<std::ptrdiff_t, 8>& around) {
    unsigned out = 0;
    for (std::size_t k = 0; k < 8; ++k) out |= static_cast<unsigned>(pixel[around[k]]) << k;
    return out;
}

}  // namespace

std::vector<std::uint32_t> thin(std::span<std::uint8_t> picture, int width, std::vector<std::uint32_t> pixels) {
    const auto around = neighbour_offsets(width);
    std::vector<std::uint32_t> going;
    const auto pass = [&](unsigned bit) {
        going.clear();
        for (const std::uint32_t p : pixels) {
            if ((table[neighbourhood(&picture[p], around)] & bit) != 0) going.push_back(p);
        }
        for (const std::uint32_t p : going) picture[p] = 0;
        std::erase_if(pixels, [&](std::uint32_t p) { return picture[p] == 0; });
        return !going.empty();
    };
    for (bool changed = true; changed;) {
        changed = pass(1U);
        changed = pass(2U) || changed;
    }
    return pixels;
}

}  // namespace kiemphieu::omr
