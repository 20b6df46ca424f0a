#include "station/rules/ruling.hpp"

#include <array>

namespace kiemphieu::station {
namespace {

constexpr std::array<std::string_view, 15> value_names{"high",   "confidence", "low",         "none",       "double",
                                                       "triple", "crossed",    "not-crossed", "not-issued", "issued",
                                                       "ignore", "by-hand",    "noted",       "nothing",    "accepted"};

}  // namespace

std::string_view name_of(RulingValue value) {
    return value_names[static_cast<std::size_t>(value)];
}

std::optional<RulingValue> parse_ruling_value(std::string_view name) {
    for (std::size_t i = 0; i < value_names.size(); ++i) {
        if (value_names[i] == name) return static_cast<RulingValue>(i);
    }
    return std::nullopt;
}

std::optional<RowVerdict> verdict_of(RulingValue value) {
    return parse_row_verdict(name_of(value));
}

}  // namespace kiemphieu::station
