#include "omr/dashes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

namespace kiemphieu::omr {

namespace {

/// A line is looked for over this length: the smallest X has bars of 3.3 mm.
constexpr double window_mm = 2.4;
/// Share of the window that must be ink. Beyond the end of a whole line it is a half, so that none grows, and a check
/// mark's limbs do not cross.
constexpr double least_share = 0.62;
/// … where the scan is known to have dropped a pen elsewhere on the sheet.
constexpr double nearly_all_share = 0.80;
/// At 200 dpi the window's ends lie a pixel apart from one direction to the next.
constexpr int directions = 24;

using Offsets = std::vector<std::ptrdiff_t>;

Offsets line_offsets(double angle, int half, int width) {
    Offsets out;
    for (int j = -half; j <= half; ++j) {
        const auto x = static_cast<std::ptrdiff_t>(std::lround(j * std::cos(angle)));
        const auto y = static_cast<std::ptrdiff_t>(std::lround(j * std::sin(angle)));
        out.push_back(y * width + x);
    }
    return out;
}

/// The ink and the pixels around it, away from the rim: a line of one pixel wavers from row to row.
std::vector<std::size_t> grown_ink(const AddedInk& ink, int rim) {
    std::vector<std::size_t> out;
    std::vector<std::uint8_t> known(ink.ink.size(), 0);
    for (int y = rim; y < ink.gray.height - rim; ++y) {
        for (int x = rim; x < ink.gray.width - rim; ++x) {
            if (ink.ink[ink.index(x, y)] == 0) continue;
            for (int v = -1; v <= 1; ++v) {
                for (int u = -1; u <= 1; ++u) {
                    const std::size_t at = ink.index(x + u, y + v);
                    if (std::exchange(known[at], std::uint8_t{1}) == 0) out.push_back(at);
                }
            }
        }
    }
    return out;
}

}  // namespace

void close_dashes(AddedInk& ink, const PrintZone& zone, Kept kept) {
    const int half = std::max(2, static_cast<int>(std::lround(window_mm / 2 * ink.px_per_mm)));
    const auto least =
        static_cast<std::uint8_t>(std::ceil((kept == Kept::most ? least_share : nearly_all_share) * (2 * half + 1)));
    const std::vector<std::size_t> grown = grown_ink(ink, half + 2);
    std::vector<std::uint8_t> votes(ink.ink.size());
    std::vector<std::size_t> lines;
    for (int k = 0; k < directions; ++k) {
        const Offsets offsets = line_offsets(std::numbers::pi * k / directions, half, ink.gray.width);
        std::fill(votes.begin(), votes.end(), std::uint8_t{0});
        for (const std::size_t at : grown) {
            for (const std::ptrdiff_t by : offsets) {
                const auto to = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + by);
                if (++votes[to] == least) lines.push_back(to);
            }
        }
    }
    const auto width = static_cast<std::size_t>(ink.gray.width);
    for (const std::size_t at : lines) {
        const base::PagePoint p =
            ink.to_page(static_cast<double>(at % width) + 0.5, static_cast<double>(at / width) + 0.5);
        if (zone.at(p.x, p.y) != 0) continue;
        ink.ink[at] = 1;
        // One at least is all that is asked of a chunk from here on.
        std::uint8_t& in_chunk =
            ink.in_chunk[at / width * static_cast<std::size_t>(ink.chunks()) + at % width / AddedInk::chunk_px];
        in_chunk = std::max(in_chunk, std::uint8_t{1});
    }
}

}  // namespace kiemphieu::omr
