#pragma once
// The groups of Phụ lục 1 for other programs.

#include <string>

namespace kiemphieu::station {

/// An array of group, positions, voters (null where Phụ lục 1 leaves them to another text) and rule.
std::string voter_groups_json();

}  // namespace kiemphieu::station
