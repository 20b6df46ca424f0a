// What waits for people, and what they decide.

#include <algorithm>

#include <nlohmann/json.hpp>

#include "station/review/acts.hpp"
#include "station/review/item_json.hpp"
#include "station/server/api.hpp"
#include "station/server/lease_check.hpp"
#include "station/store/ruling_json.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t list_body_limit = 4U << 20U;  ///< 5,000 rulings with reasons

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const AcceptedSheet* sheet_of(const View& view, const ReviewItem& item) {
    return item.sheet ? view.find_sheet(*item.sheet) : nullptr;
}

/// Who else has which item before them.
using OthersItems = std::map<ItemId, std::string>;

std::string item_text(const Call& call, const ReviewItem& item, const OthersItems& others) {
    std::string text = to_json(item, call.view->count, sheet_of(*call.view, item), call.caller.name);
    const auto other = others.find(item.id);
    if (other != others.end()) text.replace(text.size() - 1, 1, ",\"held_by\":" + dump(Json(other->second)) + "}");
    return text;
}

/// What is asked for of the items.
struct ItemFilter {
    std::string state;
    std::string problem;
    std::string style;
    std::optional<std::string> proposal;

    bool takes(const View& view, const ReviewItem& item) const {
        if (state == "pending" && !item.pending()) return false;
        if (state == "ruled" && item.pending()) return false;
        if (state == "waiting" && !view.count.rulings.waiting.contains(item.id)) return false;
        if (!problem.empty() && name_of(item.problem) != problem) return false;
        if (!style.empty() && (!item.style || item.style->value != style)) return false;
        if (proposal) {
            const std::string_view found = item.proposal ? name_of(*item.proposal) : "-";
            if (found != *proposal) return false;
        }
        return true;
    }
};

Json groups_of(const std::vector<const ReviewItem*>& items) {
    std::map<std::tuple<std::string_view, std::string_view, std::string_view>, int> counts;
    for (const ReviewItem* item : items) {
        ++counts[{name_of(item->problem), item->proposal ? name_of(*item->proposal) : std::string_view{},
                  item->style ? std::string_view(item->style->value) : std::string_view{}}];
    }
    Json groups = Json::array();
    for (const auto& [key, count] : counts) {
        const auto& [problem, proposal, style] = key;
        Json group{{"problem", problem}};
        if (!proposal.empty()) group["proposal"] = proposal;
        if (!style.empty()) group["style"] = style;
        group["count"] = count;
        groups.push_back(std::move(group));
    }
    return groups;
}

Response list_items(const Call& call) {
    ItemFilter filter;
    filter.state = call.request.asked("state").value_or("pending");
    if (filter.state != "pending" && filter.state != "waiting" && filter.state != "ruled" && filter.state != "all") {
        throw BadField{"state", "expected pending, waiting, ruled or all"};
    }
    filter.problem = call.request.asked("problem").value_or("");
    filter.style = call.request.asked("style").value_or("");
    filter.proposal = call.request.asked("proposal");
    if (filter.proposal && filter.proposal->empty()) filter.proposal.reset();
    const auto limit = parse_number(call.request.asked("limit"), "limit", {1, 500}).value_or(100);
    const std::string held = call.request.asked("held").value_or("shown");
    if (held != "shown" && held != "left_out") throw BadField{"held", "expected shown or left_out"};
    const bool only_free = held == "left_out";
    std::vector<const ReviewItem*> items;
    for (const DoubtfulItem& one : call.view->by_doubt()) {
        if (filter.takes(*call.view, *one.item)) items.push_back(one.item);
    }
    auto begin = items.begin();
    if (const auto after = call.request.asked("after"); after && !after->empty()) {
        const auto id = parse_item(*after);
        if (!id) throw BadField{"after", "names no item"};
        const auto found = std::ranges::find_if(items, [&](const ReviewItem* item) { return item->id == *id; });
        begin = found == items.end() ? found : std::next(found);
    }
    const OthersItems others = call.station.leases().of_others(call.caller.name);
    std::string list;
    for (std::int64_t told = 0; begin != items.end() && told < limit; ++begin) {
        if (only_free && others.contains((*begin)->id)) continue;
        list += (told++ == 0 ? "" : ",") + item_text(call, **begin, others);
    }
    return json_response("{\"total\":" + std::to_string(items.size()) + ",\"groups\":" + dump(groups_of(items)) +
                         ",\"items\":[" + list + "]}");
}

/// A row or sheet that nobody was asked about; people may rule on it all the same.
std::optional<ReviewItem> counted_item(const View& view, const ItemId& id) {
    using enum RulingValue;
    ReviewItem item{.id = id, .problem = Problem::row_ruled};
    if (const auto* row = std::get_if<RowItem>(&id)) {
        const PrintedBallot* printed = view.count.facts.find_ballot(row->serial);
        const StyleFacts* style = printed ? view.count.facts.find_style(printed->style) : nullptr;
        if (!style) return std::nullopt;
        for (const PageFacts& page : style->pages) {
            if (std::ranges::find(page.numbers, row->number) == page.numbers.end()) continue;
            const AcceptedSheet* sheet = view.find_page(row->serial, page.page);
            if (!sheet) return std::nullopt;
            item.style = style->id;
            item.sheet = sheet->key;
            item.choices = {high, confidence, low, none, double_mark, triple_mark, crossed, not_crossed};
            return item;
        }
    }
    const auto* wanted = std::get_if<SheetItem>(&id);
    const AcceptedSheet* sheet = wanted ? view.find_sheet(*wanted) : nullptr;
    if (!sheet) return std::nullopt;
    if (sheet->reading.code) item.style = sheet->reading.code->style;
    item.sheet = sheet->key;
    item.choices = {by_hand, not_issued, issued, ignore};
    return item;
}

Response get_item(const Call& call) {
    const auto id = parse_item(call.parameter(0));
    if (!id) throw BadField{"item", "names no item"};
    const OthersItems others = call.station.leases().of_others(call.caller.name);
    if (const ReviewItem* item = call.view->find_item(*id)) return json_response(item_text(call, *item, others));
    const auto counted = counted_item(*call.view, *id);
    if (!counted) {
        return to_response({404, "no_item", "Không có mục này trong hồ sơ.", "There is no such item.", "item"});
    }
    Json json = Json::parse(item_text(call, *counted, {}));
    json["problem"] = "counted";
    json["pending"] = false;
    return json_response(dump(json));
}

RulingGiven ruling_of(JsonObject& one, const std::string& who) {
    one.text("item", {1, 200});
    one.text("ruling", {1, 50});
    one.optional_text("why", {0, 2000});
    one.optional_text("style", {1, 8});
    if (auto hand = one.optional_object("hand")) {
        hand->optional_text("style", {1, 8});
        hand->optional_text("serial", {16, 16});
        hand->optional_number("page", {1, 1000});
        hand->optional_texts("rows");
        hand->end();
    }
    one.end();
    auto given = ruling_from_json(one.raw());
    if (!given) throw BadField{one.path() + "." + given.error().place, given.error().message};
    given->who = who;
    return std::move(*given);
}

Response give_rulings(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    std::vector<RulingGiven> rulings;
    for (JsonObject& one : body.objects("rulings", {1, 5000})) rulings.push_back(ruling_of(one, call.caller.name));
    body.end();
    std::vector<ItemId> items;
    for (const RulingGiven& one : rulings) items.push_back(one.item);
    return with_leases(call, items, [&] { return call.live->rule(rulings); });
}

ItemId item_in(JsonObject& body) {
    const auto id = parse_item(body.text("item", {1, 200}));
    if (!id) throw BadField{"item", "names no item"};
    return *id;
}

Response take_word_back(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    TakenBack withdrawal{item_in(body), call.caller.name, body.optional_text("why").value_or("")};
    body.end();
    return acknowledged(call, call.live->act([&](CaseFolder& folder) {
        return take_back(folder.record(), folder.definition(), withdrawal);
    }));
}

Response give_second(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    SecondWord word{item_in(body), Answer::agrees, call.caller.name, ""};
    const std::string answer = body.text("answer", {1, 20});
    if (answer != "agrees" && answer != "disagrees") throw BadField{"answer", "expected agrees or disagrees"};
    if (answer == "disagrees") word.answer = Answer::disagrees;
    word.why = body.optional_text("why").value_or("");
    body.end();
    return with_leases(call, std::span(&word.item, 1), [&] {
        return call.live->act([&](CaseFolder& folder) { return second(folder.record(), folder.definition(), word); });
    });
}

}  // namespace

std::vector<Route> review_routes() {
    return {
        {Method::get, "/api/items", everybody, list_items},
        {Method::get, "/api/items/*", everybody, get_item},
        {Method::post, "/api/rulings", rulers, give_rulings, Use::active, Needs::a_case, list_body_limit},
        {Method::post, "/api/rulings/take-back", rulers, take_word_back},
        {Method::post, "/api/seconds", rulers, give_second},
    };
}

}  // namespace kiemphieu::station::server
