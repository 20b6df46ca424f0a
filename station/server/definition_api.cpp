// The conference's definition: shown, checked, previewed, and made into a case.

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "forms/print/print_run.hpp"
#include "station/server/api.hpp"
#include "station/server/definition_check.hpp"
#include "station/server/definition_json.hpp"
#include "station/server/pdf_page.hpp"
#include "station/server/temporary_folder.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// 50 styles of 60 people with long positions.
constexpr std::size_t definition_limit = 2U << 20U;
/// A roster of 60 people as XLSX has some 20 kB, with a picture in it some MB.
constexpr std::size_t roster_limit = 8U << 20U;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string case_json(const LiveCase& live, const View& view) {
    Json json{{"conference_id", base::to_string(view.state.made.conference)},
              {"definition", Json::parse(definition_to_json(live.definition().conference))},
              {"layouts", Json::array()}};
    for (const forms::BallotLayout& layout : live.definition().layouts) {
        Json one{{"style", layout.style.value},
                 {"layout", base::to_string(layout.id)},
                 {"sheets", layout.sheets},
                 {"pages", Json::array()}};
        for (const forms::LayoutPage& page : layout.pages) {
            Json numbers = Json::array();
            for (const forms::Row& row : page.rows) numbers.push_back(row.number);
            one["pages"].push_back({{"page", page.page}, {"sheet", page.sheet}, {"numbers", std::move(numbers)}});
        }
        json["layouts"].push_back(std::move(one));
    }
    return dump(json);
}

Response get_definition(const Call& call) {
    return json_response(case_json(*call.live, *call.view));
}

DefinitionText definition_in(JsonObject& body) {
    return definition_to_toml(body.object("definition"));
}

Json problems_json(const std::vector<DefinitionProblem>& problems) {
    Json json = Json::array();
    for (const DefinitionProblem& problem : problems) {
        Json one{{"field", problem.field}};
        if (problem.row) one["row"] = *problem.row;
        one["vi"] = problem.vietnamese;
        one["en"] = problem.english;
        json.push_back(std::move(one));
    }
    return json;
}

Response check_definition(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const DefinitionText text = definition_in(body);
    body.end();
    return json_response(dump({{"problems", problems_json(problems_of(text))}}));
}

Response refuse_definition(const DefinitionText& text, const base::Failure& failure) {
    const std::vector<DefinitionProblem> problems = problems_of(text);
    if (problems.empty()) return to_response(refusal_of(failure));
    return to_response(
        {400, "definition", problems.front().vietnamese, problems.front().english, problems.front().field});
}

Response preview(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const DefinitionText text = definition_in(body);
    const auto style_named = body.optional_text("style", {1, 8});
    const auto page = body.optional_number("page", {1, 1000}).value_or(1);
    const auto width = body.optional_number("width", {100, 3000}).value_or(900);
    body.end();
    const auto conference = conference_of(text);
    if (!conference) return refuse_definition(text, conference.error());
    const forms::BallotStyle* style = style_named
                                          ? conference->find_style({*style_named})
                                          : (conference->styles.empty() ? nullptr : &conference->styles.front());
    if (!style) {
        return to_response({400, "style", "Hội nghị không có loại phiếu này.", "There is no such style.", "style"});
    }
    // A preview's code is of no conference and proven by no key of a case.
    const auto layout = forms::make_layout(*conference, *style, base::ConferenceId{0});
    if (!layout) return refuse_definition(text, layout.error());
    base::SecretKey key{};
    base::random_bytes(key);
    const TemporaryFolder folder;
    const fs::path pdf = folder.path() / "preview.pdf";
    const forms::PrintRun run = forms::make_print_run(*layout, forms::BallotKind::official, 1, base::Digest{}, key);
    if (const auto printed = forms::print_ballots(*layout, run, key, pdf); !printed) {
        return to_response(refusal_of(printed.error()));
    }
    const auto bytes = base::read_file(pdf);
    if (!bytes) return to_response(refusal_of(bytes.error()));
    return page_response(*bytes, static_cast<int>(page), static_cast<int>(width));
}

Response read_roster(const Call& call) {
    const RosterRead read = read_roster_table(call.request.body);
    Json json{{"candidates", Json::array()}, {"problems", Json::array()}};
    for (const forms::Candidate& candidate : read.candidates) {
        json["candidates"].push_back(
            {{"number", candidate.number}, {"name", candidate.name}, {"position", candidate.position}});
    }
    for (const RosterProblem& problem : read.problems) {
        json["problems"].push_back(
            {{"row", problem.row}, {"column", problem.column}, {"vi", problem.vietnamese}, {"en", problem.english}});
    }
    return json_response(dump(json));
}

Response make_case(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const DefinitionText text = definition_in(body);
    body.end();
    const std::vector<DefinitionProblem> problems = problems_of(text);
    if (!problems.empty()) {
        return to_response(
            {400, "definition", problems.front().vietnamese, problems.front().english, problems.front().field});
    }
    const TemporaryFolder folder;
    const fs::path toml = folder.path() / "conference.toml";
    if (const auto written = base::write_file_durably(toml, base::as_bytes(text.toml)); !written) {
        return to_response(refusal_of(written.error()));
    }
    if (const auto made = call.station.make_case(toml); !made) return to_response(refusal_of(made.error()));
    call.station.sessions().end_all_in(Role::setup);
    const auto live = call.station.live();
    return json_response(case_json(*live, *live->view()), 201);
}

}  // namespace

std::vector<Route> definition_routes() {
    constexpr Roles makers{Role::head, Role::secretary, Role::technician, Role::setup};
    return {
        {Method::get, "/api/definition", everybody, get_definition, Use::watching},
        {Method::post, "/api/definition/check", makers, check_definition, Use::active, Needs::nothing,
         definition_limit},
        {Method::post, "/api/definition/preview", makers, preview, Use::active, Needs::nothing, definition_limit},
        {Method::post, "/api/roster", makers, read_roster, Use::active, Needs::nothing, roster_limit, true},
        {Method::post, "/api/case", {Role::setup}, make_case, Use::active, Needs::nothing, definition_limit},
    };
}

}  // namespace kiemphieu::station::server
