// Rehearsals: held, listed, waived.

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/pipeline/read_files.hpp"
#include "station/rehearsal/gate.hpp"
#include "station/rehearsal/hold.hpp"
#include "station/server/api.hpp"
#include "station/server/case_files.hpp"
#include "station/server/stack_work.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The styles of which official or test ballots were printed, each with whether its last rehearsal was passed.
Json styles_of(const Call& call) {
    Json styles = Json::array();
    for (const forms::BallotStyle& style : call.live->definition().conference.styles) {
        bool passed = false;
        for (const Rehearsed& rehearsed : call.view->state.rehearsals) {
            if (rehearsed.style == style.id) passed = rehearsed.differences.empty();
        }
        styles.push_back({{"style", style.id.value}, {"passed", passed}});
    }
    return styles;
}

/// What came out of a rehearsal, where the case keeps it.
std::optional<Json> result_of(const fs::path& case_folder, std::size_t n) {
    /// More differences are another deck's, and nobody reads them.
    constexpr std::size_t most_differences = 200;
    const auto text = base::read_text_file(rehearsal_result(case_folder, n));
    if (!text) return std::nullopt;
    const Json kept = Json::parse(*text, nullptr, false);
    if (!kept.is_object()) return std::nullopt;
    Json result;
    for (const char* name : {"ballots", "plain_rows", "plain_to_people", "figures"}) {
        if (!kept.contains(name)) return std::nullopt;
        result[name] = kept[name];
    }
    const Json differences = kept.value("differences", Json::array());
    result["differences"] = Json::array();
    for (const Json& difference : differences) {
        if (result["differences"].size() < most_differences) result["differences"].push_back(difference);
    }
    result["more"] = differences.size() - result["differences"].size();
    return result;
}

std::string rehearsals_json(const Call& call) {
    const CaseState& state = call.view->state;
    const CaseDefinition& definition = call.live->definition();
    Json json{{"required", definition.conference.policy.rehearsal == forms::RehearsalRule::require},
              {"may_open", may_open_count(definition, state).has_value()}};
    if (state.rehearsal_waived) {
        json["waived"] = {{"who", state.rehearsal_waived->who}, {"why", state.rehearsal_waived->why}};
    }
    json["styles"] = styles_of(call);
    json["rehearsals"] = Json::array();
    std::size_t n = 0;
    for (const Rehearsed& rehearsed : state.rehearsals) {
        ++n;
        Json one{{"number", n},
                 {"style", rehearsed.style.value},
                 {"who", rehearsed.who},
                 {"sheets", rehearsed.sheets},
                 {"rows", rehearsed.rows},
                 {"passed", rehearsed.differences.empty()},
                 {"differences", rehearsed.differences}};
        const fs::path report = rehearsal_report(call.live->path(), n, rehearsed.style);
        std::error_code error;
        if (fs::is_regular_file(report, error)) one["report"] = name_of_file(*call.live, report);
        const std::string time = call.live->log().time_of("rehearsed", n - 1);
        if (!time.empty()) one["time"] = time;
        if (auto result = result_of(call.live->path(), n)) one["result"] = std::move(*result);
        json["rehearsals"].push_back(std::move(one));
    }
    const LongWork::State work = call.station.rehearsal().state();
    json["running"] = work.running;
    if (work.running) json["done"] = work.done;
    if (!work.running && !work.outcome.empty()) json["error"] = Json::parse(work.outcome);
    return dump(json);
}

Response list_rehearsals(const Call& call) {
    return json_response(rehearsals_json(call));
}

base::Expected<void, base::Failure> hold(LiveCase& live, const LooseStack& taken, const std::string& who,
                                         const LongWork::Progress& progress) {
    std::vector<omr::SheetReading> readings;
    const auto read =
        read_files(live.reader(), taken.files, {}, [&](ReadSide&& side) -> base::Expected<void, base::Failure> {
            readings.push_back(std::move(side.reading));
            progress(readings.size(), taken.files.size());
            return {};
        });
    if (!read) return base::fail(read.error());
    return live.act([&](CaseFolder& on) -> base::Expected<void, base::Failure> {
        const auto rehearsals = hold_rehearsal(on, readings, who);
        if (!rehearsals) return base::fail(rehearsals.error());
        return {};
    });
}

Response rehearse(const Call& call) {
    const StackWork work{call.station.rehearsal(),
                         "rehearsal",
                         {409, "rehearsal_running", "Đang diễn tập.", "A rehearsal runs already."}};
    auto refused = begin_with_stack(
        call, work,
        [who = call.caller.name](LiveCase& live, const LooseStackOrder&, const LooseStack& taken,
                                 const LongWork::Progress& progress) { return hold(live, taken, who, progress); });
    if (refused) return std::move(*refused);
    return json_response(rehearsals_json(call), 202);
}

Response waive(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const std::string why = body.text("why", {1, 2000});
    body.end();
    return done_or_refused(call.live->act([&](CaseFolder& folder) {
        return waive_rehearsal(folder.record(), folder.definition(), call.caller.name, why);
    }));
}

}  // namespace

std::vector<Route> rehearsal_routes() {
    constexpr Roles operators{Role::head, Role::secretary, Role::member, Role::technician};
    return {
        {Method::get, "/api/rehearsals", everybody, list_rehearsals, Use::watching},
        {Method::post, "/api/rehearsals", operators, rehearse},
        {Method::post, "/api/rehearsals/waive", {Role::head}, waive},
    };
}

}  // namespace kiemphieu::station::server
