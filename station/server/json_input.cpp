#include "station/server/json_input.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace kiemphieu::station::server {

using Json = nlohmann::json;

/// A part of the parsed body; it keeps the whole alive.
struct JsonObject::Value {
    std::shared_ptr<const Json> whole;
    const Json* part{};
};

namespace {

/// No body of the API is nested half as deep; a parser's recursion is not for strangers to choose.
constexpr int deepest = 20;

std::string bounds_text(Bounds b) {
    return std::to_string(b.least) + " to " + std::to_string(b.most);
}

std::string as_text(const Json& json, const std::string& field, Bounds bytes) {
    if (!json.is_string()) throw BadField{field, "expected a text"};
    auto text = json.get<std::string>();
    const auto size = static_cast<std::int64_t>(text.size());
    if (size < bytes.least || size > bytes.most) {
        throw BadField{field, "expected a text of " + bounds_text(bytes) + " bytes"};
    }
    return text;
}

std::int64_t as_number(const Json& json, const std::string& field, Bounds bounds) {
    const bool fits = json.is_number_unsigned() ? json.get<std::uint64_t>() <= 1ULL << 62U : json.is_number_integer();
    if (!fits) throw BadField{field, "expected a whole number"};
    const auto number = json.get<std::int64_t>();
    if (number < bounds.least || number > bounds.most) {
        throw BadField{field, "expected a number of " + bounds_text(bounds)};
    }
    return number;
}

}  // namespace

JsonObject::JsonObject(std::shared_ptr<const Value> value, std::string path)
    : value_(std::move(value)), path_(std::move(path)) {}

JsonObject JsonObject::parse(const std::string& text) {
    if (base::find_invalid_utf8(text)) throw BadField{"", "expected UTF-8"};
    bool too_deep = false;
    auto whole = std::make_shared<Json>(Json::parse(
        text,
        [&](int depth, Json::parse_event_t, Json&) {
            too_deep = too_deep || depth > deepest;
            return !too_deep;
        },
        false));
    if (too_deep || !whole->is_object()) throw BadField{"", "expected one JSON object"};
    const Json* part = whole.get();
    return {std::make_shared<const Value>(Value{std::move(whole), part}), ""};
}

std::string JsonObject::path_of(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

bool JsonObject::has(std::string_view name) const {
    const auto found = value_->part->find(std::string(name));
    return found != value_->part->end() && !found->is_null();
}

std::string JsonObject::text(std::string_view name, Bounds bytes) {
    auto found = optional_text(name, bytes);
    if (!found) throw BadField{path_of(name), "is missing; expected a text"};
    return std::move(*found);
}

std::optional<std::string> JsonObject::optional_text(std::string_view name, Bounds bytes) {
    asked_.emplace_back(name);
    if (!has(name)) return std::nullopt;
    return as_text(value_->part->at(std::string(name)), path_of(name), bytes);
}

std::int64_t JsonObject::number(std::string_view name, Bounds bounds) {
    const auto found = optional_number(name, bounds);
    if (!found) throw BadField{path_of(name), "is missing; expected a number"};
    return *found;
}

std::optional<std::int64_t> JsonObject::optional_number(std::string_view name, Bounds bounds) {
    asked_.emplace_back(name);
    if (!has(name)) return std::nullopt;
    return as_number(value_->part->at(std::string(name)), path_of(name), bounds);
}

std::optional<bool> JsonObject::optional_flag(std::string_view name) {
    asked_.emplace_back(name);
    if (!has(name)) return std::nullopt;
    const Json& json = value_->part->at(std::string(name));
    if (!json.is_boolean()) throw BadField{path_of(name), "expected true or false"};
    return json.get<bool>();
}

std::optional<JsonObject> JsonObject::optional_object(std::string_view name) {
    asked_.emplace_back(name);
    if (!has(name)) return std::nullopt;
    const Json& json = value_->part->at(std::string(name));
    if (!json.is_object()) throw BadField{path_of(name), "expected an object"};
    return JsonObject(std::make_shared<const Value>(Value{value_->whole, &json}), path_of(name));
}

JsonObject JsonObject::object(std::string_view name) {
    auto found = optional_object(name);
    if (!found) throw BadField{path_of(name), "is missing; expected an object"};
    return std::move(*found);
}

std::vector<JsonObject> JsonObject::objects(std::string_view name, Bounds how_many) {
    asked_.emplace_back(name);
    if (!has(name)) throw BadField{path_of(name), "is missing; expected a list"};
    const Json& json = value_->part->at(std::string(name));
    const auto size = json.is_array() ? static_cast<std::int64_t>(json.size()) : -1;
    if (size < how_many.least || size > how_many.most) {
        throw BadField{path_of(name), "expected a list of " + bounds_text(how_many)};
    }
    std::vector<JsonObject> out;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string path = path_of(name) + "." + std::to_string(i);
        if (!json[i].is_object()) throw BadField{path, "expected an object"};
        out.push_back(JsonObject(std::make_shared<const Value>(Value{value_->whole, &json[i]}), path));
    }
    return out;
}

std::optional<std::vector<std::pair<std::string, std::string>>> JsonObject::optional_texts(std::string_view name) {
    auto found = optional_object(name);
    if (!found) return std::nullopt;
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& entry : found->value_->part->items()) {
        out.emplace_back(entry.key(), as_text(entry.value(), found->path_of(entry.key()), {0, 100}));
    }
    return out;
}

void JsonObject::end() const {
    for (const auto& entry : value_->part->items()) {
        if (std::ranges::find(asked_, entry.key()) == asked_.end()) {
            throw BadField{path_of(entry.key()), "is no field of this call"};
        }
    }
}

std::string JsonObject::raw() const {
    return value_->part->dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::int64_t> parse_number(const std::optional<std::string>& text, std::string_view name, Bounds bounds) {
    if (!text) return std::nullopt;
    std::int64_t value{};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < bounds.least || value > bounds.most) {
        throw BadField{std::string(name), "expected a number of " + bounds_text(bounds)};
    }
    return value;
}

std::optional<double> parse_fraction(const std::optional<std::string>& text, std::string_view name, double least,
                                     double most) {
    if (!text) return std::nullopt;
    double value{};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || !std::isfinite(value) || value < least ||
        value > most) {
        throw BadField{std::string(name),
                       "expected a number of " + std::to_string(least) + " to " + std::to_string(most)};
    }
    return value;
}

}  // namespace kiemphieu::station::server
