#pragma once
// A work of seconds or minutes beside the pages: one of its kind at a time, its progress for all to see.

#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace kiemphieu::station::server {

class LongWork {
  public:
    using Progress = std::function<void(std::size_t done, std::size_t total)>;
    /// What a work leaves: JSON for its address, whatever it is.
    using Task = std::function<std::string(const Progress&)>;

    /// `news` is called after every change, from the work's thread.
    explicit LongWork(std::function<void()> news) : news_(std::move(news)) {}
    /// Waits for the end.
    ~LongWork();
    LongWork(const LongWork&) = delete;
    LongWork& operator=(const LongWork&) = delete;

    /// False when one runs already.
    bool start(Task task);

    struct State {
        bool running{false};
        std::size_t done{};
        std::size_t total{};
        std::string outcome{};  ///< of the last that ended
    };
    State state() const;

  private:
    std::function<void()> news_;
    mutable std::mutex mutex_;
    State state_;
    std::thread thread_;
};

}  // namespace kiemphieu::station::server
