#pragma once
// What is known of the scanner a sheet came from; the defaults serve a scanner never calibrated.

namespace kiemphieu::omr {

/// Gray levels and limits that reading depends on. `calibration` learns and stores it.
struct ScannerProfile {
    /// Gray of bare paper and of full print as the scanner gives them; reading still measures each sheet and uses these
    /// only as bounds.
    double paper_gray{250.0};
    double print_gray{20.0};
};

}  // namespace kiemphieu::omr
