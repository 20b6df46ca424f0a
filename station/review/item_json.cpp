#include "station/review/item_json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "omr/reading_json.hpp"
#include "station/store/ruling_json.hpp"

namespace kiemphieu::station {
namespace {

using Json = nlohmann::ordered_json;

/// What the machine read of the row in question, as the read command prints it.
Json row_json(const omr::SheetReading& reading, int number) {
    const Json json = Json::parse(omr::to_json(reading));
    for (const Json& row : json.at("rows")) {
        if (row["number"] == number) return row;
    }
    return {};
}

void add_sheet(Json& json, const ReviewItem& item, const CaseState& state) {
    const auto sheet = std::ranges::find(state.sheets, *item.sheet, &AcceptedSheet::key);
    if (sheet == state.sheets.end()) return;
    json["file"] = sheet->file;
    json["image"] = base::to_hex(sheet->key.image);
    json["page_in_file"] = sheet->key.page_in_file;
    if (item.counted_sheet) json["counted_image"] = base::to_hex(item.counted_sheet->image);
    if (const auto* row = std::get_if<RowItem>(&item.id)) json["reading"] = row_json(sheet->reading, row->number);
    if (sheet->reading.reason) json["reason"] = omr::name_of(*sheet->reading.reason);
}

Json waiting_json(const OpenRuling& open) {
    const bool disputed = open.standing == OpenRuling::Standing::disputed;
    Json json{{"standing", disputed ? "disputed" : "awaits_second"}, {"rulings", Json::array()}};
    std::vector<const HandReading*> keyed;
    for (const LoggedRuling& said : open.voices) {
        Json voice = said.manner == Manner::keyed ? Json{{"who", said.given.who}, {"keyed", true}}
                                                  : Json::parse(to_json(said.given));
        voice["number"] = said.number;
        json["rulings"].push_back(std::move(voice));
        if (said.given.ruling.hand) keyed.push_back(&*said.given.ruling.hand);
    }
    if (disputed && keyed.size() >= 2) {
        json["differing_rows"] = differing_rows(*keyed[keyed.size() - 2], *keyed.back());
    }
    return json;
}

}  // namespace

std::string to_json(const ReviewItem& item, const Count& count, const CaseState& state) {
    Json json{{"item", to_string(item.id)}, {"problem", name_of(item.problem)}};
    if (item.style) json["style"] = item.style->value;
    if (item.sheet) add_sheet(json, item, state);
    if (item.proposal) json["proposal"] = name_of(*item.proposal);
    json["choices"] = Json::array();
    for (const RulingValue choice : item.choices) json["choices"].push_back(name_of(choice));
    json["pending"] = item.pending();
    if (item.ruling) json["ruling"] = name_of(item.ruling->value);
    if (const auto waiting = count.rulings.waiting.find(item.id); waiting != count.rulings.waiting.end()) {
        json["waiting"] = waiting_json(waiting->second);
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace kiemphieu::station
