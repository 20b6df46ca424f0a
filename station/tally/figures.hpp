#pragma once
// The arithmetic of the report, on exact integers.

#include <cstdint>
#include <string>
#include <string_view>

namespace kiemphieu::station {

/// A share as the report prints it: "40,43". Two decimals, decimal comma, rounded half up, "0,00" of nothing.
/// Source: plan II.6.3 "tỉ lệ phần trăm trên tổng số phiếu thu về"; shares are not forced to add up to 100.
std::string percent_text(std::int64_t count, std::int64_t total);

enum class LowConsequence {
    none,
    over_half,   ///< Source: plan II.9.2 "trên 50% nhưng dưới 2/3"
    two_thirds,  ///< Source: plan II.9.3 "từ 2/3 … trở lên"
};

/// What a low result leads to, on collected ballots, never on rounded shares. Source: plan II.9.2, II.9.3.
LowConsequence low_consequence(std::int64_t low, std::int64_t collected);
std::string_view name_of(LowConsequence consequence);

enum class Quorum { reached, not_reached };

/// Source: plan II.2 "ít nhất 2/3 số người được triệu tập có mặt".
Quorum quorum(std::int64_t present, std::int64_t summoned);

}  // namespace kiemphieu::station
