#pragma once
// What the demo's count must come to, worked out from what the voters meant and not from the station's own rules.

#include <string>
#include <vector>

#include "forms/conference.hpp"
#include "station/cli/demo_hall.hpp"
#include "station/review/count.hpp"

namespace kiemphieu::station::cli {

/// How a committee that knows the truth rules on what is pending; nothing for what another ruling settles.
std::vector<RulingGiven> rulings_by_truth(const Hall& hall, const std::vector<ReviewItem>& pending,
                                          const std::string& who);

/// Where the figures differ from the truth, a line each.
std::vector<std::string> differences(const Hall& hall, const Tally& tally);

}  // namespace kiemphieu::station::cli
