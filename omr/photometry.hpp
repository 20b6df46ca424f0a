#pragma once
// How bright the bare paper is everywhere, how dark full print is, and how noisy the scan is: measured on each sheet.

#include <cstdint>
#include <span>
#include <vector>

#include "base/page_image.hpp"

namespace kiemphieu::omr {

/// Gray of the bare paper on a grid of blocks, bilinear between their centres.
class PaperLevel {
  public:
    /// Source: shading and shadows of ADF scanners vary over centimetres; a block of 32 px is 4 mm at 200 dpi.
    static constexpr int block_px = 32;

    explicit PaperLevel(const base::GrayView& image);
    /// How far each pixel of row y lies below the paper's level, 0 where it is brighter. `block_most` takes the largest
    /// of every `block_px / 2` pixels, so that bare paper can be passed over.
    void darkness_of_row(int y, std::span<const std::uint8_t> gray, std::uint8_t* darkness,
                         std::uint8_t* block_most) const;
    static std::size_t half_blocks(int width) {
        return static_cast<std::size_t>((width + block_px / 2 - 1) / (block_px / 2));
    }
    double at(int x, int y) const;

  private:
    void row(int y, std::uint8_t* out, int width) const;
    std::uint16_t knot(int block_x, int block_y) const;

    int columns_{};
    int rows_{};
    std::vector<std::uint16_t> knots_;  ///< gray in 1/256
};

/// Standard deviation of the gray of bare paper, from differences of near pixels.
double measure_noise(const base::GrayView& image, const PaperLevel& paper);

}  // namespace kiemphieu::omr
