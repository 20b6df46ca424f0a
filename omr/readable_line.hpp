#pragma once
// The readable code under the QR, by OCR, accepted only where check character and tag prove it.

#include <optional>
#include <vector>

#include "base/hash.hpp"
#include "base/page_image.hpp"
#include "forms/code.hpp"
#include "forms/layout.hpp"
#include "omr/debug_pictures.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// Reads the line several ways; where the readings differ in single characters their combinations are tried as well.
/// The tag's 40 bits let a wrong combination pass once in 2 · 10^8 sheets of which every combination is tried.
std::optional<forms::SheetCode> read_readable_line(const base::GrayView& scan, const Homography& page_to_scan,
                                                   const base::PageRect& box,
                                                   const std::vector<forms::BallotLayout>& layouts,
                                                   const base::SecretKey& key, DebugPictures& debug);

}  // namespace kiemphieu::omr
