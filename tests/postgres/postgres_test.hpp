#pragma once
// The server that all cases of this program share.

#include "tests/postgres/trial_server.hpp"

namespace kiemphieu::station {

kiemphieu::testing::TrialServer& server();

}  // namespace kiemphieu::station
