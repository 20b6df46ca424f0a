// Papers keyed in by two people.

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "station/review/acts.hpp"
#include "station/review/keying.hpp"
#include "station/server/api.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

const Refusal no_paper{404, "no_paper", "Không có phiếu nào của hội nghị này mang mã đó.",
                       "No paper of this conference has this code.", "paper"};

std::optional<base::StyleId> style_of(const std::optional<std::string>& style) {
    if (!style || style->empty()) return std::nullopt;
    return base::StyleId{*style};
}

/// The item that was named, or the paper whose printed characters were typed.
std::optional<ItemId> item_named(const Call& call, const std::string& text) {
    if (auto item = parse_item(text)) return item;
    return item_of_printed_code(call.live->definition(), call.view->state, call.live->key(), text);
}

/// Who has keyed an item by now; what they keyed is not told.
std::vector<std::string> keyed_by(const View& view, const ItemId& item) {
    std::vector<std::string> names;
    const auto waiting = view.count.rulings.waiting.find(item);
    if (waiting == view.count.rulings.waiting.end()) return names;
    for (const LoggedRuling& said : waiting->second.voices) {
        if (said.manner == Manner::keyed) names.push_back(said.given.who);
    }
    return names;
}

/// Rows on which the last two that keyed it differ: to look at again, each on the paper.
std::optional<std::vector<int>> rows_differing(const OpenRuling& open) {
    std::vector<const HandReading*> keyed;
    for (const LoggedRuling& said : open.voices) {
        if (said.given.ruling.hand) keyed.push_back(&*said.given.ruling.hand);
    }
    if (open.standing != OpenRuling::Standing::disputed || keyed.size() < 2) return std::nullopt;
    return differing_rows(*keyed[keyed.size() - 2], *keyed.back());
}

std::optional<base::StyleId> style_of_item(const View& view, const ItemId& item) {
    if (const auto* paper = std::get_if<PaperItem>(&item)) {
        const PrintedBallot* printed = view.count.facts.find_ballot(paper->serial);
        return printed ? std::optional(printed->style) : std::nullopt;
    }
    if (const auto* missing = std::get_if<MissingItem>(&item)) {
        const PrintedBallot* printed = view.count.facts.find_ballot(missing->serial);
        return printed ? std::optional(printed->style) : std::nullopt;
    }
    if (const auto* stray = std::get_if<StrayItem>(&item)) return stray->style;
    const ReviewItem* found = view.find_item(item);
    return found ? found->style : std::nullopt;
}

std::optional<std::string> printed_beginning(const Call& call, const ItemId& item) {
    return printed_beginning_of(call.live->definition(), call.view->state, call.view->count.facts, call.live->key(),
                                item);
}

Response get_paper(const Call& call) {
    const std::string code = call.request.asked("code").value_or("");
    if (code.empty() || code.size() > 200) throw BadField{"code", "expected the characters printed under the code"};
    const auto item = item_named(call, code);
    if (!item) return to_response(no_paper);
    const View& view = *call.view;
    const auto named = style_of(call.request.asked("style"));
    Json json{{"item", to_string(*item)}};
    const auto style = named ? named : style_of_item(view, *item);
    if (style) json["style"] = style->value;
    if (const auto* paper = std::get_if<PaperItem>(&*item)) {
        json["page"] = paper->page;
        json["scanned"] = view.find_page(paper->serial, paper->page) != nullptr;
    }
    if (const auto printed = printed_beginning(call, *item)) json["code"] = *printed;
    json["numbers"] = numbers_to_key(view.count, *item, named);
    json["keyed_by"] = keyed_by(view, *item);
    return json_response(json.dump());
}

Response list_entries(const Call& call) {
    Json json{{"entries", Json::array()}};
    for (const auto& [item, open] : call.view->count.rulings.waiting) {
        const bool keyed =
            std::ranges::any_of(open.voices, [](const LoggedRuling& said) { return said.manner == Manner::keyed; });
        if (!keyed) continue;
        Json one{{"item", to_string(item)}};
        if (const auto style = style_of_item(*call.view, item)) one["style"] = style->value;
        if (const auto code = printed_beginning(call, item)) one["code"] = *code;
        one["standing"] = open.standing == OpenRuling::Standing::disputed ? "disputed" : "awaits_second";
        one["who"] = keyed_by(*call.view, item);
        if (!open.voices.empty()) one["time"] = open.voices.back().time;
        if (const auto rows = rows_differing(open)) one["differing_rows"] = *rows;
        json["entries"].push_back(std::move(one));
    }
    return json_response(json.dump());
}

HandReading hand_of(const std::vector<std::pair<std::string, std::string>>& rows) {
    HandReading hand;
    for (const auto& [key, value] : rows) {
        int number{};
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
        if (error != std::errc{} || end != key.data() + key.size() || number < 1) {
            throw BadField{"rows." + key, "is no candidate's number"};
        }
        const auto verdict = parse_row_verdict(value);
        if (!verdict) throw BadField{"rows." + key, "is none of high, confidence, low, none, double, triple, crossed"};
        hand.rows[number] = *verdict;
    }
    return hand;
}

/// The entry that the body says. Nothing when it names no paper of ours.
std::optional<RulingGiven> entry_of(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    const auto paper = body.optional_text("paper", {1, 200});
    const auto named = body.optional_text("item", {1, 200});
    if (paper.has_value() == named.has_value()) throw BadField{"paper", "expected one of paper and item"};
    const auto rows = body.optional_texts("rows");
    const auto ruling = body.optional_text("ruling", {1, 50});
    if (rows.has_value() == ruling.has_value()) throw BadField{"rows", "expected one of rows and ruling"};
    const auto style = style_of(body.optional_text("style", {1, 8}));
    RulingGiven entry;
    entry.who = call.caller.name;
    entry.why = body.optional_text("why").value_or("");
    body.end();
    const auto item = item_named(call, paper ? *paper : *named);
    if (!item) return std::nullopt;
    entry.item = *item;
    if (rows) {
        entry.ruling.value = RulingValue::by_hand;
        entry.ruling.hand = hand_of(*rows);
        entry.ruling.hand->style = style;
        return entry;
    }
    if (*ruling != "not-issued" && *ruling != "ignore") throw BadField{"ruling", "expected not-issued or ignore"};
    entry.ruling.value = *ruling == "ignore" ? RulingValue::ignore : RulingValue::not_issued;
    entry.ruling.style = style;
    return entry;
}

Response enter_paper(const Call& call) {
    const auto entry = entry_of(call);
    if (!entry) return to_response(no_paper);
    const auto done = call.live->enter(std::span(&*entry, 1));
    if (!done) return to_response(refusal_of(done.error()));
    const auto view = call.live->view();
    Json json{{"item", to_string(entry->item)}, {"standing", "settled"}};
    const auto waiting = view->count.rulings.waiting.find(entry->item);
    if (waiting != view->count.rulings.waiting.end()) {
        const bool disputed = waiting->second.standing == OpenRuling::Standing::disputed;
        json["standing"] = disputed ? "disputed" : "awaits_second";
        if (const auto rows = rows_differing(waiting->second)) json["differing_rows"] = *rows;
    }
    json["version"] = view->version();
    json["pending_items"] = view->pending_items();
    return json_response(json.dump());
}

}  // namespace

std::vector<Route> keying_routes() {
    return {
        {Method::get, "/api/papers", rulers, get_paper},
        {Method::get, "/api/entries", everybody, list_entries, Use::watching},
        {Method::post, "/api/entries", rulers, enter_paper},
    };
}

}  // namespace kiemphieu::station::server
