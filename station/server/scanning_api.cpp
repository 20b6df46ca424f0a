// Scanning: devices, the run, stacks and the last sheets.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "omr/reading_json.hpp"
#include "scanner/escl/escl_source.hpp"
#include "scanner/sane/sane_source.hpp"
#include "station/pipeline/intake.hpp"
#include "station/rehearsal/gate.hpp"
#include "station/review/acts.hpp"
#include "station/review/batches.hpp"
#include "station/review/keying.hpp"
#include "station/review/repeats.hpp"
#include "station/server/api.hpp"
#include "station/server/scan_work.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json sheet_json(const View& view, const AcceptedSheet& sheet) {
    const omr::SheetReading& reading = sheet.reading;
    Json json{{"image", base::to_hex(sheet.key.image)},
              {"page_in_file", sheet.key.page_in_file},
              {"file", std::filesystem::path(sheet.file).filename().string()},
              {"batch", sheet.batch.value},
              {"status", omr::name_of(reading.status)}};
    if (reading.reason) json["reason"] = omr::name_of(*reading.reason);
    if (reading.code) {
        json["style"] = reading.code->style.value;
        json["page"] = reading.code->page;
        json["serial"] = base::to_string(reading.code->serial);
    }
    const ItemId id = item_of(sheet.key);
    // A station that only scans has no serials to judge by: what waits for people is known where the count is led.
    const ReviewItem* item = view.state.made.station == 0 ? view.find_item(id) : nullptr;
    if (item) json["item"] = to_string(id);
    json["needs_people"] = (item && item->pending()) || needs_people(reading);
    json["flags"] = Json::array();
    for (const omr::Flag flag : reading.flags) json["flags"].push_back(omr::name_of(flag));
    json["rows"] = Json::parse(omr::to_json(reading)).value("rows", Json::array());
    return json;
}

bool waits_for_people(const View& view, const AcceptedSheet& sheet) {
    if (view.state.made.station != 0) return sheet.reading.status == omr::PageStatus::unreadable;
    const ReviewItem* item = view.find_item(item_of(sheet.key));
    return item && item->pending();
}

Response list_sheets(const Call& call) {
    const auto last = parse_number(call.request.asked("last"), "last", {1, 200}).value_or(20);
    const bool turned_away = parse_number(call.request.asked("turned_away"), "turned_away", {0, 1}).value_or(0) == 1;
    Json json{{"total", call.view->state.sheets.size()}, {"sheets", Json::array()}};
    const auto& sheets = call.view->state.sheets;
    for (auto sheet = sheets.rbegin(); sheet != sheets.rend(); ++sheet) {
        if (static_cast<std::int64_t>(json["sheets"].size()) >= last) break;
        if (turned_away && !waits_for_people(*call.view, *sheet)) continue;
        json["sheets"].push_back(sheet_json(*call.view, *sheet));
    }
    return json_response(dump(json));
}

Response get_scan(const Call& call) {
    return json_response(call.station.scan_work().to_json());
}

Response start_scan(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    ScanOrder order;
    order.source = body.text("source", {6, 2000});
    order.batch = body.optional_text("batch", {0, 200}).value_or("");
    if (order.batch.find('\n') != std::string::npos) throw BadField{"batch", "expected one line"};
    order.settings = settings_of(body);
    if (body.optional_flag("watch").value_or(false)) order.folder = ScanOrder::Folder::watched;
    order.who = call.caller.name;
    body.end();
    if (const auto open = may_open_count(call.live->definition(), call.view->state); !open) {
        return to_response(refusal_of(open.error()));
    }
    if (call.view->state.frozen()) {
        return to_response({409, "confirmed", "Kết quả đã được xác nhận; muốn quét thêm phải mở lại.",
                            "The count is confirmed; it must be reopened before more is scanned."});
    }
    if (call.view->state.ended) {
        return to_response({409, "ended", "Trạm này đã kết thúc; không quét thêm ở đây.",
                            "This station has ended; nothing more is scanned here."});
    }
    if (call.station.scan_work().running()) {
        return to_response(
            {409, "scan_running", "Đang quét; hãy dừng lần quét này trước.", "A scan runs already; stop it first."});
    }
    const auto begun = call.station.scan_work().start(call.live->path(), order);
    if (!begun) return to_response(refusal_of(begun.error()));
    return json_response(call.station.scan_work().to_json(), 202);
}

Response stop_scan(const Call& call) {
    call.station.scan_work().stop();
    return json_response(call.station.scan_work().to_json(), 202);
}

/// A hall's papers that came twice are few; a list as long as the count itself tells of a whole box fed twice.
constexpr std::size_t most_repeats_shown = 500;

Json place_json(const ScanPlace& place) {
    Json json{{"image", base::to_hex(place.scan.image)},
              {"page_in_file", place.scan.page_in_file},
              {"file", std::filesystem::path(place.file).filename().string()},
              {"batch", place.batch.value},
              {"name", place.stack}};
    if (place.station != 0) json["station"] = Json{{"station", place.station}, {"name", place.station_name}};
    return json;
}

Response list_repeats(const Call& call) {
    const auto papers = papers_fed_again(call.view->state, call.view->count);
    Json json{{"total", papers.size()}, {"papers", Json::array()}};
    for (const PaperFedAgain& paper : papers) {
        if (json["papers"].size() == most_repeats_shown) break;
        Json one{{"serial", base::to_string(paper.serial)}, {"page", paper.page}, {"style", paper.style.value}};
        const auto code = printed_beginning_of(call.live->definition(), call.view->state, call.view->count.facts,
                                               call.live->key(), PaperItem{paper.serial, paper.page});
        if (code) one["code"] = *code;
        if (paper.counted) one["counted"] = place_json(*paper.counted);
        one["again"] = place_json(paper.again);
        json["papers"].push_back(std::move(one));
    }
    return json_response(dump(json));
}

Response list_batches(const Call& call) {
    Json json{{"batches", Json::array()}};
    auto fed_again = fed_again_by_stack(call.view->state, call.view->count);
    for (const BatchSummary& batch : batches_of(call.view->state)) {
        Json one{{"batch", batch.id.value},
                 {"name", batch.opened.name},
                 {"source", batch.opened.source},
                 {"read", batch.read},
                 {"blank", batch.blank},
                 {"unreadable", batch.unreadable},
                 {"flagged", batch.flagged},
                 {"fed_again", fed_again[batch.id]},
                 {"set_aside", batch.aside.has_value()}};
        if (batch.opened.origin) one["station"] = batch.opened.origin->station;
        if (batch.aside) {
            one["set_aside_by"] = batch.aside->who;
            one["why"] = batch.aside->why;
        }
        json["batches"].push_back(std::move(one));
    }
    return json_response(dump(json));
}

Response set_aside(const Call& call) {
    const auto number = parse_number(call.parameter(0), "number", {1, 1'000'000'000});
    JsonObject body = JsonObject::parse(call.request.body);
    const std::string why = body.text("why", {1, 2000});
    body.end();
    return done_or_refused(call.live->act([&](CaseFolder& folder) {
        return set_batch_aside(folder.record(), folder.definition(), BatchId{static_cast<std::uint64_t>(*number)},
                               call.caller.name, why);
    }));
}

Json scanner_json(std::string source, std::string what) {
    return {{"source", std::move(source)},
            {"what", std::move(what)},
            {"settings", Json::array()},
            {"missing", Json::array()}};
}

void add_remarks(Json& json, const std::vector<scanner::Remark>& remarks) {
    for (const scanner::Remark& remark : remarks) {
        json["missing"].push_back({{"vi", remark.vietnamese}, {"en", remark.english}});
    }
}

Response list_scanners(const Call& call) {
    Json json{{"scanners", Json::array()}};
    if (const auto devices = scanner::list_sane_devices()) {
        for (const scanner::SaneDevice& device : *devices) {
            Json one = scanner_json("sane:" + device.name,
                                    fmt::format("{} {} ({})", device.vendor, device.model, device.type));
            if (const auto plan = scanner::ask_sane_device(device.name, {})) {
                one["settings"] = plan->set;
                add_remarks(one, plan->remarks);
            } else {
                one["refused"] = base::to_string(plan.error());
            }
            json["scanners"].push_back(std::move(one));
        }
    }
    if (const auto address = call.request.asked("escl"); address && !address->empty()) {
        if (address->size() > 300) throw BadField{"escl", "expected an address"};
        Json one = scanner_json("escl:" + *address, "eSCL");
        if (const auto device = scanner::ask_escl_device(
                *address, {}, {std::chrono::seconds{5}, std::chrono::seconds{5}, std::chrono::seconds{5}})) {
            one["what"] = fmt::format("{} {} ({})", device->model, device->serial_number, device->feeder);
            one["settings"].push_back(fmt::format("{} dpi", device->settings.dpi));
            add_remarks(one, device->remarks);
        } else {
            one["refused"] = base::to_string(device.error());
        }
        json["scanners"].push_back(std::move(one));
    }
    return json_response(dump(json));
}

}  // namespace

scanner::ScanSettings settings_of(JsonObject& body) {
    scanner::ScanSettings settings;
    if (const auto dpi = body.optional_number("dpi", {200, 600})) settings.dpi = static_cast<int>(*dpi);
    if (body.optional_flag("duplex").value_or(false)) settings.sides = scanner::Sides::duplex;
    if (body.optional_flag("colour").value_or(false)) settings.colour = scanner::ColourMode::colour;
    return settings;
}

bool is_source(const std::string& source) {
    return source.starts_with("folder:") || source.starts_with("escl:") || source.starts_with("sane:");
}

std::vector<Route> scanning_routes() {
    constexpr Roles operators{Role::head, Role::secretary, Role::member, Role::technician};
    return {
        {Method::get, "/api/scanners", operators, list_scanners, Use::active, Needs::nothing},
        {Method::get, "/api/scan", everybody, get_scan, Use::watching},
        {Method::post, "/api/scan", operators, start_scan},
        {Method::remove, "/api/scan", operators, stop_scan},
        {Method::get, "/api/batches", everybody, list_batches, Use::watching},
        {Method::post, "/api/batches/*/set-aside", rulers, set_aside},
        {Method::get, "/api/repeats", everybody, list_repeats, Use::watching},
        {Method::get, "/api/sheets", everybody, list_sheets, Use::watching},
    };
}

}  // namespace kiemphieu::station::server
