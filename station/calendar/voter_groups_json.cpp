#include "station/calendar/voter_groups_json.hpp"

#include <nlohmann/json.hpp>

#include "forms/voter_groups.hpp"

namespace kiemphieu::station {

std::string voter_groups_json() {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const forms::VoterGroup& group : forms::voter_groups()) {
        const auto voters = forms::voters_of(group);
        json.push_back({{"group", group.number},
                        {"positions", forms::positions_of(group)},
                        {"voters", voters ? nlohmann::ordered_json(*voters) : nlohmann::ordered_json()},
                        {"rule", group.rule}});
    }
    return json.dump();
}

}  // namespace kiemphieu::station
