#pragma once
// QR symbols in a picture; the only place that knows ZXing.

#include <array>
#include <cstdint>
#include <vector>

#include "base/geometry.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::omr {

/// A symbol that was read: its bytes as they are, and its corners in the picture.
struct QrSymbol {
    std::vector<std::uint8_t> bytes;
    std::array<base::ScanPoint, 4> corners;  ///< the symbol's own top left, top right, bottom right, bottom left
};

/// A crop holds little else than the symbol and is looked through once; a page needs the thorough way (10 to 40 times
/// slower).
enum class QrSearch { crop, page };

/// Every QR symbol that decodes.
std::vector<QrSymbol> read_qr(const base::GrayView& picture, QrSearch search);

}  // namespace kiemphieu::omr
