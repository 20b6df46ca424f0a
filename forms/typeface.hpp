#pragma once
// Measuring and drawing text with the very font files that are embedded in the PDFs.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/geometry.hpp"
#include "forms/layout.hpp"

namespace kiemphieu::forms {

/// Path of a face's font file (fonts-liberation2). Errors: world, naming the package, when it is missing.
[[nodiscard]] base::Expected<std::string, base::Failure> font_file(Face face);

/// Advance width of a text in millimetres, rounded as the PDF's width table has it, so that print and measure agree.
[[nodiscard]] base::Expected<double, base::Failure> text_width_mm(std::string_view text, Face face, double size_pt);

/// Tight box of a run's ink. Errors: bad_input naming the letter when the face has no glyph for it.
[[nodiscard]] base::Expected<base::PageRect, base::Failure> ink_box(const TextRun& run);

/// Breaks a text into lines no wider than `width_mm`, at blanks; a word that is too long is broken between letters.
[[nodiscard]] base::Expected<std::vector<std::string>, base::Failure> wrap_text(std::string_view text, Face face,
                                                                                double size_pt, double width_mm);

}  // namespace kiemphieu::forms
