#pragma once
// The identities a count must fulfil, as a list that people can read. Source: rules.md "Before the count", "The tally".

#include <optional>
#include <string>
#include <vector>

#include "station/review/count.hpp"

namespace kiemphieu::station {

struct Identity {
    std::string id;
    std::optional<base::StyleId> style{};
    std::string vietnamese;
    std::string english;
    std::optional<bool> holds{};  ///< nothing while a figure is missing
    bool accepted{false};         ///< does not hold, and the committee took it with a reason
    std::optional<int> first{};
    std::optional<int> second{};
    std::optional<ItemId> item{};  ///< to rule on, where it does not hold
};

std::vector<Identity> identities_of(const forms::Conference& conference, const Count& count);

}  // namespace kiemphieu::station
