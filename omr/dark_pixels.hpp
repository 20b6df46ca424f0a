#pragma once
// Which pixels of a picture are darker than the paper by more than a threshold, row by row.

#include <cstdint>
#include <span>
#include <vector>

#include "base/page_image.hpp"
#include "omr/photometry.hpp"

namespace kiemphieu::omr {

/// Looks at rows from the top down. The picture and its paper must outlive it.
class DarkPixels {
  public:
    DarkPixels(const base::GrayView& gray, const PaperLevel& paper, int threshold);

    /// Chunks of `PaperLevel::block_px` pixels of row `y` that may have pixels more than the threshold below the
    /// paper's level; the rest have none. Good until the next call.
    std::span<const int> in_row(int y);
    /// One bit for each such pixel of a chunk of the row taken last, the first one lowest.
    std::uint32_t bits(int chunk) const;

  private:
    /// Sixteen pixels at a time, in the compiler's own vectors: what it makes of plain loops is ten times slower.
    using Pixels = std::uint8_t __attribute__((vector_size(16)));
    /// What is below the first is dark, what is not below the second is not, for every level of a half block.
    struct Limits {
        Pixels surely;
        Pixels maybe;
    };

    void take_limits(int y);
    std::uint32_t bits_of_half(const std::uint8_t* pixels, int half) const;

    const base::GrayView gray_;
    const PaperLevel& paper_;
    int threshold_;
    int blocks_row_{-1};
    std::vector<Limits> limits_;  ///< of every half block
    int row_{};
    std::vector<int> found_;
};

}  // namespace kiemphieu::omr
