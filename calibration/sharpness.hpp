#pragma once
// How sharp the scanner is: blur of slanted edges, and the contrast left of printed line pairs.

#include "calibration/findings.hpp"
#include "calibration/look.hpp"
#include "forms/print/calibration_sheet.hpp"

namespace kiemphieu::calibration {

Sharpness measure_sharpness(const PlacedScan& placed, const forms::CalibrationSheet& sheet, const Tone& tone);

}  // namespace kiemphieu::calibration
