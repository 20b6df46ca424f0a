// Signing in and out.

#include <nlohmann/json.hpp>

#include "station/review/accounts.hpp"
#include "station/review/people.hpp"
#include "station/server/api.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr Bounds name_bytes{1, 200};
constexpr Bounds passphrase_bytes{1, 200};

std::string_view name_of(Ended ended) {
    constexpr std::string_view names[]{"idle", "age", "reset", "restart"};
    return names[static_cast<std::size_t>(ended)];
}

Json people_of(const LiveCase& live, const View& view) {
    Json people = Json::array();
    for (const forms::CommitteeMember& person : live.definition().conference.committee) {
        people.push_back({{"name", person.name},
                          {"role", forms::name_of(person.role)},
                          {"has_passphrase", has_passphrase(view.state, person.name)}});
    }
    return people;
}

Response session_response(Station& station, const std::string& token) {
    const auto live = station.live();
    const Found found = station.sessions().find(token, Use::watching);
    Json json{{"signed_in", found.session.has_value()}};
    if (found.session) {
        if (!found.session->who.empty()) json["who"] = found.session->who;
        json["role"] = name_of(found.session->role);
        json["csrf"] = found.session->csrf;
        if (found.session->role != Role::observer) {
            json["idle_limit_s"] = std::chrono::seconds(session_idle_limit).count();
        }
        json["expires_in_s"] = found.session->left.count();
    } else if (!token.empty()) {
        json["ended"] = name_of(found.ended);
    }
    json["case"] = live ? "open" : "none";
    json["people"] = Json::array();
    if (live) {
        const forms::Conference& conference = live->definition().conference;
        json["conference"] = conference.organisation + " — " + conference.session;
        json["people"] = people_of(*live, *live->view());
    }
    json["language_default"] = station.options().language;
    json["software"] = software_version();
    return json_response(json.dump());
}

Response get_session(const Call& call) {
    return session_response(call.station, call.request.token);
}

/// Begins a session; the HTTP edge makes a cookie of the header.
Response begin_session(const Call& call, const std::string& who, Role role) {
    // A browser has one session; the one it named before is over.
    call.station.sessions().end(call.request.token);
    const std::string token = call.station.sessions().begin(who, role);
    Response response = session_response(call.station, token);
    response.headers.emplace_back(session_header, token);
    return response;
}

std::optional<Response> must_wait(const Call& call, const std::string& name) {
    const auto wait = call.station.limits().wait(name, call.request.address);
    if (wait.count() == 0) return std::nullopt;
    const std::string seconds = std::to_string(wait.count());
    Response response = to_response({429, "too_many_tries", "Sai quá nhiều lần; hãy thử lại sau " + seconds + " giây.",
                                     "Too many wrong tries; try again in " + seconds + " seconds."});
    response.headers.emplace_back("Retry-After", seconds);
    return response;
}

Response refuse_log_in(const Call& call, const std::string& name, Refusal refusal) {
    call.station.limits().failed(name, call.request.address);
    if (call.live) {
        const auto logged = call.live->act([&](CaseFolder& folder) {
            return folder.record().append(LogInFailed{name, call.request.address});
        });
        if (!logged) return to_response(refusal_of(logged.error()));
    }
    return to_response(refusal);
}

const forms::CommitteeMember* person_of(const Call& call, const std::string& name) {
    return find_person(call.live->definition().conference, name);
}

const Refusal wrong_passphrase{401, "wrong_passphrase", "Tên hoặc mật khẩu không đúng.",
                               "The name or the passphrase is wrong."};
const Refusal wrong_code{401, "wrong_code", "Mã trạm không đúng; xem mã trên màn hình của kỹ thuật viên.",
                         "The station code is wrong; it stands on the technician's terminal.", "station_code"};

Response log_in(const Call& call, const forms::CommitteeMember& person) {
    const auto logged = call.live->act([&](CaseFolder& folder) {
        return folder.record().append(LoggedIn{person.name, call.request.address});
    });
    if (!logged) return to_response(refusal_of(logged.error()));
    call.station.limits().succeeded(person.name);
    return begin_session(call, person.name, role_of(person.role));
}

Response sign_in(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const std::string name = body.text("name", name_bytes);
    const std::string passphrase = body.text("passphrase", passphrase_bytes);
    body.end();
    const auto* person = person_of(call, name);
    if (auto wait = must_wait(call, person ? person->name : "")) return *wait;
    if (!person) return refuse_log_in(call, "", wrong_passphrase);
    if (!has_passphrase(call.view->state, person->name)) {
        return to_response({409, "no_passphrase", "Đồng chí chưa đặt mật khẩu; hãy đặt lần đầu bằng mã trạm.",
                            "No passphrase is set yet; set one with the station code.", "name"});
    }
    const auto checked = check_passphrase_in_turn(call, person->name, passphrase);
    if (!checked) return to_response(refusal_of(checked.error()));
    if (*checked == Passphrase::wrong) return refuse_log_in(call, person->name, wrong_passphrase);
    return log_in(call, *person);
}

Response sign_in_first(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const std::string name = body.text("name", name_bytes);
    const std::string code = body.text("station_code", {1, 100});
    const std::string passphrase = body.text("passphrase", passphrase_bytes);
    body.end();
    const auto* person = person_of(call, name);
    if (auto wait = must_wait(call, person ? person->name : "")) return *wait;
    if (!person) return refuse_log_in(call, "", wrong_passphrase);
    if (has_passphrase(call.view->state, person->name)) {
        return to_response({409, "has_passphrase", "Đồng chí đã có mật khẩu; hãy đăng nhập bằng mật khẩu đó.",
                            "A passphrase is set already; sign in with it.", "name"});
    }
    if (!call.station.code().matches(code)) return refuse_log_in(call, person->name, wrong_code);
    const auto made = call.live->act([&](CaseFolder& folder) {
        return make_account(folder.record(), folder.definition(), folder.path(), person->name, passphrase);
    });
    if (!made) return to_response(refusal_of(made.error()));
    call.station.code().used();
    return log_in(call, *person);
}

Response sign_in_setup(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const std::string code = body.text("station_code", {1, 100});
    body.end();
    if (call.live) {
        return to_response({409, "case_open", "Hồ sơ đã được lập.", "The case is made already."});
    }
    if (auto wait = must_wait(call, "")) return *wait;
    if (!call.station.code().matches(code)) return refuse_log_in(call, "", wrong_code);
    call.station.code().used();
    return begin_session(call, "", Role::setup);
}

Response sign_out(const Call& call) {
    call.station.sessions().end(call.caller.token);
    call.station.leases().end_all_of(call.caller.name);
    Response response = no_content();
    response.headers.emplace_back(session_header, "");
    return response;
}

Response reset(const Call& call) {
    const std::string& name = call.parameter(0);
    const auto* person = person_of(call, name);
    if (!person) return to_response({404, "nobody", "Không có người này.", "There is no such person.", "name"});
    const auto done = call.live->act([&](CaseFolder& folder) {
        return reset_account(folder.record(), folder.definition(), person->name, call.caller.name);
    });
    if (done) {
        call.station.sessions().end_all_of(person->name);
        call.station.leases().end_all_of(person->name);
    }
    return done_or_refused(done);
}

}  // namespace

base::Expected<Passphrase, base::Failure> check_passphrase_in_turn(const Call& call, const std::string& who,
                                                                   const std::string& passphrase) {
    struct Turn {
        std::counting_semaphore<2>& semaphore;
        explicit Turn(std::counting_semaphore<2>& s) : semaphore(s) { semaphore.acquire(); }
        ~Turn() { semaphore.release(); }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
    };
    const Turn turn(call.station.passphrase_checks());
    return check_passphrase(call.view->state, call.live->path(), who, passphrase);
}

std::optional<Response> refuse_without_passphrase(const Call& call, const std::string& passphrase) {
    if (auto wait = must_wait(call, call.caller.name)) return wait;
    const auto checked = check_passphrase_in_turn(call, call.caller.name, passphrase);
    if (!checked) return to_response(refusal_of(checked.error()));
    if (*checked == Passphrase::right) return std::nullopt;
    // 403: the session stands, the act does not.
    Refusal refusal = wrong_passphrase;
    refusal.status = 403;
    refusal.place = "passphrase";
    return refuse_log_in(call, call.caller.name, refusal);
}

std::vector<Route> session_routes() {
    constexpr Roles anyone{Role::anyone};
    return {
        {Method::get, "/api/session", anyone, get_session, Use::watching, Needs::nothing},
        {Method::post, "/api/session", anyone, sign_in},
        {Method::post, "/api/session/first", anyone, sign_in_first},
        {Method::post, "/api/session/setup", anyone, sign_in_setup, Use::active, Needs::nothing},
        {Method::remove,
         "/api/session",
         {Role::head, Role::secretary, Role::member, Role::technician, Role::observer, Role::setup},
         sign_out,
         Use::active,
         Needs::nothing},
        {Method::post, "/api/accounts/*/reset", {Role::head}, reset},
    };
}

}  // namespace kiemphieu::station::server
