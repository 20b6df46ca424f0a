#include "station/store/rehearsal_event_json.hpp"

#include <nlohmann/json.hpp>

namespace kiemphieu::station {

using Json = nlohmann::json;

namespace {

tl::unexpected<base::Failure> bad(const char* place) {
    return base::fail(base::Failure{base::FailureClass::broken_evidence, "", place, "a field is missing or wrong"});
}

std::string written(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const Rehearsed& event) {
    return written({{"who", event.who},
                    {"style", event.style.value},
                    {"sheets", event.sheets},
                    {"rows", event.rows},
                    {"differences", event.differences}});
}

std::string to_json(const RehearsalWaived& event) {
    return written({{"who", event.who}, {"why", event.why}});
}

base::Expected<Rehearsed, base::Failure> rehearsed_from_json(const std::string& text) {
    try {
        const Json json = Json::parse(text);
        return Rehearsed{json.at("who").get<std::string>(),
                         {json.at("style").get<std::string>()},
                         json.at("sheets").get<int>(),
                         json.at("rows").get<int>(),
                         json.at("differences").get<std::vector<std::string>>()};
    } catch (const Json::exception&) {
        return bad("rehearsed");
    }
}

base::Expected<RehearsalWaived, base::Failure> rehearsal_waived_from_json(const std::string& text) {
    try {
        const Json json = Json::parse(text);
        return RehearsalWaived{json.at("who").get<std::string>(), json.at("why").get<std::string>()};
    } catch (const Json::exception&) {
        return bad("rehearsal_waived");
    }
}

}  // namespace kiemphieu::station
