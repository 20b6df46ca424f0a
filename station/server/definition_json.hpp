#pragma once
// conference.toml as JSON, both ways. What a definition may hold is decided in one place: forms::parse_conference.

#include <map>
#include <string>

#include "forms/conference.hpp"
#include "station/server/json_input.hpp"

namespace kiemphieu::station::server {

/// A Definition of openapi.yaml.
std::string definition_to_json(const forms::Conference& conference);

/// A definition as TOML, and which field stands in which line of it.
struct DefinitionText {
    std::string toml;
    std::map<int, std::string> fields;  ///< by line from 1: "styles.0.candidates.3"
};

/// Throws BadField when a field has the wrong kind or is none of a definition.
DefinitionText definition_to_toml(JsonObject definition);

}  // namespace kiemphieu::station::server
