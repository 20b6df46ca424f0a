#pragma once
// A browser of the tests: one cookie, one token, plain HTTP or TLS.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "station/server/roles.hpp"

namespace kiemphieu::station::server {

class Station;

struct Reply {
    int status{};
    std::string type;
    std::string body;
    std::multimap<std::string, std::string> headers;  ///< names in lower case

    std::string header(const std::string& name) const;
    nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
    /// Of a refusal.
    std::string code() const { return json().value(nlohmann::json::json_pointer("/error/code"), std::string{}); }
};

using Headers = std::map<std::string, std::string>;

class Client {
  public:
    explicit Client(std::uint16_t port) : port_(port) {}

    /// A session begun without a passphrase, as the station itself would begin it.
    void become(Station& station, const std::string& who, Role role);
    Reply get(const std::string& target, const Headers& headers = {}) { return send("GET", target, "", headers); }
    Reply post(const std::string& target, const nlohmann::json& body, const Headers& headers = {}) {
        return send("POST", target, body.dump(), headers);
    }
    Reply post(const std::string& target) { return send("POST", target, "", {}); }
    Reply remove(const std::string& target) { return send("DELETE", target, "", {}); }
    /// Headers given here stand in for the usual ones.
    Reply send(const std::string& method, const std::string& target, const std::string& body, const Headers& headers);

    std::string cookie{};
    std::string csrf{};

  private:
    std::uint16_t port_;
};

/// Bytes over a bare connection, and everything that comes back until the station closes it or `wait_ms` pass.
std::string over_socket(std::uint16_t port, const std::string& bytes, int wait_ms);

}  // namespace kiemphieu::station::server
