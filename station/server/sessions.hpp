#pragma once
// Who is signed in. In memory only: after a restart everybody signs in again.

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/hash.hpp"
#include "station/server/roles.hpp"

namespace kiemphieu::station::server {

using SteadyClock = std::function<std::chrono::steady_clock::time_point()>;

/// A screen that nobody has used for so long may have been left alone in the hall: it can't rule any more. Long enough
/// to look at a paper or to settle a dispute. Watching does not count as use. An observer, who can change nothing, is
/// held to the age alone, so that a projector does not go dark.
inline constexpr std::chrono::minutes session_idle_limit{30};
/// A conference is one day: whoever is signed in longer than a long day's work has gone home.
inline constexpr std::chrono::hours session_age_limit{12};

/// Why a session is no more.
enum class Ended { idle, age, reset, unknown };

struct Session {
    std::string who;
    Role role{Role::anyone};
    std::string csrf;
    std::chrono::seconds left{};  ///< until its age ends it
};

/// What a token stands for.
struct Found {
    std::optional<Session> session;
    Ended ended{Ended::unknown};  ///< where there is no session
};

/// Whether a call is use of the screen or merely keeps what is shown up to date.
enum class Use { active, watching };

class Sessions {
  public:
    explicit Sessions(SteadyClock clock = {});

    /// Begins a session; the token goes to the browser and only its digest is kept.
    std::string begin(const std::string& who, Role role);
    Found find(const std::string& token, Use use);
    void end(const std::string& token);
    /// Ends all of a person's, when the passphrase was taken away.
    void end_all_of(const std::string& who);
    /// Ends all of a role.
    void end_all_in(Role role);

  private:
    struct Kept {
        Session session;
        std::chrono::steady_clock::time_point begun;
        std::chrono::steady_clock::time_point used;
        std::optional<Ended> ended;
    };
    std::optional<Ended> end_of(const Kept& kept) const;

    SteadyClock clock_;
    std::mutex mutex_;
    std::map<base::Digest, Kept> kept_;
};

}  // namespace kiemphieu::station::server
