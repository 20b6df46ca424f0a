// The scanner's calibration: measured, shown, and held against the stacks.

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "calibration/drift.hpp"
#include "calibration/report.hpp"
#include "station/calibrate/calibrate.hpp"
#include "station/server/api.hpp"
#include "station/server/case_files.hpp"
#include "station/server/stack_work.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json advice_json(const calibration::Advice& advice) {
    return {{"topic", advice.topic},
            {"grade", calibration::name_of(advice.grade)},
            {"vi", advice.vietnamese},
            {"en", advice.english}};
}

Json list_of(const std::vector<calibration::Advice>& all) {
    Json list = Json::array();
    for (const calibration::Advice& one : all) list.push_back(advice_json(one));
    return list;
}

/// The stacks that were held against this profile, and what each shows that the profile did not have.
Json drift_json(const CaseState& state, const calibration::Profile& profile) {
    Json list = Json::array();
    for (const BatchLooked& looked : state.looks) {
        if (looked.profile != profile.reading.id || state.batches_aside.contains(looked.batch)) continue;
        const auto batch = state.batches.find(looked.batch);
        list.push_back({{"batch", looked.batch.value},
                        {"name", batch == state.batches.end() ? "" : batch->second.name},
                        {"sides", looked.look.sides},
                        {"advice", list_of(calibration::drift_of(profile, looked.look))}});
    }
    return list;
}

/// What the calibration in force found, where the case keeps it.
std::optional<Json> findings_of(const fs::path& case_folder, const std::string& profile) {
    const auto text = base::read_text_file(findings_file(case_folder, profile));
    if (!text) return std::nullopt;
    Json kept = Json::parse(*text, nullptr, false);
    if (!kept.is_object()) return std::nullopt;
    return kept;
}

/// Scans stacks of the rooms that are no batch of the count tell nothing of: the profile's own doubts alone.
void add_profile(Json& json, const Call& call, const calibration::Profile& profile) {
    const std::string now = profile_time();
    if (auto found = findings_of(call.live->path(), profile.reading.id)) json["found"] = std::move(*found);
    if (const auto days = calibration::days_between(profile.made, now)) json["age_days"] = static_cast<int>(*days);
    const fs::path report = call.live->path() / "calibration" / (profile.reading.id + ".pdf");
    std::error_code error;
    if (fs::is_regular_file(report, error)) json["report"] = name_of_file(*call.live, report);
    json["doubts"] = list_of(calibration::doubts_of(profile, now, "", 0));
    json["drift"] = drift_json(call.view->state, profile);
}

std::string calibration_json(const Call& call) {
    const LongWork::State work = call.station.calibration().state();
    Json json{{"running", work.running}, {"doubts", Json::array()}, {"drift", Json::array()}};
    if (work.running) json["done"] = work.done;
    if (!work.running && !work.outcome.empty()) json["error"] = Json::parse(work.outcome);
    const auto profile = profile_in_force(call.live->path(), call.view->state);
    if (!profile) {
        const Refusal refusal = refusal_of(profile.error());
        json["error"] = {{"vi", refusal.vietnamese}, {"en", refusal.english}};
    } else if (*profile) {
        add_profile(json, call, **profile);
    }
    return dump(json);
}

Response get_calibration(const Call& call) {
    return json_response(calibration_json(call));
}

base::Expected<void, base::Failure> learn(LiveCase& live, const LooseStackOrder& order, const LooseStack& taken,
                                          const LongWork::Progress& progress) {
    const std::string scanner = is_device(order.source) ? order.source : "";
    const CalibrationOrder measure{taken.files, scanner, nullptr,
                                   [&](std::size_t files) { progress(files, taken.files.size()); }};
    const auto learned = learn_scanner(live.view()->state.made.conference, live.key(), measure);
    if (!learned) return base::fail(learned.error());
    return live.act([&](CaseFolder& folder) -> base::Expected<void, base::Failure> {
        const auto file = keep_calibration(folder.record(), folder.path(), *learned);
        if (!file) return base::fail(file.error());
        return {};
    });
}

Response calibrate(const Call& call) {
    const StackWork work{call.station.calibration(),
                         "calibration",
                         {409, "calibration_running", "Đang hiệu chuẩn.", "A calibration runs already."}};
    if (auto refused = begin_with_stack(call, work, learn)) return std::move(*refused);
    return json_response(calibration_json(call), 202);
}

}  // namespace

std::vector<Route> calibration_routes() {
    constexpr Roles operators{Role::head, Role::secretary, Role::member, Role::technician};
    return {
        {Method::get, "/api/calibration", everybody, get_calibration, Use::watching},
        {Method::post, "/api/calibration", operators, calibrate},
    };
}

}  // namespace kiemphieu::station::server
