#pragma once
// How bright the bare paper is everywhere, how dark full print is, and how noisy the scan is: measured on each sheet.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/page_image.hpp"

namespace kiemphieu::omr {

/// Gray of the bare paper on a grid of blocks, bilinear between their centres.
class PaperLevel {
  public:
    /// Source: shading and shadows of ADF scanners vary over centimetres; a block of 32 px is 4 mm at 200 dpi.
    static constexpr int block_px = 32;

    PaperLevel() = default;
    explicit PaperLevel(const base::GrayView& image);
    double at(int x, int y) const;
    /// The level at one pixel, between the blocks' middles. Units: gray.
    int between(int x, int y) const;

    /// The levels of a pixel, of those left and right of it, and of those above and below it.
    struct Cross {
        int middle{};
        int left{};
        int right{};
        int above{};
        int below{};
    };
    /// For a pixel off the picture's rim. Units: gray.
    Cross cross(int x, int y) const;

    static constexpr int half_px = block_px / 2;
    /// A row's levels over half a block: the first pixel's in 1/256, and how it goes on from pixel to pixel.
    struct Run {
        int first{};
        int step{};
    };
    Run run(int half_block, int y) const;
    /// The grays that no level of a half block lies below or above, in any row between the same blocks' middles as `y`.
    struct Span {
        int least{};
        int most{};
    };
    Span span(int half_block, int y) const;

  private:
    std::size_t knot_index(int block_x, int block_y) const {
        return static_cast<std::size_t>(block_y + 1) * static_cast<std::size_t>(columns_ + 2) +
               static_cast<std::size_t>(block_x + 1);
    }
    std::uint16_t knot(int block_x, int block_y) const { return knots_[knot_index(block_x, block_y)]; }
    friend double measure_noise(const base::GrayView& image, const PaperLevel& paper);

    int columns_{};
    int rows_{};
    std::vector<std::uint16_t> knots_;  ///< gray in 1/256, with a rim that repeats the outermost
};

/// Standard deviation of the gray of bare paper, from differences of near pixels.
double measure_noise(const base::GrayView& image, const PaperLevel& paper);

}  // namespace kiemphieu::omr
