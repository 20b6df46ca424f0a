#include "omr/thinning.hpp"

#include <bit>

namespace kiemphieu::omr {

namespace {

constexpr bool has(unsigned neighbours, int direction) {
    return ((neighbours >> (direction & 7)) & 1U) != 0;
}

/// For each of the 256 neighbourhoods (bit k = neighbour k, clockwise from north): bit 0 = goes in the first pass, bit
/// 1 = in the second, bit 2 = corner of a staircase.
constexpr std::array<std::uint8_t, 256> make_table() {
    std::array<std::uint8_t, 256> table{};
    for (unsigned n = 0; n < 256; ++n) {
        int rises = 0;
        for (int k = 0; k < 8; ++k) rises += !has(n, k) && has(n, k + 1) ? 1 : 0;
        const int set = std::popcount(n);
        const bool north = has(n, 0);
        const bool east = has(n, 2);
        const bool south = has(n, 4);
        const bool west = has(n, 6);
        std::uint8_t entry = 0;
        if (set >= 2 && set <= 6 && rises == 1) {
            if (!(north && east && south) && !(east && south && west)) entry |= 1U;
            if (!(north && east && west) && !(north && south && west)) entry |= 2U;
        }
        // A corner of a staircase: its neighbours hold together without it. Source: Yokoi's connectivity number for
        // 8-connection, CGIP 4 (1975).
        int pieces = 0;
        for (int k = 0; k < 8; k += 2) pieces += !has(n, k) && (has(n, k + 1) || has(n, k + 2)) ? 1 : 0;
        if (set >= 2 && pieces == 1) entry |= 4U;
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
    for (const std::uint32_t p : pixels) {
        if ((table[neighbourhood(&picture[p], around)] & 4U) != 0) picture[p] = 0;
    }
    std::erase_if(pixels, [&](std::uint32_t p) { return picture[p] == 0; });
    return pixels;
}

}  // namespace kiemphieu::omr
