// Where the count stands: never a candidate's figure.

#include <nlohmann/json.hpp>

#include "station/review/acts.hpp"
#include "station/server/api.hpp"
#include "station/server/procedure.hpp"
#include "station/server/scan_work.hpp"
#include "station/server/stations_json.hpp"
#include "station/tally/attendance.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(StepState state) {
    constexpr std::string_view names[]{"done", "now", "open", "blocked"};
    return names[static_cast<std::size_t>(state)];
}

void add(Json& json, const char* name, const std::optional<int>& number) {
    if (number) json[name] = *number;
}

Json style_json(const CaseDefinition& definition, const StyleTally& style, bool tell_invalid) {
    Json json{{"style", style.style.value}, {"printed", style.printed}};
    const forms::BallotStyle* defined = definition.conference.find_style(style.style);
    const auto [summoned, present] = defined ? attendance_of(*defined, style.declared) : Attendance{};
    if (style.declared) {
        json["issued"] = style.declared->issued;
        json["collected"] = style.declared->collected;
        add(json, "exchanged", style.declared->exchanged);
        add(json, "unused", style.declared->unused);
    }
    json["summoned"] = summoned;
    json["present"] = present;
    json["quorum"] = summoned == 0                                  ? "unknown"
                     : quorum(present, summoned) == Quorum::reached ? "reached"
                                                                    : "not_reached";
    json["scanned"] = style.scanned;
    if (tell_invalid) json["invalid_ballots"] = style.invalid_ballots;
    json["pending_rows"] = style.pending_rows;
    return json;
}

Response get_status(const Call& call) {
    const View& view = *call.view;
    const CaseDefinition& definition = call.live->definition();
    Json json;
    json["procedure"] = Json::array();
    for (const Step& step : procedure_of(definition, view)) {
        json["procedure"].push_back(
            {{"step", step.name}, {"state", name_of(step.state)}, {"vi", step.vietnamese}, {"en", step.english}});
    }
    json["mode"] = is_official(definition, view) ? "official" : "rehearsal";
    json["styles"] = Json::array();
    for (const StyleTally& style : view.count.tally.styles) {
        json["styles"].push_back(style_json(definition, style, view.pending_items() == 0));
    }
    json["pending_items"] = view.pending_items();
    int waiting = 0;
    int disputed = 0;
    for (const auto& [item, open] : view.count.rulings.waiting) {
        ++(open.standing == OpenRuling::Standing::disputed ? disputed : waiting);
    }
    json["waiting_second"] = waiting;
    json["disputed"] = disputed;
    json["final"] = view.state.frozen();
    json["frozen"] = view.state.frozen();
    json["confirmations"] = Json::array();
    for (const Confirmed& confirmed : view.state.confirmations) {
        json["confirmations"].push_back({{"who", confirmed.who}, {"role", forms::name_of(confirmed.role)}});
    }
    json["version"] = view.version();
    json["fingerprint"] = base::to_hex(view.state.fingerprint);
    if (view.state.made.station != 0) {
        json["station"] = {{"station", view.state.made.station}, {"ended", view.state.ended}};
    }
    if (const auto link = link_json(call.station, view); !link.empty()) json["link"] = Json::parse(link);
    json["scan"] = Json::parse(call.station.scan_work().to_json());
    return json_response(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Response get_log(const Call& call) {
    LogIndex::Question question;
    question.kind = call.request.asked("kind").value_or("");
    question.who = call.request.asked("who").value_or("");
    question.before =
        static_cast<std::uint64_t>(parse_number(call.request.asked("after"), "after", {1, 1'000'000'000}).value_or(0));
    question.limit =
        static_cast<std::size_t>(parse_number(call.request.asked("limit"), "limit", {1, 500}).value_or(100));
    const LogIndex::Answer answer = call.live->log().ask(question);
    Json json{{"total", answer.total}, {"events", Json::array()}};
    for (const LogLine& line : answer.lines) {
        Json event{{"number", line.number}, {"time", line.time}, {"kind", line.kind}};
        if (!line.who.empty()) event["who"] = line.who;
        event["body"] = Json::parse(line.body);
        event["hash"] = line.hash;
        json["events"].push_back(std::move(event));
    }
    return json_response(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// The edge keeps the connection and sends the stream; a caller without an edge gets its beginning.
Response get_events(const Call& call) {
    Response response;
    response.type = "text/event-stream";
    response.body = "event: record\ndata: {\"version\":" + std::to_string(call.view->version()) + "}\n\n";
    return response;
}

}  // namespace

std::vector<Route> progress_routes() {
    return {
        {Method::get, "/api/status", everybody, get_status, Use::watching},
        {Method::get, "/api/events", everybody, get_events, Use::watching},
        {Method::get, "/api/log", everybody, get_log},
    };
}

}  // namespace kiemphieu::station::server
