#include "station/server/event_streams.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace kiemphieu::station::server {
namespace {

/// A hall has some 30 screens; each browser may have several pages open. More is somebody's mischief.
constexpr std::size_t most_streams = 300;
/// A silent connection is given up by routers and browsers after 30 s or more; a dead one is noticed by writing to it.
constexpr std::chrono::seconds heartbeat{15};
/// Tells a browser that from here on it misses nothing: what it asks for now is never older than the next news.
constexpr std::string_view opened = "event: opened\ndata: {}\n\n";
/// News that waits to be sent; the oldest of a kind is of no use beside the newest.
constexpr std::size_t most_waiting = 1000;

}  // namespace

class EventStreams::Work {
  public:
    Work() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

    bool add(std::unique_ptr<EventSocket> socket, StillSignedIn signed_in) {
        {
            const std::lock_guard lock(mutex_);
            if (streams_.size() + fresh_.size() >= most_streams) return false;
            fresh_.push_back({std::move(socket), std::move(signed_in)});
        }
        wake_.notify_one();
        return true;
    }

    void publish(std::string message) {
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() >= most_waiting) waiting_.pop_front();
            waiting_.push_back(std::move(message));
        }
        wake_.notify_one();
    }

    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return streams_.size() + fresh_.size();
    }

  private:
    struct Stream {
        std::unique_ptr<EventSocket> socket;
        StillSignedIn signed_in;
        bool told_opened = false;
    };

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::string bytes;
            {
                std::unique_lock lock(mutex_);
                const bool news =
                    wake_.wait_for(lock, stop, heartbeat, [&] { return !waiting_.empty() || !fresh_.empty(); });
                for (Stream& stream : fresh_) streams_.push_back(std::move(stream));
                fresh_.clear();
                for (const std::string& message : waiting_) bytes += message;
                waiting_.clear();
                if (!news) bytes = ": alive\n\n";
            }
            // Only this thread touches `streams_`' elements; the lock guards its size for others.
            std::vector<Stream> kept;
            for (Stream& stream : streams_) {
                const std::string first(stream.told_opened ? "" : opened);
                stream.told_opened = true;
                if (!stream.signed_in()) {
                    stream.socket->send("event: signed_out\ndata: {}\n\n");
                } else if (const std::string all = first + bytes; all.empty() || stream.socket->send(all)) {
                    kept.push_back(std::move(stream));
                }
            }
            const std::lock_guard lock(mutex_);
            streams_ = std::move(kept);
        }
    }

    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    std::vector<Stream> streams_;
    std::vector<Stream> fresh_;
    std::deque<std::string> waiting_;
    std::jthread thread_;
};

EventStreams::EventStreams() : work_(std::make_unique<Work>()) {}
EventStreams::~EventStreams() = default;

bool EventStreams::add(std::unique_ptr<EventSocket> socket, StillSignedIn signed_in) {
    return work_->add(std::move(socket), std::move(signed_in));
}

void EventStreams::publish(const std::string& event, const std::string& data) {
    work_->publish("event: " + event + "\ndata: " + data + "\n\n");
}

std::size_t EventStreams::size() const {
    return work_->size();
}

}  // namespace kiemphieu::station::server
