#pragma once
// Print to characters; the only place that knows Tesseract.

#include <string>
#include <string_view>

#include "base/page_image.hpp"

namespace kiemphieu::omr {

/// How the print in a picture is laid out.
enum class OcrShape { one_line, block };

/// The characters of an upright picture, taken from `alphabet` alone; empty when nothing was read or no OCR data is
/// installed. Each thread has an engine of its own, made at its first call (about 50 ms).
/// Units: `px_per_mm` tells the engine the resolution.
std::string read_print(const base::GrayView& picture, double px_per_mm, std::string_view alphabet, OcrShape shape);

/// Whether an engine can be made in this thread: without OCR data a ruined QR can't be helped, everything else works.
bool ocr_available();

}  // namespace kiemphieu::omr
