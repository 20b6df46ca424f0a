// The stations that scan for this count, and the way between them and the one that leads.

#include <nlohmann/json.hpp>

#include "station/server/api.hpp"
#include "station/server/stations_json.hpp"
#include "station/stations/scanning_station.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

/// When each station was last taken over from, as far as the newest of such events tell.
std::map<int, std::string> last_taken_over(const LogIndex& log) {
    std::map<int, std::string> times;
    LogIndex::Question question;
    question.kind = "station_adopted";
    question.limit = 500;  // some minutes of ten stations that scan all the time
    for (const LogLine& line : log.ask(question).lines) {
        times.emplace(Json::parse(line.body).at("station").get<int>(), line.time);
    }
    return times;
}

/// Sides that count, by the station that scanned them; 0 is the one that leads.
std::map<int, int> sides_by_station(const CaseState& state) {
    std::map<int, int> sides;
    for (const AcceptedSheet& sheet : state.sheets) {
        const auto batch = state.batches.find(sheet.batch);
        const bool elsewhere = batch != state.batches.end() && batch->second.origin;
        ++sides[elsewhere ? batch->second.origin->station : 0];
    }
    return sides;
}

Response list_stations(const Call& call) {
    const CaseState& state = call.view->state;
    const auto times = last_taken_over(call.live->log());
    auto sides = sides_by_station(state);
    Json json{{"own_sides", sides[0]}, {"stations", Json::array()}};
    if (const auto link = link_json(call.station, *call.view); !link.empty()) json["link"] = Json::parse(link);
    for (const auto& [number, station] : state.stations) {
        Json one{{"station", number},         {"name", station.joined.name}, {"sides", sides[number]},
                 {"events", station.through}, {"ended", station.ended},      {"key", base::to_hex(station.joined.key)}};
        if (station.through > 0) one["hash"] = base::to_hex(station.hash);
        if (const auto time = times.find(number); time != times.end()) one["taken_over_at"] = time->second;
        json["stations"].push_back(std::move(one));
    }
    return json_response(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Response release(const Call& call) {
    const auto number = parse_number(call.parameter(0), "number", {1, 1'000'000});
    JsonObject body = JsonObject::parse(call.request.body);
    const std::string why = body.text("why", {1, 2000});
    body.end();
    return done_or_refused(call.live->act(
        [&](CaseFolder& folder) { return release_station(folder, static_cast<int>(*number), call.caller.name, why); }));
}

/// Of a station that scans: nothing more is scanned here.
Response end_here(const Call& call) {
    if (call.view->state.made.station != 0 && call.station.scan_work().running()) {
        return to_response(
            {409, "scan_running", "Đang quét; hãy dừng lần quét này trước.", "A scan runs; stop it first."});
    }
    return done_or_refused(
        call.live->act([&](CaseFolder& folder) { return folder.record().append(StationEnded{call.caller.name}); }));
}

constexpr Roles head{Role::head};
constexpr Roles scanning_people{Role::head, Role::secretary, Role::member, Role::technician};

}  // namespace

std::string link_json(const Station& station, const View& view) {
    const StationLink* link = station.link();
    if (!link) return {};
    const StationLink::State state = link->state();
    constexpr std::string_view names[]{"not_tried", "in_reach", "cut_off", "hindered", "refused"};
    Json json{{"server", link->url()}, {"state", names[static_cast<std::size_t>(state.way)]}, {"since", state.since}};
    if (!state.last.empty()) json["in_step_at"] = state.last;
    if (!state.detail.empty()) json["detail"] = state.detail;
    if (view.state.made.station != 0) {
        const std::size_t sides = view.state.known.size();
        json["waiting"] = sides - std::min(sides, state.moved.value_or(0));
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<Route> stations_routes() {
    return {
        {Method::get, "/api/stations", everybody, list_stations, Use::watching},
        {Method::post, "/api/stations/*/release", head, release},
        {Method::post, "/api/stations/end", scanning_people, end_here},
    };
}

}  // namespace kiemphieu::station::server
