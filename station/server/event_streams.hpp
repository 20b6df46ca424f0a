#pragma once
// Server-sent events: one thread writes to all browsers, so an open page costs a socket and no thread.

#include <functional>
#include <memory>
#include <string>

namespace kiemphieu::station::server {

/// A connection handed over by the HTTP edge.
class EventSocket {
  public:
    virtual ~EventSocket() = default;
    /// Sends without waiting; false when the browser is gone or does not take what it is sent.
    virtual bool send(const std::string& bytes) = 0;
};

/// Whether the session that opened a stream still stands.
using StillSignedIn = std::function<bool()>;

class EventStreams {
  public:
    EventStreams();
    ~EventStreams();
    EventStreams(const EventStreams&) = delete;
    EventStreams& operator=(const EventStreams&) = delete;

    /// Takes a connection over. False when there are as many as a hall may have open.
    bool add(std::unique_ptr<EventSocket> socket, StillSignedIn signed_in);
    /// Sends an event to all; from any thread, without waiting.
    void publish(const std::string& event, const std::string& data);
    std::size_t size() const;

  private:
    class Work;
    std::unique_ptr<Work> work_;
};

}  // namespace kiemphieu::station::server
