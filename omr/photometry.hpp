#pragma once
// How bright the bare paper is everywhere, how dark full print is, and how noisy the scan is: measured on each sheet.

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

    /// One row's levels at the edges between which they are straight; piece k ends before pixel `k * block_px + half`.
    class Row {
      public:
        static constexpr int half = block_px / 2;

        /// The level at the first of `half` pixels, in 1/256, and how it goes on from pixel to pixel.
        struct Run {
            int first{};
            int step{};
            /// The gray that none of these pixels' levels lies above.
            int most() const { return (step > 0 ? first + step * (half - 1) : first) >> 8; }
        };
        Run run(int half_block) const {
            const auto piece = static_cast<std::size_t>((half_block + 1) / 2);
            const int step = (edges_[piece + 1] - edges_[piece]) / block_px;
            return {edges_[piece] + (half_block % 2 == 0 ? step * half : 0), step};
        }

      private:
        friend class PaperLevel;
        std::vector<int> edges_;
    };
    void take_row(int y, Row& row) const;

  private:
    std::uint16_t knot(int block_x, int block_y) const {
        return knots_[static_cast<std::size_t>(block_y + 1) * static_cast<std::size_t>(columns_ + 2) +
                      static_cast<std::size_t>(block_x + 1)];
    }
    friend double measure_noise(const base::GrayView& image, const PaperLevel& paper);

    int columns_{};
    int rows_{};
    std::vector<std::uint16_t> knots_;  ///< gray in 1/256, with a rim that repeats the outermost
};

/// Standard deviation of the gray of bare paper, from differences of near pixels.
double measure_noise(const base::GrayView& image, const PaperLevel& paper);

}  // namespace kiemphieu::omr
