#include "station/rules/verdict.hpp"

#include <array>

namespace kiemphieu::station {
namespace {

constexpr std::array<std::string_view, 9> verdict_names{"high",   "confidence", "low",    "none",   "double",
                                                        "triple", "crossed",    "ballot", "pending"};
constexpr std::array<std::string_view, 9> fault_names{"no_code",       "not_authentic",    "other_conference",
                                                      "never_printed", "second_copy",      "test_ballot",
                                                      "seal_missing",  "ruled_not_issued", "crossed_name"};

}  // namespace

std::string_view name_of(RowVerdict verdict) {
    return verdict_names[static_cast<std::size_t>(verdict)];
}

std::string_view name_of(BallotFault fault) {
    return fault_names[static_cast<std::size_t>(fault)];
}

std::optional<RowVerdict> parse_row_verdict(std::string_view name) {
    constexpr std::size_t rulable = 7;
    for (std::size_t i = 0; i < rulable; ++i) {
        if (verdict_names[i] == name) return static_cast<RowVerdict>(i);
    }
    return std::nullopt;
}

std::optional<forms::Level> level_of(RowVerdict verdict) {
    switch (verdict) {
        case RowVerdict::high:
            return forms::Level::high;
        case RowVerdict::confidence:
            return forms::Level::confidence;
        case RowVerdict::low:
            return forms::Level::low;
        default:
            return std::nullopt;
    }
}

RowVerdict verdict_of(forms::Level level) {
    switch (level) {
        case forms::Level::high:
            return RowVerdict::high;
        case forms::Level::confidence:
            return RowVerdict::confidence;
        case forms::Level::low:
            return RowVerdict::low;
    }
    return RowVerdict::pending;
}

}  // namespace kiemphieu::station
