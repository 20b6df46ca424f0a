#pragma once
// What a page looks like before anybody writes on it, as pixels: the layout's text, lines and marks.

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"
#include "forms/layout.hpp"

namespace kiemphieu::forms {

/// Draws a region of a page: 0 is full ink, 255 bare paper, edges anti-aliased. The code (QR and readable lines) is
/// left out: it differs per ballot. Units: `px_per_mm` pixels a millimetre; pixel (0, 0) of the result lies at the
/// region's top left.
[[nodiscard]] base::Expected<base::PageImage, base::Failure> draw_expected_print(const LayoutPage& page,
                                                                                 const base::PageRect& region,
                                                                                 double px_per_mm);

}  // namespace kiemphieu::forms
