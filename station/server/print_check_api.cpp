// One scanned blank ballot held against the definition, before any is handed out.

#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "omr/ocr_reader.hpp"
#include "scanner/document.hpp"
#include "station/printcheck/print_check.hpp"
#include "station/server/api.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

/// Two A4 sides at 300 dpi in gray, not compressed, are 18 MB.
constexpr std::size_t scan_limit = 32U << 20U;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What is held against what; it outlives the call.
struct PrintCheckOrder {
    std::shared_ptr<LiveCase> live;
    const forms::BallotStyle* style{};
    const forms::BallotLayout* layout{};
    std::string name;  ///< of the file, for people
    std::string bytes;
};

bool found_in_row(const PrintCheck& check, const CheckedPage& page, int row) {
    return std::ranges::any_of(check.findings, [&](const PrintFinding& finding) {
        return finding.row == row && finding.page == page.print.identity.code.page;
    });
}

Json page_json(const PrintCheck& check, const CheckedPage& page, const forms::BallotStyle& style) {
    const omr::PrintGeometry& geometry = page.print.geometry;
    Json json{{"page", page.print.identity.code.page},
              {"scale_across", geometry.scale_across},
              {"scale_down", geometry.scale_down},
              {"skew_deg", geometry.skew_deg},
              {"offset_x_mm", geometry.offset_mm.x},
              {"offset_y_mm", geometry.offset_mm.y},
              {"largest_bend_mm", geometry.lines_off_mm},
              {"toner", page.print.toner},
              {"rows", Json::array()}};
    for (const omr::PrintedRow& row : page.print.rows) {
        const auto who = std::ranges::find(style.candidates, row.number, &forms::Candidate::number);
        if (who == style.candidates.end()) continue;
        json["rows"].push_back({{"number", row.number},
                                {"name", who->name},
                                {"name_read", row.name.read},
                                {"position", who->position},
                                {"position_read", row.position.read},
                                {"good", !found_in_row(check, page, row.number)}});
    }
    return json;
}

Json report_json(const PrintCheckOrder& order, const PrintCheck& check) {
    Json json{{"file", order.name},
              {"style", check.style.value},
              {"good", check.is_good()},
              {"pages", Json::array()},
              {"findings", Json::array()}};
    for (const CheckedPage& page : check.pages) json["pages"].push_back(page_json(check, page, *order.style));
    for (const PrintFinding& finding : check.findings) {
        json["findings"].push_back({{"problem", name_of(finding.problem)},
                                    {"page", finding.page},
                                    {"row", finding.row},
                                    {"vi", finding.vietnamese()},
                                    {"en", finding.english()}});
    }
    return json;
}

base::Expected<PrintCheck, base::Failure> look_at(const PrintCheckOrder& order, const LongWork::Progress& progress) {
    const auto document = scanner::open_document(base::as_bytes(order.bytes), order.name);
    if (!document) return base::fail(document.error());
    PrintChecker checker(*order.style, *order.layout, order.live->key());
    const int pages = (*document)->page_count();
    for (int i = 0; i < pages; ++i) {
        progress(static_cast<std::size_t>(i), static_cast<std::size_t>(pages));
        auto page = (*document)->page(i, scanner::WantedPixels::gray);
        if (!page) return base::fail(page.error());
        if (auto looked = checker.add({order.name, i + 1, std::move(*page)}); !looked)
            return base::fail(looked.error());
    }
    return checker.finish();
}

std::string outcome_of(const PrintCheckOrder& order, const LongWork::Progress& progress) {
    const auto check = look_at(order, progress);
    if (check) return dump({{"report", report_json(order, *check)}});
    const Refusal refusal = refusal_of(check.error());
    return dump({{"error", {{"vi", refusal.vietnamese}, {"en", refusal.english}}}});
}

std::string print_check_json(const Call& call) {
    const LongWork::State work = call.station.print_check().state();
    Json json{{"running", work.running}};
    if (work.running) {
        json["done"] = work.done;
        json["total"] = work.total;
    } else if (!work.outcome.empty()) {
        json.update(Json::parse(work.outcome));
    }
    return dump(json);
}

Response get_print_check(const Call& call) {
    return json_response(print_check_json(call));
}

Response start_print_check(const Call& call) {
    const CaseDefinition& definition = call.live->definition();
    const std::string style = call.request.asked("style").value_or("");
    PrintCheckOrder order{call.live, nullptr, nullptr, call.request.asked("name").value_or("scan"), {}};
    constexpr std::size_t longest_name = 200;
    if (order.name.size() > longest_name) throw BadField{"name", "expected at most 200 bytes"};
    for (const forms::BallotStyle& each : definition.conference.styles) {
        if (each.id.value == style) order.style = &each;
    }
    for (const forms::BallotLayout& each : definition.layouts) {
        if (each.style.value == style) order.layout = &each;
    }
    if (order.style == nullptr || order.layout == nullptr)
        throw BadField{"style", "expected a style of the conference"};
    if (call.request.body.empty()) throw BadField{"", "expected a scan: JPEG, PNG, TIFF or PDF"};
    if (!omr::vietnamese_ocr_available()) {
        return to_response(refusal_of(base::Failure{base::FailureClass::world, "tesseract-ocr-vie", "",
                                                    "the Vietnamese OCR data is missing; install the package"}));
    }
    order.bytes = call.request.body;
    const bool begun = call.station.print_check().start(
        [order = std::move(order)](const LongWork::Progress& progress) { return outcome_of(order, progress); });
    if (!begun)
        return to_response({409, "print_check_running", "Đang kiểm tra bản in.", "A check of print runs already."});
    return json_response(print_check_json(call), 202);
}

}  // namespace

std::vector<Route> print_check_routes() {
    constexpr Roles operators{Role::head, Role::secretary, Role::member, Role::technician};
    return {
        {Method::get, "/api/print-check", everybody, get_print_check, Use::watching},
        {Method::post, "/api/print-check", operators, start_print_check, Use::active, Needs::a_case, scan_limit, true},
    };
}

}  // namespace kiemphieu::station::server
