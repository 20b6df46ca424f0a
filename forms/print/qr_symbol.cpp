#include "forms/print/qr_symbol.hpp"

#include <memory>
#include <stdexcept>

#include <qrencode.h>

namespace kiemphieu::forms {

std::vector<base::PageRect> qr_modules(base::Bytes payload, const base::PageRect& box) {
    constexpr int version = 5;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> symbol(
        QRcode_encodeData(static_cast<int>(payload.size()), payload.data(), version, QR_ECLEVEL_Q), &QRcode_free);
    if (symbol == nullptr || symbol->version != version)
        throw std::logic_error("a payload does not fit a QR of version 5-Q");
    const int size = symbol->width;
    const double module = box.w / size;
    std::vector<base::PageRect> out;
    for (int y = 0; y < size; ++y) {
        const auto dark = [&](int x) { return x < size && (symbol->data[y * size + x] & 1U) != 0; };
        for (int x = 0; x < size; ++x) {
            if (!dark(x)) continue;
            const int from = x;
            while (dark(x)) ++x;
            out.push_back({box.x + from * module, box.y + y * module, (x - from) * module, module});
        }
    }
    return out;
}

}  // namespace kiemphieu::forms
