#pragma once
// Thinning of a binary picture, in place.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kiemphieu::omr {

/// Thins the listed set pixels of a picture of 0s and 1s, `width` pixels a row, to lines one pixel wide; none may lie
/// on its rim. Returns the pixels that are left. Cost grows with the listed pixels, not with the picture.
/// Source: Z. Guo and R. W. Hall, "Parallel thinning with two-subiteration algorithms", CACM 32 (1989).
std::vector<std::uint32_t> thin(std::span<std::uint8_t> picture, int width, std::vector<std::uint32_t> pixels);

/// Offsets of the 8 neighbours, clockwise from north.
inline std::array<std::ptrdiff_t, 8> neighbour_offsets(int width) {
    const std::ptrdiff_t w = width;
    return {-w, -w + 1, 1, w + 1, w, w - 1, -1, -w - 1};
}

}  // namespace kiemphieu::omr
