#pragma once
// How the way to the other stations is told.

#include <nlohmann/json.hpp>

#include "station/server/station.hpp"

namespace kiemphieu::station::server {

/// As openapi.yaml has a StationLink; null where this station was told no server.
nlohmann::ordered_json link_json(const Station& station, const View& view);

}  // namespace kiemphieu::station::server
