#pragma once
// Notes for the counting minutes.

#include "station/server/api.hpp"

namespace kiemphieu::station::server {

std::vector<Route> note_routes();

}  // namespace kiemphieu::station::server
