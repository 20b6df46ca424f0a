#include "station/signing/testing/time_authority.hpp"

#include <atomic>
#include <istream>
#include <iterator>

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>

namespace kiemphieu::station::testing {

namespace {

class Handler final : public Poco::Net::HTTPRequestHandler {
  public:
    Handler(const Answering& answering, std::atomic<int>& requests) : answering_(answering), requests_(requests) {}
    void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override {
        ++requests_;
        const Octets question{std::istreambuf_iterator<char>(request.stream()), std::istreambuf_iterator<char>()};
        const HttpAnswer answer = answering_(question);
        response.setStatus(std::to_string(answer.status));
        response.setContentType("application/timestamp-reply");
        response.sendBuffer(answer.body.data(), answer.body.size());
    }

  private:
    const Answering& answering_;
    std::atomic<int>& requests_;
};

class Handlers final : public Poco::Net::HTTPRequestHandlerFactory {
  public:
    Handlers(const Answering& answering, std::atomic<int>& requests) : answering_(answering), requests_(requests) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
        return new Handler(answering_, requests_);  // Poco deletes it
    }

  private:
    const Answering& answering_;
    std::atomic<int>& requests_;
};

}  // namespace

struct TimeAuthority::State {
    explicit State(Answering how)
        : answering(std::move(how)),
          socket(Poco::Net::SocketAddress("127.0.0.1", 0)),
          server(new Handlers(answering, requests), socket, new Poco::Net::HTTPServerParams) {
        server.start();
    }
    Answering answering;
    std::atomic<int> requests{};
    Poco::Net::ServerSocket socket;
    Poco::Net::HTTPServer server;
};

TimeAuthority::TimeAuthority(Answering answering) : state_(std::make_unique<State>(std::move(answering))) {}

TimeAuthority::~TimeAuthority() {
    state_->server.stopAll(true);
}

std::string TimeAuthority::address() const {
    return "http://127.0.0.1:" + std::to_string(state_->socket.address().port()) + "/";
}

int TimeAuthority::requests() const {
    return state_->requests;
}

}  // namespace kiemphieu::station::testing
