#pragma once
// The calibration sheet as paper, with pens tried on it.

#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/print/calibration_sheet.hpp"
#include "tests/simulator/paper.hpp"
#include "tests/simulator/pen.hpp"

namespace kiemphieu::simulator {

/// Prints the sheet from the numbers the PDF is drawn from. Errors: world when a font is missing.
[[nodiscard]] base::Expected<Paper, base::Failure> print_calibration(const forms::CalibrationSheet& sheet,
                                                                     base::ConferenceId conference,
                                                                     const base::SecretKey& key, double px_per_mm);
/// An X with each pen into both boxes of its place.
void try_pens(Paper& paper, const forms::CalibrationSheet& sheet, const std::vector<Pen>& pens, Random& random);

}  // namespace kiemphieu::simulator
