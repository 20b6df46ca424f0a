#include "station/server/http_server.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerConnection.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/ThreadPool.h>

#include "station/server/event_streams.hpp"
#include "station/server/http_handler.hpp"

namespace kiemphieu::station::server {
namespace {

namespace net = Poco::Net;

/// A hall has some 30 browsers of up to 6 connections; an idle thread costs a stack that nobody touches.
constexpr int most_threads = 200;
constexpr int most_queued = 200;
/// Short, since a connection that is kept holds a thread: pages ask for several things at once, then for nothing.
constexpr int keep_alive_s = 3;
/// Without a byte for so long a request or an answer is given up.
constexpr int silence_s = 10;
/// No browser opens more than six; a second one of the same machine, and a few that are just ending.
constexpr std::size_t most_of_address = 32;
/// Everybody at one machine's screens, tests among them.
constexpr std::size_t most_of_loopback = 150;

class Handler : public net::HTTPRequestHandler {
  public:
    explicit Handler(const Edge& edge) : edge_(edge) {}
    void handleRequest(net::HTTPServerRequest& request, net::HTTPServerResponse& response) override {
        serve_request(edge_, request, response);
    }

  private:
    const Edge& edge_;
};

class Handlers : public net::HTTPRequestHandlerFactory {
  public:
    explicit Handlers(const Edge& edge) : edge_(edge) {}
    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override { return new Handler(edge_); }

  private:
    const Edge& edge_;
};

/// A connection whose requests must come in time.
class WatchedConnection : public net::HTTPServerConnection {
  public:
    WatchedConnection(ConnectionWatch& watch, const net::StreamSocket& socket, net::HTTPServerParams::Ptr params,
                      net::HTTPRequestHandlerFactory::Ptr factory)
        : net::HTTPServerConnection(socket, std::move(params), std::move(factory)), watch_(watch) {}
    void run() {
        net::StreamSocket own = socket();
        std::string address;
        try {
            own.setSendTimeout(Poco::Timespan(silence_s, 0));
            address = own.peerAddress().host().toString();
            const ConnectionWatch::Watched watched(watch_, address, [own]() mutable {
                // The plain socket beneath, so that a TLS connection is cut without a word and without waiting.
                ::shutdown(own.impl()->sockfd(), SHUT_RDWR);
            });
            net::HTTPServerConnection::run();
        } catch (const Poco::Exception&) {
            // The browser went away, or never was one: nothing is lost but its answer.
        }
    }

  private:
    ConnectionWatch& watch_;
};

class Connections : public net::TCPServerConnectionFactory {
  public:
    Connections(ConnectionWatch& watch, net::HTTPServerParams::Ptr params, net::HTTPRequestHandlerFactory::Ptr factory)
        : watch_(watch), params_(std::move(params)), factory_(std::move(factory)) {}
    net::TCPServerConnection* createConnection(const net::StreamSocket& socket) override {
        return new WatchedConnection(watch_, socket, params_, factory_);
    }

  private:
    ConnectionWatch& watch_;
    net::HTTPServerParams::Ptr params_;
    net::HTTPRequestHandlerFactory::Ptr factory_;
};

class Filter : public net::TCPServerConnectionFilter {
  public:
    explicit Filter(ConnectionWatch& watch) : watch_(watch) {}
    bool accept(const net::StreamSocket& socket) override {
        try {
            const net::IPAddress address = socket.peerAddress().host();
            const std::size_t most = address.isLoopback() ? most_of_loopback : most_of_address;
            return watch_.of_address(address.toString()) < most;
        } catch (const Poco::Exception&) {
            return false;
        }
    }

  private:
    ConnectionWatch& watch_;
};

net::HTTPServerParams::Ptr make_params() {
    net::HTTPServerParams::Ptr params = new net::HTTPServerParams;
    params->setKeepAlive(true);
    params->setKeepAliveTimeout(Poco::Timespan(keep_alive_s, 0));
    params->setTimeout(Poco::Timespan(silence_s, 0));
    params->setMaxKeepAliveRequests(1000);
    params->setMaxThreads(most_threads);
    params->setMaxQueued(most_queued);
    return params;
}

/// The port is ours alone: another program that shared it would get passphrases.
std::unique_ptr<net::ServerSocket> bound(std::unique_ptr<net::ServerSocket> socket, const net::SocketAddress& address) {
    socket->bind(address, true, false);
    socket->listen(128);
    return socket;
}

std::unique_ptr<net::ServerSocket> make_socket(const ServerOptions& options) {
    if (!options.tls) {
        return bound(std::make_unique<net::ServerSocket>(), net::SocketAddress("127.0.0.1", options.port));
    }
    // TLS 1.2 and newer with OpenSSL's own choice of ciphers; no client certificates.
    net::Context::Ptr context = new net::Context(net::Context::TLS_SERVER_USE, options.tls->key.string(),
                                                 options.tls->certificate.string(), "", net::Context::VERIFY_NONE);
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    context->disableStatelessSessionResumption();
    return bound(std::make_unique<net::SecureServerSocket>(context), net::SocketAddress("0.0.0.0", options.port));
}

}  // namespace

class HttpServer::Parts {
  public:
    Parts(Station& station, const ServerOptions& options)
        : watch_(options.reading_limit),
          edge_{station, streams_, watch_, options.tls ? Edge::Reach::lan : Edge::Reach::loopback, options.port},
          socket_(make_socket(options)) {
        edge_.port = socket_->address().port();
        net::HTTPServerParams::Ptr params = make_params();
        net::HTTPRequestHandlerFactory::Ptr handlers = new Handlers(edge_);
        server_ = std::make_unique<net::TCPServer>(new Connections(watch_, params, handlers), pool_, *socket_, params);
        server_->setConnectionFilter(new Filter(watch_));
        station.publish_with(
            [this](const std::string& event, const std::string& data) { streams_.publish(event, data); });
        station_ = &station;
        server_->start();
    }
    ~Parts() {
        station_->publish_with({});
        server_->stop();
        // What is being answered is answered; connections that are only kept open end with their timeout.
        pool_.joinAll();
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    std::uint16_t port() const { return edge_.port; }

  private:
    Station* station_{};
    EventStreams streams_;
    ConnectionWatch watch_;
    Edge edge_;
    Poco::ThreadPool pool_{16, most_threads};
    std::unique_ptr<net::ServerSocket> socket_;
    std::unique_ptr<net::TCPServer> server_;
};

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpServer::~HttpServer() = default;

base::Expected<std::unique_ptr<HttpServer>, base::Failure> HttpServer::start(Station& station,
                                                                             const ServerOptions& options) {
    try {
        return std::unique_ptr<HttpServer>(new HttpServer(std::make_unique<Parts>(station, options)));
    } catch (const Poco::Exception& error) {
        return base::fail(base::Failure{base::FailureClass::world, "port " + std::to_string(options.port), "",
                                        "can't listen: " + error.displayText()});
    }
}

std::uint16_t HttpServer::port() const {
    return parts_->port();
}

}  // namespace kiemphieu::station::server
