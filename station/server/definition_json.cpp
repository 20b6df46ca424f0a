#include "station/server/definition_json.hpp"

#include <nlohmann/json.hpp>

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr Bounds text_bytes{0, 2000};
constexpr Bounds head_count{0, 1'000'000};

Json style_json(const forms::BallotStyle& style) {
    Json json{{"id", style.id.value}};
    if (style.group) json["group"] = *style.group;
    json["voters"] = style.voters;
    json["positions"] = style.positions;
    json["candidates"] = Json::array();
    for (const forms::Candidate& candidate : style.candidates) {
        json["candidates"].push_back(
            {{"number", candidate.number}, {"name", candidate.name}, {"position", candidate.position}});
    }
    json["members"] = style.members;
    json["summoned"] = style.summoned;
    json["present"] = style.present;
    json["absent_at_start"] = style.absent_at_start;
    json["present_at_vote"] = style.present_at_vote;
    return json;
}

std::string date_text(const forms::Date& date) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year % 10000, date.month % 100, date.day % 100);
    return text;
}

/// Writes lines and remembers which field each says.
class TomlWriter {
  public:
    void table(const std::string& header, const std::string& field) { line("[" + header + "]", field); }
    void text(const std::string& key, const std::optional<std::string>& value, const std::string& field) {
        // A JSON string is a TOML basic string, but for DEL, which TOML wants escaped and parse_conference refuses.
        if (value) line(key + " = " + Json(*value).dump(), field);
    }
    void number(const std::string& key, const std::optional<std::int64_t>& value, const std::string& field) {
        if (value) line(key + " = " + std::to_string(*value), field);
    }
    void bare(const std::string& key, const std::string& value, const std::string& field) {
        line(key + " = " + value, field);
    }
    DefinitionText take() { return std::move(out_); }

  private:
    void line(const std::string& text, const std::string& field) {
        out_.toml += text + "\n";
        out_.fields[++number_] = field;
    }
    DefinitionText out_;
    int number_{};
};

/// A JSON day that TOML would take for something else is refused here.
std::string day(JsonObject& definition) {
    std::string text = definition.text("date", {10, 10});
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) {
            throw BadField{"definition.date", "expected a day as 2023-12-15"};
        }
    }
    return text;
}

void write_style(TomlWriter& out, JsonObject& style, const std::string& path) {
    out.table("[style]", path);
    for (const char* key : {"id", "voters", "positions"}) {
        std::optional<std::string> value = style.optional_text(key, text_bytes);
        // An empty text is one that is not given: a page's input is never null.
        if (value && value->empty() && std::string_view(key) != "id") value.reset();
        out.text(key, value, path + "." + key);
    }
    out.number("group", style.optional_number("group", {-1000, 1000}), path + ".group");
    for (const char* key : {"members", "summoned", "present", "absent_at_start", "present_at_vote"}) {
        out.number(key, style.optional_number(key, head_count).value_or(0), path + "." + key);
    }
    int row = 0;
    for (JsonObject& candidate : style.objects("candidates", {0, 1000})) {
        const std::string place = path + ".candidates." + std::to_string(row++);
        out.table("[style.candidate]", place);
        out.text("name", candidate.text("name", text_bytes), place + ".name");
        out.text("position", candidate.text("position", text_bytes), place + ".position");
        candidate.optional_number("number", {1, 1000});
        candidate.end();
    }
    style.end();
}

void write_policy(TomlWriter& out, JsonObject policy) {
    out.table("policy", "policy");
    for (const char* key : {"crossed_name", "seal", "rehearsal", "mark_box"}) {
        out.text(key, policy.optional_text(key, {0, 50}), std::string("policy.") + key);
    }
    if (const auto two = policy.optional_flag("two_person")) {
        out.bare("two_person", *two ? "true" : "false", "policy.two_person");
    }
    policy.end();
}

void write_documents(TomlWriter& out, JsonObject documents) {
    out.table("documents", "documents");
    for (const char* key : {"mark", "chair", "minutes_to", "minutes_kept_at"}) {
        std::optional<std::string> value = documents.optional_text(key, text_bytes);
        if (value && value->empty()) value.reset();
        out.text(key, value, std::string("documents.") + key);
    }
    documents.end();
}

}  // namespace

std::string definition_to_json(const forms::Conference& c) {
    Json json{{"organisation", c.organisation}};
    if (c.parent_organisation) json["parent_organisation"] = *c.parent_organisation;
    json["place"] = c.place;
    json["date"] = date_text(c.date);
    json["session"] = c.session;
    json["kind"] = forms::name_of(c.kind);
    json["styles"] = Json::array();
    for (const forms::BallotStyle& style : c.styles) json["styles"].push_back(style_json(style));
    json["committee"] = Json::array();
    for (const forms::CommitteeMember& person : c.committee) {
        json["committee"].push_back({{"name", person.name}, {"role", forms::name_of(person.role)}});
    }
    json["policy"] = {{"crossed_name", forms::name_of(c.policy.crossed_name)},
                      {"two_person", c.policy.two_person},
                      {"seal", forms::name_of(c.policy.seal)},
                      {"rehearsal", forms::name_of(c.policy.rehearsal)},
                      {"mark_box", forms::name_of(c.policy.mark_box)}};
    Json& documents = json["documents"];
    documents["mark"] = forms::name_of(c.documents.mark);
    if (c.documents.chair) documents["chair"] = *c.documents.chair;
    if (c.documents.minutes_to) documents["minutes_to"] = *c.documents.minutes_to;
    if (c.documents.minutes_kept_at) documents["minutes_kept_at"] = *c.documents.minutes_kept_at;
    return json.dump();
}

DefinitionText definition_to_toml(JsonObject definition) {
    TomlWriter out;
    out.text("organisation", definition.text("organisation", text_bytes), "organisation");
    std::optional<std::string> parent = definition.optional_text("parent_organisation", text_bytes);
    if (parent && parent->empty()) parent.reset();
    out.text("parent_organisation", parent, "parent_organisation");
    out.text("place", definition.text("place", text_bytes), "place");
    out.bare("date", day(definition), "date");
    out.text("session", definition.text("session", text_bytes), "session");
    out.text("kind", definition.text("kind", {0, 50}), "kind");
    std::vector<JsonObject> styles = definition.objects("styles", {0, 50});
    std::vector<JsonObject> committee = definition.objects("committee", {0, 200});
    for (std::size_t i = 0; i < styles.size(); ++i) write_style(out, styles[i], "styles." + std::to_string(i));
    for (std::size_t i = 0; i < committee.size(); ++i) {
        const std::string path = "committee." + std::to_string(i);
        out.table("[committee]", path);
        out.text("name", committee[i].text("name", text_bytes), path + ".name");
        out.text("role", committee[i].text("role", {0, 50}), path + ".role");
        committee[i].end();
    }
    if (auto policy = definition.optional_object("policy")) write_policy(out, std::move(*policy));
    if (auto documents = definition.optional_object("documents")) write_documents(out, std::move(*documents));
    definition.end();
    return out.take();
}

}  // namespace kiemphieu::station::server
