#pragma once
// White, black, the curve between them, noise, and how even the light is.

#include "calibration/findings.hpp"
#include "calibration/look.hpp"
#include "forms/print/calibration_sheet.hpp"

namespace kiemphieu::calibration {

Tone measure_tone(const PlacedScan& placed, const forms::CalibrationSheet& sheet);

/// Gray of a light by a curve: the other way round.
double gray_of(const std::vector<TonePoint>& curve, double light);
/// Light of a gray by a curve, 0 black to 1 white; straight beyond its ends.
double light_of(const std::vector<TonePoint>& curve, double gray);

}  // namespace kiemphieu::calibration
