#pragma once
// Who has which item before them: one is offered to one person at a time. In memory only: a lease is a courtesy between
// people at work now, and what holds in the record does not rest on it. docs/adr/0053

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "station/rules/item.hpp"
#include "station/server/sessions.hpp"

namespace kiemphieu::station::server {

/// How long an item stays with somebody who touches nothing. Whoever looks for the paper in its stack is away for a
/// minute or two; whoever left the table holds up one row for no longer than that. A page that is being used renews.
inline constexpr std::chrono::seconds lease_length{180};

/// An item and the person who has it.
struct Held {
    ItemId item;
    std::string who;
};

class Leases {
  public:
    explicit Leases(SteadyClock clock = {});

    struct Taken {
        std::vector<ItemId> held;  ///< whoever asked has these from now on
        std::vector<Held> others;  ///< of what was asked for, what somebody else has
    };
    /// Gives somebody the first `most` of these, in their order, that nobody else has; renews what they have already.
    Taken take(std::span<const ItemId> items, const std::string& who, std::size_t most);
    /// Gives all of them or none; what somebody else has, when that stands against it.
    std::optional<Held> take_all(std::span<const ItemId> items, const std::string& who);
    void let_go(std::span<const ItemId> items, const std::string& who);
    void end_all_of(const std::string& who);
    /// What everybody but this person has now.
    std::map<ItemId, std::string> of_others(const std::string& who);

  private:
    struct Lease {
        std::string who;
        std::chrono::steady_clock::time_point until;
    };
    /// Null when nobody else has it now. `mutex_` is held.
    const Lease* of_other(const ItemId& item, const std::string& who, std::chrono::steady_clock::time_point now) const;

    SteadyClock clock_;
    std::mutex mutex_;
    std::map<ItemId, Lease> leases_;
};

}  // namespace kiemphieu::station::server
