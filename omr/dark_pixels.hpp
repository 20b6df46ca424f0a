#pragma once
// Which pixels of a row are darker than the paper by more than a threshold, as bits.

#include <cstdint>
#include <span>
#include <vector>

#include "omr/photometry.hpp"

namespace kiemphieu::omr {

/// One bit for each pixel that lies more than the threshold below the paper's level, `PaperLevel::block_px` pixels a
/// word, the first one lowest.
void find_dark(std::span<const std::uint8_t> gray, const PaperLevel::Row& level, int threshold,
               std::vector<std::uint32_t>& words);

}  // namespace kiemphieu::omr
