#include "station/server/note_api.hpp"

#include <nlohmann/json.hpp>

#include "station/minutes/notes.hpp"
#include "station/server/fault_words.hpp"
#include "station/store/document_event_json.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::json;

Response list_notes(const Call& call) {
    Json json{{"notes", Json::array()}};
    for (const NoteWritten& note : call.view->state.notes) json["notes"].push_back(Json::parse(to_json(note)));
    return json_response(json.dump());
}

NoteWritten note_of(JsonObject& body) {
    // Letters are counted where the note is written; none takes more than four bytes.
    constexpr Bounds text_bytes{0, 8000};
    NoteWritten note;
    const auto subject = note_subject(body.text("subject", {1, 20}));
    if (!subject) throw BadField{"subject", "expected opened, closed, seal or complaint"};
    note.subject = *subject;
    if (const auto style = body.optional_text("style", {1, 8})) note.style = base::StyleId{*style};
    note.entry = static_cast<int>(body.optional_number("entry", {1, 99}).value_or(0));
    note.text = body.text("text", text_bytes);
    note.settled = body.optional_text("settled", text_bytes).value_or("");
    body.end();
    return note;
}

Response write_one(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    NoteWritten note = note_of(body);
    note.who = call.caller.name;
    std::string written;
    const auto done = call.live->act([&](CaseFolder& folder) -> base::Expected<void, base::Failure> {
        const auto one = write_note(folder.record(), folder.definition(), note);
        if (!one) return base::fail(one.error());
        written = to_json(*one);
        return {};
    });
    if (!done) return to_response(refusal_of(done.error()));
    return json_response(std::move(written), 201);
}

}  // namespace

std::vector<Route> note_routes() {
    constexpr Roles writers{Role::head, Role::secretary};
    return {
        {Method::get, "/api/notes", everybody, list_notes, Use::watching},
        {Method::post, "/api/notes", writers, write_one},
    };
}

}  // namespace kiemphieu::station::server
