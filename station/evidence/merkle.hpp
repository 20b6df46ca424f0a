#pragma once
// One digest that stands for a list of things.

#include <string>
#include <vector>

#include "base/hash.hpp"

namespace kiemphieu::station {

/// The Merkle tree hash of leaves in their order. Source: RFC 6962 section 2.1.
base::Digest merkle_root(const std::vector<std::string>& leaves);

}  // namespace kiemphieu::station
