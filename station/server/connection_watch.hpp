#pragma once
// Connections that dawdle are cut: a browser sends a request at once, an attacker a byte a minute.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace kiemphieu::station::server {

class ConnectionWatch {
  public:
    /// A request, head and body, has to be there within this time from its first byte or from the end of the one
    /// before: 8 MB over the slowest office network take 8 s.
    static constexpr std::chrono::seconds reading_limit{20};
    /// A browser that does not take an answer within this time is gone.
    static constexpr std::chrono::seconds writing_limit{120};

    explicit ConnectionWatch(std::chrono::milliseconds reading = reading_limit);
    ~ConnectionWatch();
    ConnectionWatch(const ConnectionWatch&) = delete;
    ConnectionWatch& operator=(const ConnectionWatch&) = delete;

    /// A connection as long as its thread serves it; `cut` ends it from another thread.
    class Watched {
      public:
        Watched(ConnectionWatch& watch, std::string address, std::function<void()> cut);
        ~Watched();
        Watched(const Watched&) = delete;
        Watched& operator=(const Watched&) = delete;

      private:
        ConnectionWatch& watch_;
        std::string address_;
    };

    // Of the connection that the calling thread serves; nothing happens on other threads.
    void reads();
    void works();
    void writes();

    /// How many connections an address has.
    std::size_t of_address(const std::string& address) const;

  private:
    struct Entry {
        std::chrono::steady_clock::time_point deadline;
        std::function<void()> cut;
    };
    void set(std::chrono::steady_clock::time_point deadline);
    void look(const std::stop_token& stop);

    std::chrono::milliseconds reading_;
    mutable std::mutex mutex_;
    std::map<std::thread::id, Entry> entries_;
    std::map<std::string, std::size_t> addresses_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

}  // namespace kiemphieu::station::server
