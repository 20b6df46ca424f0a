#pragma once
// How printed marks, symbols and people's pens come out.

#include "calibration/findings.hpp"
#include "calibration/look.hpp"
#include "forms/print/calibration_sheet.hpp"

namespace kiemphieu::calibration {

std::vector<MarkFinding> measure_marks(const PlacedScan& placed, const std::vector<forms::MarkSample>& marks,
                                       const Tone& tone);
/// Pens that were tried; a place left empty tells of none.
std::vector<PenFinding> measure_pens(const PlacedScan& placed, const forms::CalibrationSheet& sheet, const Tone& tone);
std::vector<SymbolFinding> read_symbols(const PlacedScan& placed, const forms::CalibrationSheet& sheet);

}  // namespace kiemphieu::calibration
