#include "station/server/sessions.hpp"

#include <array>

namespace kiemphieu::station::server {
namespace {

/// 256 random bits, as hex.
std::string random_token() {
    std::array<std::uint8_t, 32> bytes{};
    base::random_bytes(bytes);
    return base::to_hex(bytes);
}

/// Ended sessions are remembered, to say why; more than a hall of browsers is never needed.
constexpr std::size_t most_sessions = 1000;

}  // namespace

Sessions::Sessions(SteadyClock clock)
    : clock_(clock ? std::move(clock) : [] { return std::chrono::steady_clock::now(); }) {}

std::string Sessions::begin(const std::string& who, Role role) {
    const std::string token = random_token();
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= most_sessions) {
        std::erase_if(kept_, [&](const auto& entry) { return end_of(entry.second).has_value(); });
    }
    if (kept_.size() >= most_sessions) {
        const auto oldest = std::min_element(
            kept_.begin(), kept_.end(), [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
        kept_.erase(oldest);
    }
    const auto now = clock_();
    kept_.emplace(base::sha256(base::as_bytes(token)), Kept{{who, role, random_token(), {}}, now, now, {}});
    return token;
}

std::optional<Ended> Sessions::end_of(const Kept& kept) const {
    if (kept.ended) return kept.ended;
    const auto now = clock_();
    if (now - kept.begun > session_age_limit) return Ended::age;
    if (kept.session.role != Role::observer && now - kept.used > session_idle_limit) return Ended::idle;
    return std::nullopt;
}

Found Sessions::find(const std::string& token, Use use) {
    if (token.empty()) return {};
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(base::sha256(base::as_bytes(token)));
    if (found == kept_.end()) return {};
    Kept& kept = found->second;
    if (const auto ended = end_of(kept)) {
        kept.ended = ended;
        return {std::nullopt, *ended};
    }
    const auto now = clock_();
    if (use == Use::active) kept.used = now;
    Session session = kept.session;
    session.left = std::chrono::duration_cast<std::chrono::seconds>(session_age_limit - (now - kept.begun));
    return {std::move(session), Ended::unknown};
}

void Sessions::end(const std::string& token) {
    const std::lock_guard lock(mutex_);
    kept_.erase(base::sha256(base::as_bytes(token)));
}

void Sessions::end_all_of(const std::string& who) {
    const std::lock_guard lock(mutex_);
    for (auto& [digest, kept] : kept_) {
        if (kept.session.who == who) kept.ended = Ended::reset;
    }
}

void Sessions::end_all_in(Role role) {
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto& entry) { return entry.second.session.role == role; });
}

}  // namespace kiemphieu::station::server
