#pragma once
// The operations of openapi.yaml: who may call each, and what answers it.

#include <functional>
#include <string_view>
#include <variant>
#include <vector>

#include "station/review/accounts.hpp"
#include "station/server/json_input.hpp"
#include "station/server/message.hpp"
#include "station/server/roles.hpp"
#include "station/server/station.hpp"

namespace kiemphieu::station::server {

/// What a handler is given.
struct Call {
    Station& station;
    const Request& request;
    const Caller& caller;
    /// The case; never null where the route needs one.
    std::shared_ptr<LiveCase> live;
    std::shared_ptr<const View> view;

    /// The segment of the path that stands for the n-th `*` of the route.
    const std::string& parameter(std::size_t n) const;
    std::vector<std::size_t> parameters{};  ///< segments that stand for the route's stars
};

/// Handlers return answers; of a body that is not as the API has it they throw BadField.
using Handler = Response (*)(const Call&);

enum class Needs {
    a_case,
    nothing,
};

struct Route {
    Method method{Method::get};
    std::string_view pattern;  ///< "/api/items/*/picture"; a last "**" stands for one segment or more
    Roles roles;
    Handler handler{};
    Use use{Use::active};
    Needs needs{Needs::a_case};
    std::size_t body_limit{64U << 10U};  ///< bytes; enough for all but lists and files
    bool takes_bytes{false};             ///< a file rather than JSON
};

std::vector<Route> session_routes();
std::vector<Route> definition_routes();
std::vector<Route> printing_routes();
std::vector<Route> progress_routes();
std::vector<Route> scanning_routes();
std::vector<Route> review_routes();
std::vector<Route> lease_routes();
std::vector<Route> picture_routes();
std::vector<Route> keying_routes();
std::vector<Route> results_routes();
std::vector<Route> documents_routes();
std::vector<Route> rehearsal_routes();
std::vector<Route> calibration_routes();
std::vector<Route> signature_routes();
std::vector<Route> print_check_routes();
std::vector<Route> stations_routes();

/// Every route.
const std::vector<Route>& routes();

/// A call that may be made.
struct Admitted {
    const Route* route{};
    Caller caller;
    std::vector<std::size_t> parameters;
};
/// Finds the route and checks who calls: 404, 405, 401, 403. `request.body` need not be read yet.
std::variant<Admitted, Refusal> admit(Station& station, const Request& request);
/// Answers an admitted call. Never throws.
Response answer(Station& station, const Request& request, const Admitted& admitted);

/// The header in which a handler gives a new session's token, or an empty one to end it; the edge makes the cookie.
inline constexpr const char* session_header = "X-Session-Token";

/// Two checks at once at most. Errors: as check_passphrase.
base::Expected<Passphrase, base::Failure> check_passphrase_in_turn(const Call& call, const std::string& who,
                                                                   const std::string& passphrase);
/// Asks for the caller's passphrase once more, before an act that binds; nothing when it is right.
std::optional<Response> refuse_without_passphrase(const Call& call, const std::string& passphrase);

/// How a device is asked to scan: dpi, duplex, colour.
scanner::ScanSettings settings_of(JsonObject& body);
/// Whether the text names a kind of source: folder:, escl: or sane:.
bool is_source(const std::string& source);

/// The answer to what people did: 200 with the record's version and what is pending, or why it was refused.
Response acknowledged(const Call& call, const base::Expected<void, base::Failure>& outcome);
/// As above, 204 when it was done.
Response done_or_refused(const base::Expected<void, base::Failure>& outcome);

}  // namespace kiemphieu::station::server
