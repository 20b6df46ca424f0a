#pragma once
// What the plan fixes before a conference: its deadlines, and the groups of Phụ lục 1.

#include "station/server/api.hpp"

namespace kiemphieu::station::server {

std::vector<Route> plan_routes();

}  // namespace kiemphieu::station::server
