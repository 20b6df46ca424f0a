#include "station/server/leases.hpp"

namespace kiemphieu::station::server {

using std::chrono::steady_clock;

Leases::Leases(SteadyClock clock) : clock_(clock ? std::move(clock) : SteadyClock(steady_clock::now)) {}

const Leases::Lease* Leases::of_other(const ItemId& item, const std::string& who, steady_clock::time_point now) const {
    const auto found = leases_.find(item);
    if (found == leases_.end() || found->second.who == who || found->second.until <= now) return nullptr;
    return &found->second;
}

Leases::Taken Leases::take(std::span<const ItemId> items, const std::string& who, std::size_t most) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_();
    // What is over is dropped here, so that no more is kept than people at work have before them.
    std::erase_if(leases_, [&](const auto& entry) { return entry.second.until <= now; });
    Taken taken;
    for (const ItemId& item : items) {
        if (taken.held.size() >= most) break;
        if (const Lease* other = of_other(item, who, now)) {
            taken.others.push_back({item, other->who});
            continue;
        }
        leases_[item] = {who, now + lease_length};
        taken.held.push_back(item);
    }
    return taken;
}

std::optional<Held> Leases::take_all(std::span<const ItemId> items, const std::string& who) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_();
    for (const ItemId& item : items) {
        if (const Lease* other = of_other(item, who, now)) return Held{item, other->who};
    }
    for (const ItemId& item : items) leases_[item] = {who, now + lease_length};
    return std::nullopt;
}

void Leases::let_go(std::span<const ItemId> items, const std::string& who) {
    const std::lock_guard lock(mutex_);
    for (const ItemId& item : items) {
        const auto found = leases_.find(item);
        if (found != leases_.end() && found->second.who == who) leases_.erase(found);
    }
}

void Leases::end_all_of(const std::string& who) {
    const std::lock_guard lock(mutex_);
    std::erase_if(leases_, [&](const auto& entry) { return entry.second.who == who; });
}

std::map<ItemId, std::string> Leases::of_others(const std::string& who) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_();
    std::map<ItemId, std::string> out;
    for (const auto& [item, lease] : leases_) {
        if (of_other(item, who, now)) out.emplace(item, lease.who);
    }
    return out;
}

}  // namespace kiemphieu::station::server
