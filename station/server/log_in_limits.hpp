#pragma once
// Guessing passphrases is made slow: by name and by address.

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "station/server/sessions.hpp"

namespace kiemphieu::station::server {

class LogInLimits {
  public:
    explicit LogInLimits(SteadyClock clock = {});

    /// How long this name and address must still wait; zero when a try is allowed.
    std::chrono::seconds wait(const std::string& name, const std::string& address);
    /// After a try that failed. Five in a row for a name are typing errors; from then on each costs twice the time of
    /// the one before, 15 s to 15 min: some 100 guesses a day. An address, which may be a whole committee at one
    /// screen, has 30.
    void failed(const std::string& name, const std::string& address);
    void succeeded(const std::string& name);

  private:
    struct Tries {
        int failures{};
        std::chrono::steady_clock::time_point until;
        std::chrono::steady_clock::time_point last;
    };
    void add(Tries& tries, int free) const;

    SteadyClock clock_;
    std::mutex mutex_;
    std::map<std::string, Tries> names_;
    std::map<std::string, Tries> addresses_;
};

}  // namespace kiemphieu::station::server
