#include "omr/reading_json.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include <nlohmann/json.hpp>

namespace kiemphieu::omr {
namespace {

using Json = nlohmann::ordered_json;

/// A field that is missing or says nothing known; becomes a Failure at reading_from_json.
struct BadField {
    std::string name;
};

const Json& field(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end()) throw BadField{name};
    return *found;
}

std::string text(const Json& json, const char* name) {
    const Json& value = field(json, name);
    if (!value.is_string()) throw BadField{name};
    return value.get<std::string>();
}

double number(const Json& value, const char* name) {
    if (!value.is_number()) throw BadField{name};
    return value.get<double>();
}

int whole_number(const Json& json, const char* name) {
    const Json& value = field(json, name);
    if (!value.is_number_integer()) throw BadField{name};
    const auto wide = value.get<std::int64_t>();
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max()) throw BadField{name};
    return static_cast<int>(wide);
}

template <class Id>
Id number_id(const Json& json, const char* name) {
    Id id;
    if (!base::parse_hex(text(json, name), id.value)) throw BadField{name};
    return id;
}

template <class Parse>
auto named(const Json& value, const char* name, Parse parse) {
    if (!value.is_string()) throw BadField{name};
    const auto parsed = parse(value.get<std::string>());
    if (!parsed) throw BadField{name};
    return *parsed;
}

template <class Value>
Json names_of(const std::vector<Value>& values) {
    Json json = Json::array();
    for (const Value value : values) json.push_back(name_of(value));
    return json;
}

template <class Parse>
auto list(const Json& json, const char* name, Parse parse) {
    const Json& values = field(json, name);
    if (!values.is_array()) throw BadField{name};
    std::vector<typename decltype(parse(std::string_view{}))::value_type> result;
    for (const Json& value : values) result.push_back(named(value, name, parse));
    return result;
}

// Flags as the contract has them: true, false, or "review".
Json crossed_json(NameCrossed crossed) {
    if (crossed == NameCrossed::review) return "review";
    return crossed == NameCrossed::yes;
}

NameCrossed crossed_from(const Json& row) {
    const Json& value = field(row, "name_crossed");
    if (value.is_boolean()) return value.get<bool>() ? NameCrossed::yes : NameCrossed::no;
    if (value == "review") return NameCrossed::review;
    throw BadField{"name_crossed"};
}

std::optional<PageStatus> parse_status(std::string_view name) {
    for (const PageStatus status : {PageStatus::read, PageStatus::blank, PageStatus::unreadable}) {
        if (name_of(status) == name) return status;
    }
    return std::nullopt;
}

Json row_json(const RowReading& row) {
    Json scores = Json::object();
    for (const forms::Level level : forms::all_levels) {
        scores[std::string{forms::name_of(level)}] = row.scores[forms::index_of(level)];
    }
    return {{"number", row.number},
            {"decision", name_of(row.decision)},
            {"scores", std::move(scores)},
            {"name_crossed", crossed_json(row.name_crossed)},
            {"reasons", names_of(row.reasons)}};
}

RowReading row_from(const Json& json) {
    RowReading row;
    row.number = whole_number(json, "number");
    row.decision = named(field(json, "decision"), "decision", parse_decision);
    for (const forms::Level level : forms::all_levels) {
        const std::string name{forms::name_of(level)};
        row.scores[forms::index_of(level)] = number(field(field(json, "scores"), name.c_str()), "scores");
    }
    row.name_crossed = crossed_from(json);
    row.reasons = list(json, "reasons", parse_reason);
    return row;
}

constexpr std::array<std::string_view, 4> kind_names{"official", "test", "separator", "calibration"};

void add_code(Json& json, const forms::SheetCode& code) {
    json["conference"] = base::to_string(code.conference);
    json["style"] = code.style.value;
    json["layout"] = base::to_string(code.layout);
    json["ballot"] = base::to_string(code.serial);
    json["sheet"] = code.sheet;
    json["page"] = code.page;
    json["kind"] = kind_names.at(static_cast<std::size_t>(code.kind));
}

forms::SheetCode code_from(const Json& json) {
    const std::string kind = text(json, "kind");
    const auto found = std::find(kind_names.begin(), kind_names.end(), kind);
    if (found == kind_names.end()) throw BadField{"kind"};
    return {number_id<base::ConferenceId>(json, "conference"),
            base::StyleId{text(json, "style")},
            number_id<base::LayoutId>(json, "layout"),
            number_id<base::Serial>(json, "ballot"),
            whole_number(json, "sheet"),
            whole_number(json, "page"),
            static_cast<forms::BallotKind>(found - kind_names.begin())};
}

/// All that is needed to read the sheet again as it was read.
Json profile_json(const ScannerProfile& profile) {
    Json json{{"id", profile.id},
              {"white", profile.white},
              {"smooth_px", profile.smooth_px},
              {"sharpen_px", profile.sharpen_px},
              {"sharpen_amount", profile.sharpen_amount},
              {"dpi", profile.dpi}};
    if (profile.gray_map) json["gray_map"] = base::to_hex(*profile.gray_map);
    return json;
}

ScannerProfile profile_from(const Json& json) {
    if (!json.is_object()) throw BadField{"profile"};
    ScannerProfile profile;
    profile.id = text(json, "id");
    profile.white = whole_number(json, "white");
    profile.smooth_px = number(field(json, "smooth_px"), "smooth_px");
    profile.sharpen_px = number(field(json, "sharpen_px"), "sharpen_px");
    profile.sharpen_amount = number(field(json, "sharpen_amount"), "sharpen_amount");
    profile.dpi = number(field(json, "dpi"), "dpi");
    if (json.contains("gray_map")) {
        profile.gray_map.emplace();
        if (!base::parse_hex(text(json, "gray_map"), *profile.gray_map)) throw BadField{"gray_map"};
    }
    return profile;
}

SheetReading reading_from(const Json& json) {
    SheetReading reading;
    reading.status = named(field(json, "status"), "status", parse_status);
    if (json.contains("reason")) reading.reason = named(json["reason"], "reason", parse_unreadable_reason);
    if (reading.reason.has_value() != (reading.status == PageStatus::unreadable)) throw BadField{"reason"};
    if (json.contains("ballot")) reading.code = code_from(json);
    if (json.contains("authentic")) {
        if (!json["authentic"].is_boolean()) throw BadField{"authentic"};
        reading.authentic = json["authentic"].get<bool>();
    }
    reading.rotation_deg = whole_number(json, "rotation_deg");
    reading.registration_residual_px = number(field(json, "registration_residual_px"), "registration_residual_px");
    reading.flags = list(json, "flags", parse_flag);
    if (json.contains("streaks")) {
        if (!json["streaks"].is_array()) throw BadField{"streaks"};
        for (const Json& streak : json["streaks"]) {
            if (!streak.is_object()) throw BadField{"streaks"};
            reading.streaks.push_back(
                {number(field(streak, "at_mm"), "at_mm"), number(field(streak, "width_mm"), "width_mm")});
        }
    }
    if (json.contains("profile")) reading.profile = profile_from(json["profile"]);
    const Json& rows = field(json, "rows");
    if (!rows.is_array()) throw BadField{"rows"};
    for (const Json& row : rows) reading.rows.push_back(row_from(row));
    return reading;
}

}  // namespace

std::string to_json(const RowReading& row) {
    return row_json(row).dump();
}

std::string to_json(const SheetReading& reading) {
    Json json{{"status", name_of(reading.status)}};
    if (reading.reason) json["reason"] = name_of(*reading.reason);
    if (reading.code) add_code(json, *reading.code);
    if (reading.authentic) json["authentic"] = *reading.authentic;
    json["rotation_deg"] = reading.rotation_deg;
    json["registration_residual_px"] = reading.registration_residual_px;
    json["flags"] = names_of(reading.flags);
    if (!reading.streaks.empty()) {
        json["streaks"] = Json::array();
        for (const GlassStreak& streak : reading.streaks) {
            json["streaks"].push_back({{"at_mm", streak.at_mm}, {"width_mm", streak.width_mm}});
        }
    }
    if (reading.profile) json["profile"] = profile_json(*reading.profile);
    json["rows"] = Json::array();
    for (const RowReading& row : reading.rows) json["rows"].push_back(row_json(row));
    return json.dump();
}

base::Expected<SheetReading, base::Failure> reading_from_json(const std::string& json_text) {
    const auto bad = [](const std::string& place, std::string message) {
        return base::fail(base::Failure{base::FailureClass::bad_input, {}, place, std::move(message)});
    };
    const Json json = Json::parse(json_text, nullptr, false);
    if (!json.is_object()) return bad("", "is no JSON object; expected a reading");
    try {
        return reading_from(json);
    } catch (const BadField& wrong) {
        return bad(wrong.name, "is missing or has no value a reading can have");
    }
}

}  // namespace kiemphieu::omr
