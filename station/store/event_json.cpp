#include <algorithm>
#include <array>
#include <concepts>

#include <nlohmann/json.hpp>

#include "omr/reading_json.hpp"
#include "station/store/document_event_json.hpp"
#include "station/store/event.hpp"
#include "station/store/look_json.hpp"
#include "station/store/rehearsal_event_json.hpp"
#include "station/store/ruling_json.hpp"
#include "station/store/station_event_json.hpp"

namespace kiemphieu::station {
namespace {

// Keys in alphabetical order and no blanks: one event has one text.
using Json = nlohmann::json;

/// A field that is missing or of a wrong kind; becomes a Failure at event_from_text.
struct BadField {
    std::string name;
};

std::string text(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string()) throw BadField{name};
    return found->get<std::string>();
}

int number(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number_integer()) throw BadField{name};
    return found->get<int>();
}

std::uint64_t count(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number_unsigned()) throw BadField{name};
    return found->get<std::uint64_t>();
}

const Json& child(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end()) throw BadField{name};
    return *found;
}

template <class Id>
Id number_id(const std::string& hex, const char* name) {
    Id id;
    if (!base::parse_hex(hex, id.value)) throw BadField{name};
    return id;
}

base::Digest digest(const Json& json, const char* name) {
    base::Digest result{};
    if (!base::parse_hex(text(json, name), result)) throw BadField{name};
    return result;
}

Json files_json(const std::map<std::string, base::Digest>& files) {
    Json json = Json::object();
    for (const auto& [path, hash] : files) json[path] = base::to_hex(hash);
    return json;
}

std::map<std::string, base::Digest> files_from(const Json& json) {
    const Json& files = child(json, "files");
    if (!files.is_object()) throw BadField{"files"};
    std::map<std::string, base::Digest> result;
    for (const auto& entry : files.items()) result[entry.key()] = digest(files, entry.key().c_str());
    return result;
}

constexpr std::array<std::string_view, 2> kind_names{"official", "test"};

template <class Enum, std::size_t N>
Enum named(const std::array<std::string_view, N>& names, const Json& json, const char* field) {
    const auto found = std::ranges::find(names, text(json, field));
    if (found == names.end()) throw BadField{field};
    return static_cast<Enum>(found - names.begin());
}

// One pair of functions an event: what is written, and the same read back.

Json body(const CaseMade& event) {
    Json json{{"conference", base::to_string(event.conference)},
              {"software", event.software},
              {"files", files_json(event.files)},
              {"public_key", base::to_hex(event.public_key)}};
    if (event.station != 0) json["station"] = event.station;
    return json;
}

CaseMade case_made(const Json& json) {
    return {number_id<base::ConferenceId>(text(json, "conference"), "conference"), text(json, "software"),
            files_from(json), digest(json, "public_key"), json.contains("station") ? number(json, "station") : 0};
}

Json body(const Printed& event) {
    Json serials = Json::array();
    for (const base::Serial serial : event.serials) serials.push_back(base::to_string(serial));
    return {{"style", event.style.value},
            {"layout", base::to_string(event.layout)},
            {"kind", kind_names[static_cast<std::size_t>(event.kind)]},
            {"serials", std::move(serials)}};
}

Printed printed(const Json& json) {
    Printed event{{text(json, "style")},
                  number_id<base::LayoutId>(text(json, "layout"), "layout"),
                  named<forms::BallotKind>(kind_names, json, "kind"),
                  {}};
    for (const Json& serial : child(json, "serials")) {
        if (!serial.is_string()) throw BadField{"serials"};
        event.serials.push_back(number_id<base::Serial>(serial.get<std::string>(), "serials"));
    }
    if (!std::ranges::is_sorted(event.serials)) throw BadField{"serials"};
    return event;
}

Json body(const Declared& event) {
    Json json{{"style", event.figures.style.value},
              {"issued", event.figures.issued},
              {"collected", event.figures.collected},
              {"who", event.who},
              {"why", event.why}};
    if (event.figures.exchanged) json["exchanged"] = *event.figures.exchanged;
    if (event.figures.unused) json["unused"] = *event.figures.unused;
    if (event.figures.summoned) json["summoned"] = *event.figures.summoned;
    if (event.figures.present) json["present"] = *event.figures.present;
    return json;
}

Declared declared(const Json& json) {
    Declared event{{{text(json, "style")}, number(json, "issued"), number(json, "collected"), {}, {}, {}, {}},
                   text(json, "who"),
                   text(json, "why")};
    if (json.contains("exchanged")) event.figures.exchanged = number(json, "exchanged");
    if (json.contains("unused")) event.figures.unused = number(json, "unused");
    if (json.contains("summoned")) event.figures.summoned = number(json, "summoned");
    if (json.contains("present")) event.figures.present = number(json, "present");
    return event;
}

Json body(const BatchOpened& event) {
    Json json{{"source", event.source}};
    if (!event.name.empty()) json["name"] = event.name;
    if (event.origin) {
        json["station"] = event.origin->station;
        json["batch"] = event.origin->batch;
    }
    return json;
}

BatchOpened batch_opened(const Json& json) {
    BatchOpened event{text(json, "source"), json.contains("name") ? text(json, "name") : "", {}};
    if (json.contains("station")) event.origin = {number(json, "station"), count(json, "batch")};
    return event;
}

Json body(const BatchSetAside& event) {
    return {{"batch", event.batch.value}, {"who", event.who}, {"why", event.why}};
}

BatchSetAside batch_set_aside(const Json& json) {
    const Json& batch = child(json, "batch");
    if (!batch.is_number_unsigned()) throw BadField{"batch"};
    return {BatchId{batch.get<std::uint64_t>()}, text(json, "who"), text(json, "why")};
}

Json body(const SheetAccepted& event) {
    return {{"image", base::to_hex(event.sheet.key.image)},
            {"page_in_file", event.sheet.key.page_in_file},
            {"batch", event.sheet.batch.value},
            {"file", event.sheet.file},
            {"reading", Json::parse(omr::to_json(event.sheet.reading))}};
}

SheetAccepted sheet_accepted(const Json& json) {
    auto reading = omr::reading_from_json(child(json, "reading").dump());
    if (!reading) throw BadField{"reading: " + base::to_string(reading.error())};
    return {{{digest(json, "image"), number(json, "page_in_file")},
             BatchId{count(json, "batch")},
             text(json, "file"),
             std::move(*reading)}};
}

template <auto Read>
auto or_bad(const Json& json) {
    auto event = Read(json.dump());
    if (!event) throw BadField{event.error().place};
    return std::move(*event);
}

Json body(const RulingGiven& event) {
    return Json::parse(to_json(event));
}

RulingGiven ruling_given(const Json& json) {
    return or_bad<ruling_from_json>(json);
}

Json body(const HandEntered& event) {
    return body(event.entry);
}

HandEntered hand_entered(const Json& json) {
    return {ruling_given(json)};
}

constexpr std::array<std::string_view, 2> answer_names{"agrees", "disagrees"};

Json body(const SecondGiven& event) {
    return {{"ruling", event.ruling},
            {"answer", answer_names.at(static_cast<std::size_t>(event.answer))},
            {"who", event.who},
            {"why", event.why}};
}

SecondGiven second_given(const Json& json) {
    return {count(json, "ruling"), named<Answer>(answer_names, json, "answer"), text(json, "who"), text(json, "why")};
}

constexpr std::array<std::string_view, 2> confirming_roles{"head", "secretary"};

Json body(const Confirmed& event) {
    return {{"who", event.who},
            {"role", confirming_roles.at(static_cast<std::size_t>(event.role))},
            {"figures", base::to_hex(event.figures)}};
}

Confirmed confirmed(const Json& json) {
    return {text(json, "who"), named<forms::CommitteeRole>(confirming_roles, json, "role"), digest(json, "figures")};
}

Json body(const Reopened& event) {
    return {{"who", event.who}, {"why", event.why}};
}

Reopened reopened(const Json& json) {
    return {text(json, "who"), text(json, "why")};
}

Json body(const MinutesMade& event) {
    return {{"files", files_json(event.files)}};
}

MinutesMade minutes_made(const Json& json) {
    return {files_from(json)};
}

Json body(const Exported& event) {
    return {{"contents", base::to_hex(event.contents)}};
}

Exported exported(const Json& json) {
    return {digest(json, "contents")};
}

/// In the order of forms::CommitteeRole.
constexpr std::array<std::string_view, 5> role_names{"head", "secretary", "member", "technician", "observer"};

Json body(const AccountMade& event) {
    return {{"who", event.who},
            {"role", role_names.at(static_cast<std::size_t>(event.role))},
            {"credential", base::to_hex(event.credential)}};
}

AccountMade account_made(const Json& json) {
    return {text(json, "who"), named<forms::CommitteeRole>(role_names, json, "role"), digest(json, "credential")};
}

template <class LogIn>
requires(std::same_as<LogIn, LoggedIn> || std::same_as<LogIn, LogInFailed>) Json body(const LogIn& event) {
    return {{"who", event.who}, {"from", event.from}};
}

template <class LogIn>
LogIn log_in(const Json& json) {
    return {text(json, "who"), text(json, "from")};
}

Json body(const Upgraded& event) {
    return {{"from_version", event.from_version},
            {"events", event.events},
            {"fingerprint", base::to_hex(event.fingerprint)}};
}

Upgraded upgraded(const Json& json) {
    return {number(json, "from_version"), count(json, "events"), digest(json, "fingerprint")};
}

Json body(const TakenBack& event) {
    return {{"item", to_string(event.item)}, {"who", event.who}, {"why", event.why}};
}

TakenBack taken_back(const Json& json) {
    const auto item = parse_item(text(json, "item"));
    if (!item) throw BadField{"item"};
    return {*item, text(json, "who"), text(json, "why")};
}

Json body(const AccountReset& event) {
    return {{"who", event.who}, {"by", event.by}};
}

AccountReset account_reset(const Json& json) {
    return {text(json, "who"), text(json, "by")};
}

/// Kinds whose JSON stands in a file of its own.
template <class T>
requires(requires(const T& event) { to_json(event); }) Json body(const T& event) {
    return Json::parse(to_json(event));
}

/// A kind's name in the log, and how its body is read.
struct Kind {
    std::string_view name;
    Event (*read)(const Json&);
};

template <auto Read>
Event as_event(const Json& json) {
    return Read(json);
}

/// In the order of the variant's alternatives.
constexpr std::array<Kind, std::variant_size_v<Event>> event_kinds{{
    {"case_made", as_event<case_made>},
    {"printed", as_event<printed>},
    {"declared", as_event<declared>},
    {"batch_opened", as_event<batch_opened>},
    {"sheet_accepted", as_event<sheet_accepted>},
    {"ruling", as_event<ruling_given>},
    {"hand_entry", as_event<hand_entered>},
    {"second", as_event<second_given>},
    {"confirmed", as_event<confirmed>},
    {"reopened", as_event<reopened>},
    {"minutes_made", as_event<minutes_made>},
    {"exported", as_event<exported>},
    {"account_made", as_event<account_made>},
    {"logged_in", as_event<log_in<LoggedIn>>},
    {"log_in_failed", as_event<log_in<LogInFailed>>},
    {"rehearsed", as_event<or_bad<rehearsed_from_json>>},
    {"upgraded", as_event<upgraded>},
    {"batch_set_aside", as_event<batch_set_aside>},
    {"rehearsal_waived", as_event<or_bad<rehearsal_waived_from_json>>},
    {"taken_back", as_event<taken_back>},
    {"account_reset", as_event<account_reset>},
    {"note", as_event<or_bad<note_from_json>>},
    {"document_signed", as_event<or_bad<signing_from_json>>},
    {"calibrated", as_event<or_bad<calibration_from_json>>},
    {"batch_looked", as_event<or_bad<look_from_json>>},
    {"station_joined", as_event<or_bad<station_joined_from_json>>},
    {"station_adopted", as_event<or_bad<station_adopted_from_json>>},
    {"station_released", as_event<or_bad<station_released_from_json>>},
    {"station_ended", as_event<or_bad<station_ended_from_json>>},
}};

}  // namespace

EventText to_text(const Event& event) {
    const Json json = std::visit([](const auto& alternative) { return body(alternative); }, event);
    // A file's name need not be valid UTF-8; what is not is replaced, so that the record always is.
    return {std::string{event_kinds[event.index()].name}, json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

base::Expected<Event, base::Failure> event_from_text(const EventText& event) {
    const auto broken = [&](std::string what) {
        return base::fail(base::Failure{base::FailureClass::broken_evidence, {}, event.kind, std::move(what)});
    };
    const auto* const kind = std::ranges::find(event_kinds, event.kind, &Kind::name);
    if (kind == event_kinds.end()) return broken("is no kind of event");
    const Json json = Json::parse(event.body, nullptr, false);
    if (!json.is_object()) return broken("body is no JSON object");
    try {
        return kind->read(json);
    } catch (const BadField& field) {
        return broken("field " + field.name + " is missing or wrong");
    }
}

}  // namespace kiemphieu::station
