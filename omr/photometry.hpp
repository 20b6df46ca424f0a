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
    /// Levels of pixels 0 … out.size() - 1 of row y.
    void row(int y, std::span<std::uint8_t> out) const;
    double at(int x, int y) const;

  private:
    std::uint16_t knot(int block_x, int block_y) const;

    int columns_{};
    int rows_{};
    std::vector<std::uint16_t> knots_;  ///< gray in 1/256
};

/// Standard deviation of the gray of bare paper, from differences of near pixels.
double measure_noise(const base::GrayView& image, const PaperLevel& paper);

}  // namespace kiemphieu::omr
