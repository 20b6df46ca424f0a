#pragma once
// One image of a PDF to pixels, by its own compression: fax, JPEG or plain samples.

#include <optional>
#include <string>

#include "scanner/document.hpp"

class QPDFObjectHandle;

namespace kiemphieu::scanner::formats {

/// Nothing when the image is of a kind that must be rendered (masks, indexed colours, JBIG2, JPEG 2000).
/// Errors: bad_input for damage and for more pixels than allowed.
[[nodiscard]] std::optional<base::Expected<base::PageImage, base::Failure>> decode_pdf_image(
    QPDFObjectHandle stream, WantedPixels wanted, const std::string& name, const std::string& place,
    const DecodeLimits& limits);

}  // namespace kiemphieu::scanner::formats
