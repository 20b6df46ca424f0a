#pragma once
// How the way to the other stations is told.

#include <string>

#include "station/server/station.hpp"

namespace kiemphieu::station::server {

/// JSON as openapi.yaml has a StationLink; empty where this station was told no server.
std::string link_json(const Station& station, const View& view);

}  // namespace kiemphieu::station::server
