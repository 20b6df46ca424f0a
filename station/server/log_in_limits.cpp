#include "station/server/log_in_limits.hpp"

#include <algorithm>

namespace kiemphieu::station::server {
namespace {

constexpr int free_tries_of_name = 5;
constexpr int free_tries_of_address = 30;
constexpr std::chrono::seconds first_wait{15};
constexpr std::chrono::minutes longest_wait{15};
/// Failures of an address this long ago are forgotten.
constexpr std::chrono::minutes memory{60};
/// Addresses that are remembered at once: a network of strangers can't fill the memory.
constexpr std::size_t most_addresses = 10'000;

}  // namespace

LogInLimits::LogInLimits(SteadyClock clock)
    : clock_(clock ? std::move(clock) : [] { return std::chrono::steady_clock::now(); }) {}

std::chrono::seconds LogInLimits::wait(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_();
    const auto left = [&](const std::map<std::string, Tries>& all, const std::string& key) {
        const auto found = all.find(key);
        if (found == all.end() || found->second.until <= now) return std::chrono::seconds{0};
        return std::chrono::ceil<std::chrono::seconds>(found->second.until - now);
    };
    return std::max(left(names_, name), left(addresses_, address));
}

void LogInLimits::add(Tries& tries, int free) const {
    const auto now = clock_();
    if (tries.failures > 0 && now - tries.last > memory) tries.failures = 0;
    tries.last = now;
    ++tries.failures;
    if (tries.failures < free) return;
    const int doublings = std::min(tries.failures - free, 10);
    tries.until = now + std::min<std::chrono::seconds>(first_wait * (1 << doublings), longest_wait);
}

void LogInLimits::failed(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (!name.empty()) add(names_[name], free_tries_of_name);
    if (addresses_.size() >= most_addresses) {
        std::erase_if(addresses_, [&](const auto& entry) { return clock_() - entry.second.last > memory; });
        if (addresses_.size() >= most_addresses) addresses_.erase(addresses_.begin());
    }
    add(addresses_[address], free_tries_of_address);
}

void LogInLimits::succeeded(const std::string& name) {
    const std::lock_guard lock(mutex_);
    names_.erase(name);
}

}  // namespace kiemphieu::station::server
