#pragma once
// What is asked and what is answered, free of any HTTP library: handlers, tests and fuzzers speak this.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace kiemphieu::station::server {

enum class Method { get, post, remove };

struct Request {
    Method method{Method::get};
    std::string path;                          ///< as it was sent, without the query
    std::vector<std::string> segments;         ///< of the path, decoded
    std::map<std::string, std::string> query;  ///< decoded; of one name the last
    std::string body;
    std::string token;    ///< the session cookie's value; may be empty
    std::string csrf;     ///< of the header X-CSRF
    std::string address;  ///< where it came from, without port

    /// A value of the query; nothing when it is not there.
    std::optional<std::string> asked(const std::string& name) const;
};

struct Response {
    int status{200};
    std::string type{"application/json"};
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers{};
};

/// What a refused call is told. docs/formats/api.md has the codes.
struct Refusal {
    int status{400};
    std::string code;
    std::string vietnamese;
    std::string english;
    std::string place{};  ///< field or item; may be empty
};

Response to_response(const Refusal& refusal);
/// A failure of the station, by its class: 400 or 409 for bad input, 503 for the world, 500 for broken evidence.
Refusal refusal_of(const base::Failure& failure);
Response json_response(std::string body, int status = 200);
Response no_content();

/// Takes a path and query apart. False when an escape or the UTF-8 is broken, or a segment would leave its folder.
bool parse_target(std::string_view target, Request& request);

}  // namespace kiemphieu::station::server
