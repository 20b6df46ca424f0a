#pragma once
// The HTTP edge: sockets, limits, headers and cookies around the API, and the pages' files.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/server/connection_watch.hpp"
#include "station/server/station.hpp"
#include "station/server/tls_certificate.hpp"

namespace kiemphieu::station::server {

struct ServerOptions {
    std::uint16_t port{8080};             ///< 0 takes a free one
    std::optional<TlsCertificate> tls{};  ///< with it the station listens on every address, without on loopback only
    std::chrono::milliseconds reading_limit{ConnectionWatch::reading_limit};  ///< for tests
};

class HttpServer {
  public:
    /// Begins to listen. Errors: world when the port is taken or TLS can't be set up.
    [[nodiscard]] static base::Expected<std::unique_ptr<HttpServer>, base::Failure> start(Station& station,
                                                                                          const ServerOptions& options);
    /// Answers what is being answered, then ends.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::uint16_t port() const;

  private:
    class Parts;
    explicit HttpServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace kiemphieu::station::server
