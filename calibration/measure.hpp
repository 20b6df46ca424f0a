#pragma once
// One scan of the calibration sheet, measured whole.

#include <optional>
#include <string>

#include "base/hash.hpp"
#include "base/page_image.hpp"
#include "calibration/findings.hpp"
#include "forms/layout.hpp"
#include "forms/print/calibration_sheet.hpp"

namespace kiemphieu::calibration {

/// Why an image tells nothing of the scanner.
enum class NoFinding {
    no_sheet,     ///< no calibration sheet in it
    other_sheet,  ///< a calibration sheet of another version or another case
    not_placed,   ///< its known points were not found
    bilevel,      ///< black and white only: nothing can be learned from it
};

struct Measured {
    std::optional<SheetFindings> findings;
    NoFinding why{NoFinding::no_sheet};
};

/// Measures scans of one sheet of one conference. Made once, used for any number of scans.
class SheetMeasurer {
  public:
    SheetMeasurer(forms::CalibrationSheet sheet, base::ConferenceId conference, base::SecretKey key);
    Measured measure(const base::PageImage& gray, const std::string& file) const;
    const forms::CalibrationSheet& sheet() const { return sheet_; }

  private:
    forms::CalibrationSheet sheet_;
    forms::BallotLayout layout_;  ///< where marks and code stand
    base::SecretKey key_;
};

}  // namespace kiemphieu::calibration
