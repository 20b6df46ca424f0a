#pragma once
// One HTTP request, from its head to the answer.

#include <cstdint>
#include <string>

namespace Poco::Net {
class HTTPServerRequest;
class HTTPServerResponse;
}  // namespace Poco::Net

namespace kiemphieu::station::server {

class ConnectionWatch;
class EventStreams;
class Station;

/// What the edge knows of itself.
struct Edge {
    Station& station;
    EventStreams& streams;
    ConnectionWatch& watch;
    enum class Reach { loopback, lan } reach{Reach::loopback};
    std::uint16_t port{};  ///< the browser's; set once it is known

    /// Cookies know no ports, so two stations of one machine have two names. With TLS the browser itself sees to it
    /// that nobody else can set it.
    std::string cookie_name() const;
    std::string scheme() const { return reach == Reach::lan ? "https" : "http"; }
};

void serve_request(const Edge& edge, Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response);

}  // namespace kiemphieu::station::server
