#include "station/server/http_handler.hpp"

#include <algorithm>
#include <array>

#include <Poco/Exception.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/NameValueCollection.h>
#include <Poco/Net/StreamSocket.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include "station/server/api.hpp"
#include "station/server/connection_watch.hpp"
#include "station/server/event_streams.hpp"
#include "station/web/assets.hpp"

namespace kiemphieu::station::server {
namespace {

using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

/// A body this small is read before anything is said, so that the browser hears the answer; a larger one only from
/// whoever may send it.
constexpr std::size_t small_body = 64U << 10U;

/// No script, style, font or picture but our own files; data: for the pictures a page draws itself.
constexpr const char* content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'";

void set_headers(HTTPServerResponse& response) {
    response.set("Content-Security-Policy", content_policy);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("X-Frame-Options", "SAMEORIGIN");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    response.set("Cache-Control", "no-store");
}

/// The name and port that the browser believes to talk to. A page of elsewhere whose name was made to point here
/// (DNS rebinding) comes with that name.
bool is_our_host(const Edge& edge, const std::string& host) {
    const std::size_t colon = host.find_last_of(':');
    const bool has_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
    std::string name = has_port ? host.substr(0, colon) : host;
    const std::string port = has_port ? host.substr(colon + 1) : (edge.reach == Edge::Reach::lan ? "443" : "80");
    if (port != std::to_string(edge.port)) return false;
    if (name == "localhost" || name == "127.0.0.1" || name == "[::1]") return true;
    if (edge.reach == Edge::Reach::loopback) return false;
    if (name.size() > 2 && name.front() == '[' && name.back() == ']') name = name.substr(1, name.size() - 2);
    // An address can't be rebound; of names only the machine's own is ours.
    Poco::Net::IPAddress address;
    if (Poco::Net::IPAddress::tryParse(name, address)) return true;
    std::array<char, 256> own{};
    if (::gethostname(own.data(), own.size() - 1) != 0) return false;
    return name == own.data() || name == std::string(own.data()) + ".local";
}

/// A state-changing call of a page that is not ours.
bool is_foreign(const Edge& edge, const HTTPServerRequest& request) {
    const std::string site = request.get("Sec-Fetch-Site", "");
    if (site == "cross-site" || site == "same-site") return true;
    const std::string origin = request.get("Origin", "");
    return !origin.empty() && origin != edge.scheme() + "://" + request.get("Host", "");
}

std::string cookie_value(const HTTPServerRequest& request, const std::string& name) {
    Poco::Net::NameValueCollection cookies;
    request.getCookies(cookies);
    return cookies.get(name, "");
}

void set_cookie(const Edge& edge, HTTPServerResponse& response, const std::string& token) {
    std::string cookie = edge.cookie_name() + "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
    if (edge.reach == Edge::Reach::lan) cookie += "; Secure";
    if (token.empty()) cookie += "; Max-Age=0";
    response.add("Set-Cookie", cookie);
}

void send(const Edge& edge, HTTPServerResponse& out, const Response& answer) {
    out.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status));
    for (const auto& [name, value] : answer.headers) {
        if (name == session_header) {
            set_cookie(edge, out, value);
        } else {
            out.set(name, value);
        }
    }
    edge.watch.writes();
    if (answer.status == 204 || answer.status == 304) {
        out.setContentLength(0);
        if (answer.status == 304) out.setContentLength(Poco::Net::HTTPMessage::UNKNOWN_CONTENT_LENGTH);
        out.send();
    } else {
        out.setContentType(answer.type);
        out.sendBuffer(answer.body.data(), answer.body.size());
    }
    edge.watch.reads();
}

void refuse(const Edge& edge, HTTPServerResponse& out, const Refusal& refusal) {
    send(edge, out, to_response(refusal));
}

std::optional<Method> method_of(const std::string& name) {
    if (name == "GET" || name == "HEAD") return Method::get;
    if (name == "POST") return Method::post;
    if (name == "DELETE") return Method::remove;
    return std::nullopt;
}

const Refusal too_large{413, "too_large", "Dữ liệu gửi lên quá lớn.", "The body is too large."};

/// Reads the whole body. Nothing when it is cut off.
bool read_body(HTTPServerRequest& request, std::size_t length, std::string& body) {
    body.resize(length);
    std::istream& stream = request.stream();
    stream.read(body.data(), static_cast<std::streamsize>(length));
    return static_cast<std::size_t>(stream.gcount()) == length;
}

/// Reads and forgets what a refused call still sends, or the browser would see a broken connection and no answer.
void pass_over_body(HTTPServerRequest& request, std::size_t length) {
    constexpr std::size_t most = 16U << 20U;
    if (length <= most) request.stream().ignore(static_cast<std::streamsize>(length));
}

/// Files change only with the program; those with a hash in their name never.
void serve_asset(const Edge& edge, const HTTPServerRequest& request, const Request& asked, HTTPServerResponse& out) {
    const bool is_file = asked.path.find('.') != std::string::npos;
    const web::Asset* asset = web::find_asset(is_file ? asked.path : "/index.html");
    if (!asset) {
        refuse(edge, out, {404, "not_found", "Không có địa chỉ này.", "There is nothing at this address."});
        return;
    }
    const std::string tag = "\"" + std::string(asset->hash) + "\"";
    out.set("ETag", tag);
    out.set("Cache-Control", asset->path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.get("If-None-Match", "") == tag) {
        send(edge, out, {304, "", "", {}});
        return;
    }
    send(edge, out, {200, std::string(asset->content_type), std::string(asset->bytes), {}});
}

/// A browser's connection without the HTTP around it.
class StreamedSocket : public EventSocket {
  public:
    explicit StreamedSocket(Poco::Net::StreamSocket socket) : socket_(std::move(socket)) {}
    bool send(const std::string& bytes) override {
        try {
            // News is small; a browser that lets even the kernel's buffer fill up takes none of it any more.
            return socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
        } catch (const Poco::Exception&) {
            return false;
        }
    }

  private:
    Poco::Net::StreamSocket socket_;
};

void serve_events(const Edge& edge, HTTPServerRequest& request, HTTPServerResponse& out, const Admitted& admitted,
                  const Response& beginning) {
    std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n";
    for (const auto& [name, value] : out) head += name + ": " + value + "\r\n";
    head += "\r\nretry: 2000\n\n" + beginning.body;
    auto& impl = dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request);
    out.setKeepAlive(false);
    Poco::Net::StreamSocket socket = impl.detachSocket();
    socket.setNoDelay(true);
    socket.setSendTimeout(Poco::Timespan(5, 0));
    socket.sendBytes(head.data(), static_cast<int>(head.size()));
    socket.setBlocking(false);
    Sessions& sessions = edge.station.sessions();
    edge.streams.add(std::make_unique<StreamedSocket>(std::move(socket)), [&sessions, token = admitted.caller.token] {
        return sessions.find(token, Use::watching).session.has_value();
    });
}

void serve_api(const Edge& edge, HTTPServerRequest& request, HTTPServerResponse& out, Request& asked) {
    if (!request.getTransferEncoding().empty() && request.getTransferEncoding() != "identity") {
        out.setKeepAlive(false);
        refuse(edge, out, {411, "length", "Cần cho biết độ dài dữ liệu.", "A body needs a Content-Length."});
        return;
    }
    const auto length = request.hasContentLength() ? static_cast<std::size_t>(request.getContentLength64()) : 0;
    const auto cut_off = [&] {
        out.setKeepAlive(false);
        refuse(edge, out, {400, "cut_off", "Dữ liệu gửi lên bị đứt.", "The body is cut off."});
    };
    if (length <= small_body && !read_body(request, length, asked.body)) return cut_off();
    const auto admission = admit(edge.station, asked);
    if (const auto* refusal = std::get_if<Refusal>(&admission)) {
        if (length > small_body) {
            out.setKeepAlive(false);
            pass_over_body(request, length);
        }
        return refuse(edge, out, *refusal);
    }
    const auto& admitted = std::get<Admitted>(admission);
    if (length > admitted.route->body_limit) {
        out.setKeepAlive(false);
        if (length > small_body) pass_over_body(request, length);
        return refuse(edge, out, too_large);
    }
    if (length > small_body && !read_body(request, length, asked.body)) return cut_off();
    const std::string type = request.getContentType().substr(0, request.getContentType().find(';'));
    if (length > 0 && type != "application/json" && !admitted.route->takes_bytes) {
        return refuse(edge, out, {415, "content_type", "Dữ liệu phải là JSON.", "The body must be application/json."});
    }
    edge.watch.works();
    const Response response = answer(edge.station, asked, admitted);
    // Passphrases, PINs and keys lie in bodies; none stays in memory that is given back.
    OPENSSL_cleanse(asked.body.data(), asked.body.size());
    if (response.status == 200 && response.type == "text/event-stream") {
        return serve_events(edge, request, out, admitted, response);
    }
    send(edge, out, response);
}

}  // namespace

std::string Edge::cookie_name() const {
    return (reach == Reach::lan ? "__Host-kiemphieu_" : "kiemphieu_") + std::to_string(port);
}

void serve_request(const Edge& edge, HTTPServerRequest& request, HTTPServerResponse& response) {
    set_headers(response);
    // A day's count: a browser that trusts the certificate does not come back without TLS.
    if (edge.reach == Edge::Reach::lan) response.set("Strict-Transport-Security", "max-age=86400");
    if (!is_our_host(edge, request.get("Host", ""))) {
        response.setKeepAlive(false);
        return refuse(edge, response,
                      {421, "host", "Trạm không có tên này; hãy mở địa chỉ ghi trên màn hình của kỹ thuật viên.",
                       "The station has no such name; open the address on the technician's terminal."});
    }
    Request asked;
    const auto method = method_of(request.getMethod());
    if (!parse_target(request.getURI(), asked)) {
        response.setKeepAlive(false);
        return refuse(edge, response, {400, "address", "Địa chỉ không đúng.", "The address is malformed."});
    }
    if (!method) {
        response.setKeepAlive(false);
        return refuse(edge, response,
                      {405, "method", "Địa chỉ này không nhận cách gọi đó.", "This address takes other methods."});
    }
    asked.method = *method;
    if (asked.method != Method::get && is_foreign(edge, request)) {
        response.setKeepAlive(false);
        return refuse(edge, response,
                      {403, "origin", "Lời gọi đến từ trang khác nên bị từ chối.",
                       "The call comes from another site and is refused."});
    }
    asked.token = cookie_value(request, edge.cookie_name());
    asked.csrf = request.get("X-CSRF", "");
    asked.address = request.clientAddress().host().toString();
    const bool is_api = !asked.segments.empty() && asked.segments.front() == "api";
    if (is_api) return serve_api(edge, request, response, asked);
    if (asked.method != Method::get) {
        response.setKeepAlive(false);
        return refuse(edge, response,
                      {405, "method", "Địa chỉ này không nhận cách gọi đó.", "This address takes other methods."});
    }
    serve_asset(edge, request, asked, response);
}

}  // namespace kiemphieu::station::server
