#include "omr/qr_reader.hpp"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace kiemphieu::omr {
namespace {

base::ScanPoint point(ZXing::PointI p) {
    return {static_cast<double>(p.x), static_cast<double>(p.y)};
}

}  // namespace

std::vector<QrSymbol> read_qr(const base::GrayView& picture, QrSearch search) {
    if (picture.empty()) return {};
    const bool thorough = search == QrSearch::page;
    ZXing::DecodeHints hints;
    // A QR is found whatever way it is turned, so turning the picture is never needed.
    hints.setFormats(ZXing::BarcodeFormat::QRCode)
        .setTryHarder(thorough)
        .setTryRotate(false)
        .setTryDownscale(thorough)
        .setMaxNumberOfSymbols(thorough ? 4 : 1);
    const ZXing::ImageView view(picture.data, picture.width, picture.height, ZXing::ImageFormat::Lum,
                                static_cast<int>(picture.stride));
    std::vector<QrSymbol> symbols;
    for (const auto& result : ZXing::ReadBarcodes(view, hints)) {
        if (!result.isValid()) continue;
        const auto& at = result.position();
        symbols.push_back(
            {{result.bytes().begin(), result.bytes().end()},
             {point(at.topLeft()), point(at.topRight()), point(at.bottomRight()), point(at.bottomLeft())}});
    }
    return symbols;
}

}  // namespace kiemphieu::omr
