#include "station/server/connection_watch.hpp"

#include <algorithm>

namespace kiemphieu::station::server {

using std::chrono::steady_clock;

ConnectionWatch::ConnectionWatch(std::chrono::milliseconds reading)
    : reading_(reading), thread_([this](const std::stop_token& stop) { look(stop); }) {}

ConnectionWatch::~ConnectionWatch() = default;

ConnectionWatch::Watched::Watched(ConnectionWatch& watch, std::string address, std::function<void()> cut)
    : watch_(watch), address_(std::move(address)) {
    const std::lock_guard lock(watch_.mutex_);
    watch_.entries_[std::this_thread::get_id()] = {steady_clock::now() + watch_.reading_, std::move(cut)};
    ++watch_.addresses_[address_];
}

ConnectionWatch::Watched::~Watched() {
    const std::lock_guard lock(watch_.mutex_);
    watch_.entries_.erase(std::this_thread::get_id());
    const auto found = watch_.addresses_.find(address_);
    if (--found->second == 0) watch_.addresses_.erase(found);
}

void ConnectionWatch::set(steady_clock::time_point deadline) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(std::this_thread::get_id());
    if (entry != entries_.end()) entry->second.deadline = deadline;
}

void ConnectionWatch::reads() {
    set(steady_clock::now() + reading_);
}
void ConnectionWatch::works() {
    set(steady_clock::time_point::max());
}
void ConnectionWatch::writes() {
    set(steady_clock::now() + writing_limit);
}

std::size_t ConnectionWatch::of_address(const std::string& address) const {
    const std::lock_guard lock(mutex_);
    const auto found = addresses_.find(address);
    return found == addresses_.end() ? 0 : found->second;
}

void ConnectionWatch::look(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, std::min<std::chrono::milliseconds>(reading_, std::chrono::seconds{1}),
                       [] { return false; });
        const auto now = steady_clock::now();
        for (auto& [thread, entry] : entries_) {
            if (entry.deadline > now) continue;
            entry.cut();
            entry.deadline = steady_clock::time_point::max();
        }
    }
}

}  // namespace kiemphieu::station::server
