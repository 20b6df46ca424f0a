#include "station/review/item_json.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "omr/reading_json.hpp"
#include "station/store/ruling_json.hpp"

namespace kiemphieu::station {
namespace {

using Json = nlohmann::ordered_json;

const omr::RowReading* row_of(const omr::SheetReading& reading, const ItemId& id) {
    const auto* item = std::get_if<RowItem>(&id);
    if (!item) return nullptr;
    const auto row = std::ranges::find(reading.rows, item->number, &omr::RowReading::number);
    return row == reading.rows.end() ? nullptr : &*row;
}

void add_sheet(Json& json, const ReviewItem& item, const AcceptedSheet& sheet) {
    json["image"] = base::to_hex(sheet.key.image);
    json["page_in_file"] = sheet.key.page_in_file;
    if (item.counted_sheet) {
        json["counted_image"] = base::to_hex(item.counted_sheet->image);
        json["counted_page_in_file"] = item.counted_sheet->page_in_file;
    }
    if (sheet.reading.reason) json["reason"] = omr::name_of(*sheet.reading.reason);
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

Json item_json(const ReviewItem& item, const Count& count, const AcceptedSheet* sheet) {
    Json json{{"item", to_string(item.id)}, {"problem", name_of(item.problem)}};
    if (item.style) json["style"] = item.style->value;
    if (const auto* row = std::get_if<RowItem>(&item.id)) json["number"] = row->number;
    if (sheet) add_sheet(json, item, *sheet);
    if (item.proposal) json["proposal"] = name_of(*item.proposal);
    json["choices"] = Json::array();
    for (const RulingValue choice : item.choices) json["choices"].push_back(name_of(choice));
    json["pending"] = item.pending();
    json["doubt"] = doubt_of(item, sheet);
    if (item.ruling) json["ruling"] = name_of(item.ruling->value);
    if (const auto waiting = count.rulings.waiting.find(item.id); waiting != count.rulings.waiting.end()) {
        json["waiting"] = waiting_json(waiting->second);
    }
    return json;
}

/// With the machine's row as the read command prints it, which need not be parsed to be put in: a wall asks for
/// hundreds of items at once.
std::string text_of(const Json& json, const ReviewItem& item, const AcceptedSheet* sheet) {
    std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    const omr::RowReading* row = sheet ? row_of(sheet->reading, item.id) : nullptr;
    if (row) text.replace(text.size() - 1, 1, ",\"reading\":" + omr::to_json(*row) + "}");
    return text;
}

}  // namespace

double doubt_of(const ReviewItem& item, const AcceptedSheet* sheet) {
    const omr::RowReading* row = sheet ? row_of(sheet->reading, item.id) : nullptr;
    if (!row) return 1;
    double doubt = 0;
    for (const double score : row->scores) doubt = std::max(doubt, 1 - std::abs(2 * score - 1));
    // Whether a name is struck has no score; a maybe is as unsure as a score halfway between.
    if (row->name_crossed == omr::NameCrossed::review) doubt = 1;
    return std::clamp(doubt, 0.0, 1.0);
}

std::string to_json(const ReviewItem& item, const Count& count, const CaseState& state) {
    const auto sheet =
        item.sheet ? std::ranges::find(state.sheets, *item.sheet, &AcceptedSheet::key) : state.sheets.end();
    return to_json(item, count, sheet == state.sheets.end() ? nullptr : &*sheet);
}

std::string to_json(const ReviewItem& item, const Count& count, const AcceptedSheet* sheet) {
    Json json = item_json(item, count, sheet);
    if (sheet) json["file"] = sheet->file;
    return text_of(json, item, sheet);
}

std::string to_json(const ReviewItem& item, const Count& count, const AcceptedSheet* sheet, const std::string& reader) {
    Json json = item_json(item, count, sheet);
    if (sheet) json["file"] = std::filesystem::path(sheet->file).filename().string();
    const auto voices = count.rulings.voices.find(item.id);
    json["mine"] = voices != count.rulings.voices.end() && voices->second.contains(reader);
    return text_of(json, item, sheet);
}

}  // namespace kiemphieu::station
