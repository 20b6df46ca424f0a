#include "station/evidence/merkle.hpp"

#include <bit>
#include <span>

namespace kiemphieu::station {
namespace {

std::string as_text(const base::Digest& digest) {
    return {digest.begin(), digest.end()};
}

base::Digest root_of(std::span<const std::string> leaves) {
    // Leaves and nodes are marked apart, so that no leaf can stand for a node.
    if (leaves.size() == 1) return base::sha256(base::as_bytes(std::string(1, '\0') + leaves.front()));
    const std::size_t half = std::bit_floor(leaves.size() - 1);
    return base::sha256(base::as_bytes(std::string(1, '\1') + as_text(root_of(leaves.first(half))) +
                                       as_text(root_of(leaves.subspan(half)))));
}

}  // namespace

base::Digest merkle_root(const std::vector<std::string>& leaves) {
    return leaves.empty() ? base::sha256({}) : root_of(leaves);
}

}  // namespace kiemphieu::station
