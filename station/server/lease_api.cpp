// Who has which item before them.

#include <nlohmann/json.hpp>

#include "station/server/api.hpp"
#include "station/server/lease_check.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t list_body_limit = 1U << 20U;  ///< 5,000 items
constexpr Bounds items_at_once{0, 5000};

std::vector<ItemId> items_of(JsonObject& body) {
    std::vector<ItemId> items;
    for (JsonObject& one : body.objects("items", items_at_once)) {
        const auto id = parse_item(one.text("item", {1, 200}));
        if (!id) throw BadField{one.path() + ".item", "names no item"};
        one.end();
        items.push_back(*id);
    }
    return items;
}

/// Items that wait for people, in the order of their names here; what waits for nobody is nobody's.
Response take(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    std::vector<ItemId> items = items_of(body);
    const auto most = body.optional_number("most", {1, items_at_once.most}).value_or(items_at_once.most);
    body.end();
    std::erase_if(items, [&](const ItemId& id) {
        const ReviewItem* item = call.view->find_item(id);
        return !item || !item->pending();
    });
    const auto taken = call.station.leases().take(items, call.caller.name, static_cast<std::size_t>(most));
    Json json{{"held", Json::array()}, {"others", Json::array()}, {"seconds", lease_length.count()}};
    for (const ItemId& item : taken.held) json["held"].push_back(to_string(item));
    for (const Held& one : taken.others) json["others"].push_back({{"item", to_string(one.item)}, {"who", one.who}});
    return json_response(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Response let_go(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const std::vector<ItemId> items = items_of(body);
    body.end();
    call.station.leases().let_go(items, call.caller.name);
    return no_content();
}

}  // namespace

Response with_leases(const Call& call, std::span<const ItemId> items,
                     const std::function<base::Expected<void, base::Failure>()>& act) {
    Leases& leases = call.station.leases();
    if (const auto other = leases.take_all(items, call.caller.name)) {
        return to_response({409, "held", other->who + " đang xem mục này nên quyết định chưa được ghi.",
                            other->who + " has this item before them, so nothing was recorded.",
                            to_string(other->item)});
    }
    const auto done = act();
    // What was refused stays with whoever tried: they look at it again.
    if (done) leases.let_go(items, call.caller.name);
    return acknowledged(call, done);
}

std::vector<Route> lease_routes() {
    return {
        {Method::post, "/api/leases", rulers, take, Use::active, Needs::a_case, list_body_limit},
        {Method::post, "/api/leases/let-go", rulers, let_go, Use::watching, Needs::a_case, list_body_limit},
    };
}

}  // namespace kiemphieu::station::server
