#include "station/store/station_event_json.hpp"

#include <nlohmann/json.hpp>

namespace kiemphieu::station {
namespace {

using Json = nlohmann::json;

template <class T, class Read>
base::Expected<T, base::Failure> read(const std::string& text, Read fields) {
    try {
        return fields(Json::parse(text));
    } catch (const Json::exception&) {
        return base::fail(
            base::Failure{base::FailureClass::broken_evidence, "", "station", "a field is missing or wrong"});
    }
}

int station_number(const Json& json) {
    const int number = json.at("station").get<int>();
    if (number < 1) throw Json::other_error::create(500, "station", &json);
    return number;
}

template <std::size_t N>
std::array<std::uint8_t, N> bytes(const Json& json, const char* name) {
    std::array<std::uint8_t, N> value{};
    if (!base::parse_hex(json.at(name).get<std::string>(), value)) throw Json::other_error::create(500, name, &json);
    return value;
}

std::string written(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const StationJoined& event) {
    return written(
        {{"station", event.station}, {"name", event.name}, {"key", base::to_hex(event.key)}, {"who", event.who}});
}

std::string to_json(const StationAdopted& event) {
    return written({{"station", event.station},
                    {"through", event.through},
                    {"hash", base::to_hex(event.hash)},
                    {"sheets", event.sheets},
                    {"ended", event.ended}});
}

std::string to_json(const StationReleased& event) {
    return written({{"station", event.station}, {"who", event.who}, {"why", event.why}});
}

std::string to_json(const StationEnded& event) {
    return written({{"who", event.who}});
}

base::Expected<StationJoined, base::Failure> station_joined_from_json(const std::string& text) {
    return read<StationJoined>(text, [](const Json& json) {
        return StationJoined{station_number(json), json.at("name").get<std::string>(), bytes<32>(json, "key"),
                             json.at("who").get<std::string>()};
    });
}

base::Expected<StationAdopted, base::Failure> station_adopted_from_json(const std::string& text) {
    return read<StationAdopted>(text, [](const Json& json) {
        return StationAdopted{station_number(json), json.at("through").get<std::uint64_t>(), bytes<32>(json, "hash"),
                              json.at("sheets").get<int>(), json.at("ended").get<bool>()};
    });
}

base::Expected<StationReleased, base::Failure> station_released_from_json(const std::string& text) {
    return read<StationReleased>(text, [](const Json& json) {
        return StationReleased{station_number(json), json.at("who").get<std::string>(),
                               json.at("why").get<std::string>()};
    });
}

base::Expected<StationEnded, base::Failure> station_ended_from_json(const std::string& text) {
    return read<StationEnded>(text, [](const Json& json) { return StationEnded{json.at("who").get<std::string>()}; });
}

}  // namespace kiemphieu::station
