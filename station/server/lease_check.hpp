#pragma once
// Ruling on items that one person has before them.

#include <functional>
#include <span>

#include "station/server/api.hpp"

namespace kiemphieu::station::server {

/// Does what somebody decided about items: 409 `held` naming who, when somebody else has one of them before them. What
/// nobody has is taken for it, so that a ruling made before a restart or a lost network is not lost with its lease.
Response with_leases(const Call& call, std::span<const ItemId> items,
                     const std::function<base::Expected<void, base::Failure>()>& act);

}  // namespace kiemphieu::station::server
