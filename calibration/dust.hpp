#pragma once
// Lines along the feed that dirt on the glass draws.

#include <vector>

#include "calibration/findings.hpp"
#include "calibration/look.hpp"

namespace kiemphieu::calibration {

/// Columns that are darker or lighter than their neighbours wherever the paper is bare, over most of the page.
std::vector<DustColumn> find_dust(const PlacedScan& placed);

}  // namespace kiemphieu::calibration
