#include <nlohmann/json.hpp>

#include "station/rollup/outputs.hpp"
#include "station/rollup/roll_up.hpp"

namespace kiemphieu::station::rollup {
namespace {

using Json = nlohmann::ordered_json;

Json unit_json(const UnitResult& unit) {
    Json out{{"unit", unit.unit->id},
             {"name", unit.unit->name},
             {"level", unit.unit->level},
             {"state", name_of(unit.state)},
             {"vote_day", iso_day(unit.vote_day)},
             {"deadline", iso_day(unit.deadline)},
             {"received", unit.received ? Json(iso_day(*unit.received)) : Json()},
             {"votes", Json::array()}};
    for (const VoteResult& vote : unit.votes) {
        Json each{{"style", vote.style.value}, {"state", name_of(vote.state)}};
        if (vote.figures) {
            each["proof"] = name_of(vote.proof);
            each["kind"] = name_of(vote.kind);
            each["file"] = base::to_hex(vote.digest);
            each["issued"] = vote.figures->issued ? Json(*vote.figures->issued) : Json();
            each["collected"] = vote.figures->collected;
        }
        out["votes"].push_back(std::move(each));
    }
    return out;
}

Json place_json(const PlaceResult& place) {
    Json out{{"unit", place.unit->id},         {"style", place.style.value},
             {"number", place.figures.number}, {"position", place.figures.position},
             {"level", place.level},           {"collected", place.collected},
             {"valid", place.figures.valid},   {"invalid", place.figures.invalid}};
    for (const forms::Level level : forms::all_levels) {
        const int count = place.figures.count(level);
        out[std::string(forms::name_of(level))] = {{"count", count}, {"percent", percent_text(count, place.collected)}};
    }
    out["low_consequence"] = name_of(place.consequence);
    return out;
}

Json person_json(const RollUp& result, const PersonResult& person) {
    Json out{{"person", person.code.empty() ? Json() : Json(person.code)},
             {"name", person.name},
             {"birth", person.birth},
             {"worst", name_of(person.worst)},
             {"places", Json::array()},
             {"awaited", Json::array()}};
    for (const std::size_t place : person.places) out["places"].push_back(place_json(result.places[place]));
    for (const PlaceLine* line : person.awaited)
        out["awaited"].push_back({{"unit", line->unit}, {"style", line->style.value}});
    return out;
}

Json level_json(const LevelResult& level) {
    Json out{{"level", level.level->id}, {"name", level.level->name}, {"units", Json::object()}};
    for (const auto& [state, count] : level.units) out["units"][std::string(name_of(state))] = count;
    out["places"] = level.places;
    out["collected"] = level.collected;
    out["valid"] = level.valid;
    for (const forms::Level each : forms::all_levels)
        out[std::string(forms::name_of(each))] = level.levels[forms::index_of(each)];
    out["over_half"] = level.over_half;
    out["two_thirds"] = level.two_thirds;
    return out;
}

}  // namespace

std::string to_json(const RollUp& result) {
    Json out{{"day", iso_day(result.day)}, {"units", Json::array()},     {"levels", Json::array()},
             {"people", Json::array()},    {"attention", Json::array()}, {"refused", Json::array()}};
    for (const UnitResult& unit : result.units) out["units"].push_back(unit_json(unit));
    for (const LevelResult& level : result.levels) out["levels"].push_back(level_json(level));
    for (const PersonResult& person : result.people) out["people"].push_back(person_json(result, person));
    for (const Attention& each : result.attention)
        out["attention"].push_back(
            {{"kind", name_of(each.kind)}, {"unit", each.unit}, {"style", each.style}, {"detail", each.detail}});
    for (const Refusal& each : result.refusals) {
        out["refused"].push_back({{"file", each.file},
                                  {"sha256", base::to_hex(each.digest)},
                                  {"day", iso_day(each.day)},
                                  {"reason", name_of(each.reason)},
                                  {"place", each.place},
                                  {"message", each.message}});
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace kiemphieu::station::rollup
