#include "station/server/long_work.hpp"

#include <chrono>

namespace kiemphieu::station::server {
namespace {

/// The eye follows no more, and every browser of the hall is told.
constexpr std::chrono::milliseconds tell_every{300};

}  // namespace

LongWork::~LongWork() {
    if (thread_.joinable()) thread_.join();
}

bool LongWork::start(Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (state_.running) return false;
        state_ = {};
        state_.running = true;
    }
    if (thread_.joinable()) thread_.join();  // it has nothing left to do
    thread_ = std::thread([this, task = std::move(task)] {
        auto told = std::chrono::steady_clock::now();
        const auto progress = [&](std::size_t done, std::size_t total) {
            {
                const std::lock_guard lock(mutex_);
                state_.done = done;
                state_.total = total;
            }
            const auto now = std::chrono::steady_clock::now();
            if (now - told < tell_every) return;
            told = now;
            news_();
        };
        std::string outcome = task(progress);
        {
            const std::lock_guard lock(mutex_);
            state_.running = false;
            state_.outcome = std::move(outcome);
        }
        news_();
    });
    return true;
}

LongWork::State LongWork::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

}  // namespace kiemphieu::station::server
