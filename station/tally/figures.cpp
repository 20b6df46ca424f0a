#include "station/tally/figures.hpp"

namespace kiemphieu::station {

std::string percent_text(std::int64_t count, std::int64_t total) {
    if (total <= 0) return "0,00";
    // Hundredths of a percent, half up: floor(10000 * count / total + 1/2) without leaving the integers.
    const std::int64_t hundredths = (20000 * count + total) / (2 * total);
    const std::string decimals = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (decimals.size() == 1 ? ",0" : ",") + decimals;
}

LowConsequence low_consequence(std::int64_t low, std::int64_t collected) {
    if (collected <= 0) return LowConsequence::none;
    if (3 * low >= 2 * collected) return LowConsequence::two_thirds;
    return 2 * low > collected ? LowConsequence::over_half : LowConsequence::none;
}

std::string_view name_of(LowConsequence consequence) {
    switch (consequence) {
        case LowConsequence::over_half:
            return "over_half";
        case LowConsequence::two_thirds:
            return "two_thirds";
        case LowConsequence::none:
            break;
    }
    return "none";
}

Quorum quorum(std::int64_t present, std::int64_t summoned) {
    return 3 * present >= 2 * summoned ? Quorum::reached : Quorum::not_reached;
}

}  // namespace kiemphieu::station
