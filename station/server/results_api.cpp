// Figures declared, comparing, confirming, results, and the wall of what was counted.

#include <algorithm>

#include <nlohmann/json.hpp>

#include "station/review/acts.hpp"
#include "station/review/agreement.hpp"
#include "station/server/api.hpp"
#include "station/server/counted_rows.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// No figure of a candidate is told while anything waits: no ruling is made knowing what it changes.
std::optional<Response> refuse_while_pending(const Call& call) {
    const int pending = call.view->pending_items();
    if (pending == 0) return std::nullopt;
    const std::string n = std::to_string(pending);
    return to_response({409, "pending",
                        "Còn " + n + " việc chờ xem xét; số liệu từng người chỉ hiện khi không còn việc chờ.",
                        n + " items wait for people; candidates' figures are shown once nothing waits."});
}

Response declare_figures(const Call& call) {
    constexpr Bounds papers{0, 1'000'000};
    JsonObject body = JsonObject::parse(call.request.body);
    const auto optional = [&](const char* name) -> std::optional<int> {
        const auto number = body.optional_number(name, papers);
        return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
    };
    Declared declared;
    declared.figures.style = base::StyleId{body.text("style", {1, 8})};
    declared.figures.issued = static_cast<int>(body.number("issued", papers));
    declared.figures.collected = static_cast<int>(body.number("collected", papers));
    declared.figures.exchanged = optional("exchanged");
    declared.figures.unused = optional("unused");
    declared.figures.summoned = optional("summoned");
    declared.figures.present = optional("present");
    declared.who = call.caller.name;
    declared.why = body.optional_text("why").value_or("");
    body.end();
    return done_or_refused(
        call.live->act([&](CaseFolder& folder) { return declare(folder.record(), folder.definition(), declared); }));
}

Response get_agreement(const Call& call) {
    Json json{{"complete", call.view->count.tally.complete()}, {"identities", Json::array()}};
    for (const Identity& identity : identities_of(call.live->definition().conference, call.view->count)) {
        Json one{{"id", identity.id}};
        if (identity.style) one["style"] = identity.style->value;
        one["vi"] = identity.vietnamese;
        one["en"] = identity.english;
        one["holds"] = identity.holds ? Json(*identity.holds) : Json();
        if (identity.accepted) one["accepted"] = true;
        if (identity.first) one["first"] = *identity.first;
        if (identity.second) one["second"] = *identity.second;
        if (identity.item) one["item"] = to_string(*identity.item);
        json["identities"].push_back(std::move(one));
    }
    return json_response(dump(json));
}

Response confirm_figures(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const std::string passphrase = body.text("passphrase", {1, 200});
    body.end();
    if (auto refused = refuse_without_passphrase(call, passphrase)) return *refused;
    const auto done = call.live->act(
        [&](CaseFolder& folder) { return confirm(folder.record(), folder.definition(), call.caller.name); });
    if (!done) return to_response(refusal_of(done.error()));
    const auto view = call.live->view();
    Json json{{"final", view->state.frozen()}, {"confirmations", Json::array()}};
    for (const Confirmed& confirmed : view->state.confirmations) {
        json["confirmations"].push_back({{"who", confirmed.who}, {"role", forms::name_of(confirmed.role)}});
    }
    return json_response(dump(json));
}

Response reopen_count(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const std::string why = body.text("why", {1, 2000});
    const std::string passphrase = body.text("passphrase", {1, 200});
    body.end();
    if (auto refused = refuse_without_passphrase(call, passphrase)) return *refused;
    return done_or_refused(call.live->act(
        [&](CaseFolder& folder) { return reopen(folder.record(), folder.definition(), call.caller.name, why); }));
}

Response get_results(const Call& call) {
    if (auto refused = refuse_while_pending(call)) return *refused;
    const Count& count = call.view->afresh();
    return json_response(to_json(count.tally, count.finality));
}

Response list_counted(const Call& call) {
    if (auto refused = refuse_while_pending(call)) return *refused;
    CountedQuestion question;
    if (const auto style = call.request.asked("style"); style && !style->empty())
        question.style = base::StyleId{*style};
    if (const auto number = parse_number(call.request.asked("number"), "number", {1, 1000})) {
        question.number = static_cast<int>(*number);
    }
    if (const auto level = call.request.asked("level"); level && !level->empty()) {
        for (const forms::Level known : forms::all_levels) {
            if (forms::name_of(known) == *level) question.level = known;
        }
        if (!question.level) throw BadField{"level", "expected high, confidence or low"};
    }
    question.score_from = parse_fraction(call.request.asked("score_from"), "score_from", 0, 1).value_or(0);
    question.score_to = parse_fraction(call.request.asked("score_to"), "score_to", 0, 1).value_or(1);
    if (const auto after = call.request.asked("after"); after && !after->empty()) {
        const auto id = parse_item(*after);
        if (!id || !std::holds_alternative<RowItem>(*id)) throw BadField{"after", "names no row"};
        question.after = std::get<RowItem>(*id);
    }
    question.limit =
        static_cast<std::size_t>(parse_number(call.request.asked("limit"), "limit", {1, 500}).value_or(100));
    const CountedAnswer answer = counted_rows(*call.view, question);
    Json json{{"total", answer.total}, {"rows", Json::array()}};
    for (const CountedRow& row : answer.rows) {
        Json one{{"item", to_string(ItemId{row.item})},
                 {"style", row.style.value},
                 {"number", row.item.number},
                 {"verdict", name_of(row.verdict)}};
        if (row.score) one["score"] = *row.score;
        one["by"] = row.by == CountedBy::people ? "people" : "machine";
        if (row.sheet) {
            one["image"] = base::to_hex(row.sheet->key.image);
            one["page_in_file"] = row.sheet->key.page_in_file;
        }
        json["rows"].push_back(std::move(one));
    }
    return json_response(dump(json));
}

}  // namespace

std::vector<Route> results_routes() {
    constexpr Roles confirmers{Role::head, Role::secretary};
    return {
        {Method::post, "/api/declarations", {Role::head}, declare_figures},
        {Method::get, "/api/agreement", everybody, get_agreement, Use::watching},
        {Method::post, "/api/confirmations", confirmers, confirm_figures},
        {Method::post, "/api/reopenings", confirmers, reopen_count},
        {Method::get, "/api/results", everybody, get_results, Use::watching},
        {Method::get, "/api/counted", everybody, list_counted},
    };
}

}  // namespace kiemphieu::station::server
