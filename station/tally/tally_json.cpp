#include <nlohmann/json.hpp>

#include "station/tally/tally.hpp"

namespace kiemphieu::station {
namespace {

using Json = nlohmann::ordered_json;

Json candidate_json(const CandidateTally& candidate, int collected) {
    Json json{{"number", candidate.number}, {"name", candidate.name},       {"position", candidate.position},
              {"valid", candidate.valid},   {"invalid", candidate.invalid}, {"pending", candidate.pending}};
    for (const forms::Level level : forms::all_levels) {
        const int count = candidate.count(level);
        json[std::string{forms::name_of(level)}] = {{"count", count}, {"percent", percent_text(count, collected)}};
    }
    Json& reasons = json["invalid_by_reason"];
    for (std::size_t i = 0; i < invalid_reasons.size(); ++i) {
        reasons[std::string{name_of(invalid_reasons[i])}] = candidate.invalid_by_reason[i];
    }
    json["low_consequence"] = name_of(candidate.consequence);
    return json;
}

Json style_json(const StyleTally& style) {
    Json json{{"style", style.style.value},         {"issued", style.declared ? Json(style.declared->issued) : Json()},
              {"collected", style.collected},       {"scanned", style.scanned},
              {"printed", style.printed},           {"invalid_ballots", style.invalid_ballots},
              {"pending_rows", style.pending_rows}, {"candidates", Json::array()}};
    for (const CandidateTally& candidate : style.candidates) {
        json["candidates"].push_back(candidate_json(candidate, style.collected));
    }
    return json;
}

}  // namespace

std::string to_json(const Tally& tally, Finality finality) {
    Json json{{"conference", base::to_string(tally.conference)},
              {"final", finality == Finality::confirmed},
              {"pending_items", tally.pending_items()},
              {"styles", Json::array()}};
    for (const StyleTally& style : tally.styles) json["styles"].push_back(style_json(style));
    return json.dump();
}

}  // namespace kiemphieu::station
