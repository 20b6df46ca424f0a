#include "station/server/api.hpp"

#include <exception>

#include <nlohmann/json.hpp>

#include "station/server/note_api.hpp"
#include "station/server/plan_api.hpp"

namespace kiemphieu::station::server {
namespace {

std::vector<Route> all_routes() {
    std::vector<Route> all;
    for (auto* make :
         {session_routes, definition_routes, printing_routes, progress_routes, scanning_routes, review_routes,
          lease_routes, picture_routes, keying_routes, results_routes, documents_routes, note_routes, plan_routes,
          rehearsal_routes, calibration_routes, signature_routes, print_check_routes, stations_routes}) {
        for (Route& route : make()) all.push_back(route);
    }
    return all;
}

/// The segments that stand for the pattern's stars; nothing when the path is another.
std::optional<std::vector<std::size_t>> match(std::string_view pattern, const std::vector<std::string>& segments) {
    std::vector<std::size_t> stars;
    std::size_t at = 0;
    pattern.remove_prefix(1);
    while (!pattern.empty()) {
        const std::size_t end = pattern.find('/');
        const std::string_view part = pattern.substr(0, end);
        pattern = end == std::string_view::npos ? "" : pattern.substr(end + 1);
        if (at >= segments.size()) return std::nullopt;
        if (part == "**") {
            stars.push_back(at);
            return stars;
        }
        if (part == "*") {
            if (segments[at].empty()) return std::nullopt;
            stars.push_back(at);
        } else if (part != segments[at]) {
            return std::nullopt;
        }
        ++at;
    }
    return at == segments.size() ? std::optional(stars) : std::nullopt;
}

Refusal not_signed_in(Ended ended) {
    switch (ended) {
        case Ended::idle:
            return {401, "session_idle", "Đã lâu không có thao tác nên phiên làm việc tự kết thúc; hãy đăng nhập lại.",
                    "The session ended because nothing was done for long; sign in again."};
        case Ended::age:
            return {401, "session_too_old", "Phiên làm việc đã quá 12 giờ; hãy đăng nhập lại.",
                    "The session is older than 12 hours; sign in again."};
        case Ended::reset:
            return {401, "session_reset", "Mật khẩu của đồng chí đã được trưởng ban xóa; hãy đặt mật khẩu mới.",
                    "The head took your passphrase away; set a new one."};
        case Ended::unknown:
            break;
    }
    return {401, "not_signed_in", "Cần đăng nhập.", "Sign in first."};
}

Refusal wrong_role(const Caller& caller) {
    if (caller.role == Role::setup) {
        return {403, "role", "Phiên lập hồ sơ không làm được việc này.", "The set-up session may not do this."};
    }
    return {403, "role", "Vai trò của đồng chí không được làm việc này.", "Your role may not do this."};
}

Refusal bad_field(const BadField& field) {
    return {400, "bad_input", "Dữ liệu gửi lên không đúng: " + (field.field.empty() ? "nội dung" : field.field) + ".",
            (field.field.empty() ? "the body" : field.field) + ": " + field.expected, field.field};
}

const Refusal no_such_thing{404, "not_found", "Không có địa chỉ này.", "There is nothing at this address."};

}  // namespace

const std::string& Call::parameter(std::size_t n) const {
    return request.segments.at(parameters.at(n));
}

const std::vector<Route>& routes() {
    static const std::vector<Route> all = all_routes();
    return all;
}

std::variant<Admitted, Refusal> admit(Station& station, const Request& request) {
    Admitted admitted;
    bool other_method = false;
    for (const Route& route : routes()) {
        auto stars = match(route.pattern, request.segments);
        if (!stars) continue;
        if (route.method != request.method) {
            other_method = true;
            continue;
        }
        admitted.route = &route;
        admitted.parameters = std::move(*stars);
        break;
    }
    if (!admitted.route) {
        if (other_method)
            return Refusal{405, "method", "Địa chỉ này không nhận cách gọi đó.", "This address takes other methods."};
        return no_such_thing;
    }
    const Route& route = *admitted.route;
    const Found found = station.sessions().find(request.token, route.use);
    if (found.session) admitted.caller = {found.session->role, found.session->who, request.token};
    if (route.roles.has(Role::anyone)) return admitted;
    if (!found.session) return not_signed_in(found.ended);
    if (!route.roles.has(admitted.caller.role)) return wrong_role(admitted.caller);
    if (route.method != Method::get &&
        !base::equal_in_constant_time(base::as_bytes(request.csrf), base::as_bytes(found.session->csrf))) {
        return Refusal{403, "csrf", "Lời gọi thiếu mã của phiên làm việc; hãy tải lại trang.",
                       "The call lacks the session's token; load the page again."};
    }
    return admitted;
}

Response answer(Station& station, const Request& request, const Admitted& admitted) {
    try {
        const auto live = station.live();
        if (admitted.route->needs == Needs::a_case && !live) {
            return to_response({409, "no_case", "Chưa lập hồ sơ.", "There is no case yet."});
        }
        const Call call{station, request, admitted.caller, live, live ? live->view() : nullptr, admitted.parameters};
        return admitted.route->handler(call);
    } catch (const BadField& field) {
        return to_response(bad_field(field));
    } catch (const std::exception& error) {
        if (station.options().tell) station.options().tell(request.path + ": " + error.what());
        return to_response({500, "fault", "Chương trình gặp lỗi; những gì đã ghi vẫn còn nguyên.",
                            "A fault of the program; nothing that was recorded is lost."});
    }
}

Response acknowledged(const Call& call, const base::Expected<void, base::Failure>& outcome) {
    if (!outcome) return to_response(refusal_of(outcome.error()));
    const auto view = call.live->view();
    return json_response(nlohmann::json{{"version", view->version()}, {"pending_items", view->pending_items()}}.dump());
}

Response done_or_refused(const base::Expected<void, base::Failure>& outcome) {
    return outcome ? no_content() : to_response(refusal_of(outcome.error()));
}

}  // namespace kiemphieu::station::server
