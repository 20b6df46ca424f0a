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

/// The text of one upright line in Vietnamese, every letter as it is seen: no dictionary bends it towards a word.
/// Empty when nothing was read or the Vietnamese data is not installed.
std::string read_text(const base::GrayView& picture, double px_per_mm);

/// Whether Vietnamese text can be read on this machine.
bool vietnamese_ocr_available();

/// Whether an engine can be made in this thread: without OCR data a ruined QR can't be helped, everything else works.
bool ocr_available();

}  // namespace kiemphieu::omr
