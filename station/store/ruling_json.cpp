#include "station/store/ruling_json.hpp"

#include <charconv>

#include <nlohmann/json.hpp>

namespace kiemphieu::station {
namespace {

using Json = nlohmann::json;

struct BadField {
    std::string name;
    std::string expected;
};

std::optional<std::string> optional_text(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return std::nullopt;
    if (!found->is_string()) throw BadField{name, "is no text"};
    return found->get<std::string>();
}

int row_number(const std::string& text) {
    int value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 1) {
        throw BadField{"hand.rows", "has a key that is no candidate's number"};
    }
    return value;
}

HandReading hand_from(const Json& json) {
    if (!json.is_object()) throw BadField{"hand", "is no object"};
    HandReading hand;
    if (const auto style = optional_text(json, "style")) hand.style = base::StyleId{*style};
    if (const auto serial = optional_text(json, "serial")) {
        if (!base::parse_hex(*serial, hand.serial.emplace().value))
            throw BadField{"hand.serial", "is no 16 hex digits"};
    }
    if (const auto page = json.find("page"); page != json.end() && !page->is_null()) {
        if (!page->is_number_integer()) throw BadField{"hand.page", "is no whole number"};
        hand.page = page->get<int>();
    }
    const auto rows = json.find("rows");
    if (rows == json.end() || !rows->is_object()) throw BadField{"hand.rows", "is missing or no object"};
    for (const auto& row : rows->items()) {
        const auto verdict = row.value().is_string() ? parse_row_verdict(row.value().get<std::string>()) : std::nullopt;
        if (!verdict) {
            throw BadField{"hand.rows." + row.key(), "is none of high, confidence, low, none, double, triple, crossed"};
        }
        hand.rows[row_number(row.key())] = *verdict;
    }
    return hand;
}

RulingGiven given_from(const Json& json) {
    RulingGiven given;
    const auto item = parse_item(optional_text(json, "item").value_or(""));
    if (!item) throw BadField{"item", "is missing or names no item"};
    given.item = *item;
    const auto value = parse_ruling_value(optional_text(json, "ruling").value_or(""));
    if (!value) throw BadField{"ruling", "is missing or no ruling"};
    given.ruling.value = *value;
    if (const auto style = optional_text(json, "style")) given.ruling.style = base::StyleId{*style};
    if (const auto hand = json.find("hand"); hand != json.end() && !hand->is_null())
        given.ruling.hand = hand_from(*hand);
    if ((*value == RulingValue::by_hand) != given.ruling.hand.has_value()) {
        throw BadField{"hand", "goes with the ruling by-hand, and only with it"};
    }
    given.who = optional_text(json, "who").value_or("");
    given.why = optional_text(json, "why").value_or("");
    return given;
}

Json hand_json(const HandReading& hand) {
    Json json{{"rows", Json::object()}};
    if (hand.style) json["style"] = hand.style->value;
    if (hand.serial) json["serial"] = base::to_string(*hand.serial);
    if (hand.page) json["page"] = *hand.page;
    for (const auto& [number, verdict] : hand.rows) json["rows"][std::to_string(number)] = name_of(verdict);
    return json;
}

}  // namespace

std::string to_json(const RulingGiven& given) {
    Json json{{"item", to_string(given.item)},
              {"ruling", name_of(given.ruling.value)},
              {"who", given.who},
              {"why", given.why}};
    if (given.ruling.style) json["style"] = given.ruling.style->value;
    if (given.ruling.hand) json["hand"] = hand_json(*given.ruling.hand);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Expected<RulingGiven, base::Failure> ruling_from_json(const std::string& text) {
    const auto bad = [](std::string place, std::string message) {
        return base::fail(base::Failure{base::FailureClass::bad_input, {}, std::move(place), std::move(message)});
    };
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return bad("", "is no JSON object; expected one ruling");
    try {
        return given_from(json);
    } catch (const BadField& field) {
        return bad(field.name, field.expected);
    }
}

}  // namespace kiemphieu::station
