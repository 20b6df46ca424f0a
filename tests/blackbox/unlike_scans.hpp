#pragma once
// What other scanners and other pens do to a sheet that no grade of the simulator does.

#include <functional>
#include <string>
#include <vector>

#include "base/page_image.hpp"
#include "tests/simulator/random.hpp"
#include "tests/simulator/sheet.hpp"

namespace kiemphieu::blackbox {

/// One condition: what it changes of the sheet before it is scanned, and of the picture after.
struct Unlike {
    std::string name;
    std::function<void(simulator::SheetOrder&)> order{};
    std::function<void(base::PageImage&, simulator::Random&)> picture{};
    int jpeg_quality{85};    ///< 0: no JPEG
    double most_left{0.06};  ///< share of plain X rows left to people at most
    int most_away{};         ///< sheets turned away at most, of `unlike_sheets`
};

inline constexpr int unlike_sheets = 6;

std::vector<Unlike> unlike_scans();

}  // namespace kiemphieu::blackbox
