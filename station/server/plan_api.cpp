#include "station/server/plan_api.hpp"

#include "station/calendar/deadlines.hpp"
#include "station/calendar/voter_groups_json.hpp"

namespace kiemphieu::station::server {
namespace {

Response get_calendar(const Call& call) {
    const forms::Conference& conference = call.live->definition().conference;
    return json_response(calendar_json(conference, deadlines_of(conference.date, WorkingDays{})));
}

Response list_groups(const Call&) {
    return json_response("{\"groups\":" + voter_groups_json() + "}");
}

}  // namespace

std::vector<Route> plan_routes() {
    constexpr Roles readers{Role::head, Role::secretary, Role::member, Role::technician, Role::observer, Role::setup};
    return {
        {Method::get, "/api/calendar", everybody, get_calendar, Use::watching},
        {Method::get, "/api/groups", readers, list_groups, Use::watching, Needs::nothing},
    };
}

}  // namespace kiemphieu::station::server
