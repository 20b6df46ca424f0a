#pragma once
// Rendering of a PDF page that is no plain scan, by poppler's pdftoppm as a child process (its licence keeps it
// unlinked).

#include <string>

#include "scanner/document.hpp"

namespace kiemphieu::scanner::formats {

/// Renders page `index` at 200 dpi in gray. Errors: bad_input when it can't be rendered in time; world when pdftoppm is
/// missing.
[[nodiscard]] base::Expected<base::PageImage, base::Failure> render_pdf_page(base::Bytes pdf, int index,
                                                                             const std::string& name,
                                                                             const DecodeLimits& limits);

}  // namespace kiemphieu::scanner::formats
