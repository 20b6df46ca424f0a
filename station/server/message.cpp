#include "station/server/message.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "station/server/fault_words.hpp"
#include "station/server/vietnamese.hpp"

namespace kiemphieu::station::server {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Source: RFC 3986 section 2.1. A plus is a blank in queries only.
std::optional<std::string> decode(std::string_view text, char plus) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += plus;
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (out.find('\0') != std::string::npos || base::find_invalid_utf8(out)) return std::nullopt;
    return out;
}

bool parse_query(std::string_view query, Request& request) {
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        query = end == std::string_view::npos ? "" : query.substr(end + 1);
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        auto name = decode(pair.substr(0, equals), ' ');
        auto value = decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), ' ');
        if (!name || !value) return false;
        request.query[std::move(*name)] = std::move(*value);
    }
    return true;
}

}  // namespace

std::optional<std::string> Request::asked(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::nullopt : std::optional(found->second);
}

bool parse_target(std::string_view target, Request& request) {
    target = target.substr(0, target.find('#'));
    const std::size_t question = target.find('?');
    const std::string_view path = target.substr(0, question);
    if (path.empty() || path.front() != '/') return false;
    request.path = path;
    request.segments.clear();
    for (std::string_view rest = path.substr(1); !rest.empty();) {
        const std::size_t end = rest.find('/');
        auto segment = decode(rest.substr(0, end), '+');
        rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
        if (!segment || *segment == "." || *segment == ".." || segment->find('\\') != std::string::npos ||
            segment->find('/') != std::string::npos) {
            return false;
        }
        request.segments.push_back(std::move(*segment));
    }
    return parse_query(question == std::string_view::npos ? "" : target.substr(question + 1), request);
}

Response to_response(const Refusal& refusal) {
    nlohmann::ordered_json error{{"code", refusal.code}, {"vi", refusal.vietnamese}, {"en", refusal.english}};
    if (!refusal.place.empty()) error["place"] = refusal.place;
    const nlohmann::ordered_json json{{"error", std::move(error)}};
    Response response =
        json_response(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace), refusal.status);
    return response;
}

Refusal refusal_of(const base::Failure& failure) {
    base::Failure told = failure;
    told.place.clear();
    // Places are named as the command line's options; here they are fields.
    const std::string place = failure.place.substr(
        failure.place.find_first_not_of('-') == std::string::npos ? 0 : failure.place.find_first_not_of('-'));
    const std::string english = base::to_string(told);
    switch (failure.failure_class) {
        case base::FailureClass::bad_input: {
            const Translation translation = translate(failure.message);
            return {translation.status, translation.code, translation.vietnamese, english, place};
        }
        case base::FailureClass::world:
            return {503, "world",
                    "Máy không làm được việc này; những gì đã ghi vẫn còn nguyên. " + vietnamese_of_fault(told) + ".",
                    english, place};
        case base::FailureClass::broken_evidence:
            break;
    }
    return {500, "broken_evidence", "Hồ sơ không còn nguyên vẹn: " + vietnamese_of_fault(told), english, place};
}

Response json_response(std::string body, int status) {
    return {status, "application/json", std::move(body), {}};
}

Response no_content() {
    return {204, "", "", {}};
}

}  // namespace kiemphieu::station::server
