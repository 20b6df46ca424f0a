#include "tests/server/client.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>

#include "station/server/station.hpp"

namespace kiemphieu::station::server {

namespace net = Poco::Net;

std::string Reply::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

void Client::become(Station& station, const std::string& who, Role role) {
    cookie = "kiemphieu_" + std::to_string(port_) + "=" + station.sessions().begin(who, role);
    csrf = get("/api/session").json().value("csrf", "");
}

Reply Client::send(const std::string& method, const std::string& target, const std::string& body,
                   const Headers& headers) {
    net::HTTPClientSession session("127.0.0.1", port_);
    session.setTimeout(Poco::Timespan(60, 0));
    net::HTTPRequest request(method, target, net::HTTPMessage::HTTP_1_1);
    if (!cookie.empty()) request.set("Cookie", cookie);
    if (method != "GET") request.set("X-CSRF", csrf);
    if (!body.empty()) request.setContentType("application/json");
    for (const auto& [name, value] : headers) request.set(name, value);
    if (!body.empty() || method == "POST") request.setContentLength(static_cast<std::streamsize>(body.size()));
    session.sendRequest(request) << body;
    net::HTTPResponse response;
    std::istream& stream = session.receiveResponse(response);
    Reply answer{response.getStatus(), response.getContentType(), {}, {}};
    Poco::StreamCopier::copyToString(stream, answer.body);
    if (answer.type == net::HTTPMessage::UNKNOWN_CONTENT_TYPE) answer.type.clear();
    for (const auto& [name, value] : response) {
        std::string lower = name;
        std::ranges::transform(lower, lower.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (lower == "set-cookie") cookie = value.substr(0, value.find(';'));
        answer.headers.emplace(lower, value);
    }
    return answer;
}

std::string over_socket(std::uint16_t port, const std::string& bytes, int wait_ms) {
    net::StreamSocket socket(net::SocketAddress("127.0.0.1", port));
    socket.setReceiveTimeout(Poco::Timespan(0, wait_ms * 1000L));
    socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    std::string received;
    std::array<char, 4096> buffer{};
    try {
        for (int n = 0; (n = socket.receiveBytes(buffer.data(), static_cast<int>(buffer.size()))) > 0;) {
            received.append(buffer.data(), static_cast<std::size_t>(n));
        }
    } catch (const Poco::Exception&) {
        // Nothing more came in time.
    }
    return received;
}

}  // namespace kiemphieu::station::server
