// Ballots, forms, and the files a case made.

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/case/printing.hpp"
#include "station/server/api.hpp"
#include "station/server/case_files.hpp"
#include "station/server/pdf_page.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

Response list_printings(const Call& call) {
    Json json{{"printings", Json::array()}};
    std::size_t n = 0;
    for (const Printed& printing : call.view->state.printings) {
        const auto file = ballots_file(call.live->path(), printing, ++n);
        const bool test = printing.kind == forms::BallotKind::test;
        Json one{
            {"style", printing.style.value}, {"kind", test ? "test" : "official"}, {"count", printing.serials.size()}};
        std::error_code error;
        if (std::filesystem::is_regular_file(file, error)) one["file"] = name_of_file(*call.live, file);
        json["printings"].push_back(std::move(one));
    }
    return json_response(json.dump());
}

Response print(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    BallotOrder order;
    order.style = body.text("style", {1, 8});
    order.count = static_cast<int>(body.number("count", {1, 100'000}));
    order.spare = static_cast<int>(body.optional_number("spare", {0, 100'000}).value_or(0));
    const std::string kind = body.optional_text("kind").value_or("official");
    if (kind != "official" && kind != "test") throw BadField{"kind", "expected official or test"};
    order.kind = kind == "test" ? forms::BallotKind::test : forms::BallotKind::official;
    body.end();
    PrintedBallots made;
    const auto done = call.live->act([&](CaseFolder& folder) -> base::Expected<void, base::Failure> {
        auto printed = print_ballots(folder, order);
        if (!printed) return base::fail(printed.error());
        made = std::move(*printed);
        return {};
    });
    if (!done) return to_response(refusal_of(done.error()));
    return json_response(
        Json{{"file", name_of_file(*call.live, made.file)}, {"ballots", made.ballots}, {"sheets", made.sheets}}.dump(),
        201);
}

Response make_form(const Call& call) {
    JsonObject body = JsonObject::parse(call.request.body);
    FormOrder order;
    order.kind = body.text("kind", {1, 50});
    order.style = body.optional_text("style", {1, 8});
    body.end();
    if (std::ranges::find(form_kinds, order.kind) == form_kinds.end()) throw BadField{"kind", "is no kind of form"};
    PrintedForm made;
    const auto done = call.live->act([&](CaseFolder& folder) -> base::Expected<void, base::Failure> {
        const auto pdf = form_file(folder.path(), order.kind + (order.style ? "-" + *order.style : ""));
        if (!pdf) return base::fail(pdf.error());
        auto printed = print_form(folder, order, *pdf);
        if (!printed) return base::fail(printed.error());
        made = std::move(*printed);
        return {};
    });
    if (!done) return to_response(refusal_of(done.error()));
    Json json{{"files", Json::array()}};
    for (const auto& file : made.files) json["files"].push_back(name_of_file(*call.live, file));
    return json_response(json.dump(), 201);
}

Response get_file(const Call& call) {
    std::string name;
    for (std::size_t i = call.parameters.front(); i < call.request.segments.size(); ++i) {
        name += (name.empty() ? "" : "/") + call.request.segments[i];
    }
    const auto file = find_case_file(*call.live, name);
    if (!file) {
        return to_response({404, "no_file", "Không có tệp này.", "There is no such file.", "path"});
    }
    const auto bytes = base::read_file(*file, 1ULL << 30U);
    if (!bytes) return to_response(refusal_of(bytes.error()));
    const bool as_picture = parse_number(call.request.asked("png"), "png", {0, 1}).value_or(0) == 1;
    const auto page = parse_number(call.request.asked("page"), "page", {1, 10'000}).value_or(1);
    const auto width = parse_number(call.request.asked("width"), "width", {100, 3000}).value_or(900);
    if (as_picture) return page_response(*bytes, static_cast<int>(page), static_cast<int>(width));
    Response response{200, type_of_file(*file), std::string(bytes->begin(), bytes->end()), {}};
    const std::string shown = file->filename().string();
    response.headers.emplace_back("Content-Disposition",
                                  (response.type == "application/pdf" ? "inline" : "attachment") +
                                      std::string("; filename*=UTF-8''") + percent_encoded(shown));
    return response;
}

}  // namespace

std::vector<Route> printing_routes() {
    constexpr Roles printers{Role::head, Role::secretary, Role::technician};
    return {
        {Method::get, "/api/printings", everybody, list_printings, Use::watching},
        {Method::post, "/api/printings", printers, print},
        {Method::post, "/api/forms", printers, make_form},
        {Method::get, "/api/files/**", everybody, get_file},
    };
}

}  // namespace kiemphieu::station::server
