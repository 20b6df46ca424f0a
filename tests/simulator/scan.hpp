#pragma once
// A simulated scanner: from paper to the pixels a feeder would give, and to the bytes it would send.

#include <cstdint>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"
#include "tests/simulator/conditions.hpp"
#include "tests/simulator/paper.hpp"

namespace kiemphieu::simulator {

/// Scans a page as an A4 feeder set to A4: what lies beyond the image's edges is lost.
base::PageImage scan(const Paper& paper, const Conditions& conditions, Random& random);

/// The scanner's own JPEG, gray or in colour as the image is, with its resolution in the header. Errors: world.
[[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> encode_jpeg(const base::PageImage& image,
                                                                                   int quality);
/// What a reader sees of that JPEG. Errors: bad_input when the bytes are none.
[[nodiscard]] base::Expected<base::PageImage, base::Failure> decode_jpeg(const std::vector<std::uint8_t>& bytes);

}  // namespace kiemphieu::simulator
