#pragma once
// The three levels of confidence, in the order they are printed.

#include <array>
#include <optional>
#include <string_view>

namespace kiemphieu::forms {

/// Source: plan II.6.1 (tín nhiệm cao, tín nhiệm, tín nhiệm thấp).
enum class Level { high, confidence, low };

inline constexpr std::array<Level, 3> all_levels{Level::high, Level::confidence, Level::low};

/// Index 0, 1, 2 in printed order.
constexpr std::size_t index_of(Level level) {
    return static_cast<std::size_t>(level);
}
/// "high", "confidence", "low": the name in JSON and on the command line.
std::string_view name_of(Level level);
std::optional<Level> parse_level(std::string_view name);

}  // namespace kiemphieu::forms
