#include "forms/level.hpp"

namespace kiemphieu::forms {
namespace {

constexpr std::array<std::string_view, 3> names{"high", "confidence", "low"};

}  // namespace

std::string_view name_of(Level level) {
    return names[index_of(level)];
}

std::optional<Level> parse_level(std::string_view name) {
    for (const Level level : all_levels) {
        if (name_of(level) == name) return level;
    }
    return std::nullopt;
}

}  // namespace kiemphieu::forms
