#include "station/store/look_json.hpp"

#include <nlohmann/json.hpp>

namespace kiemphieu::station {

using Json = nlohmann::json;

namespace {

tl::unexpected<base::Failure> bad(const char* place) {
    return base::fail(base::Failure{base::FailureClass::broken_evidence, "", place, "a field is missing or wrong"});
}

Json json_of(const calibration::SeenMarks& marks) {
    return {{"darkness", marks.darkness}, {"sides", marks.sides}};
}

calibration::SeenMarks marks_from(const Json& json) {
    return {json.at("darkness").get<double>(), json.at("sides").get<int>()};
}

}  // namespace

std::string to_json(const Calibrated& event) {
    return Json{
        {"profile", event.profile}, {"scanner", event.scanner}, {"made", event.made}, {"fitness", event.fitness}}
        .dump();
}

base::Expected<Calibrated, base::Failure> calibration_from_json(const std::string& text) {
    try {
        const Json json = Json::parse(text);
        const auto field = [&](const char* name) { return json.at(name).get<std::string>(); };
        return Calibrated{field("profile"), field("scanner"), field("made"), field("fitness")};
    } catch (const Json::exception&) {
        return bad("calibrated");
    }
}

std::string to_json(const BatchLooked& event) {
    const calibration::Expectation& look = event.look.look;
    Json streaks = Json::array();
    for (const calibration::SeenStreak& streak : event.look.streaks) {
        streaks.push_back({{"at_mm", streak.at_mm}, {"sides", streak.sides}});
    }
    Json json{{"batch", event.batch.value}, {"profile", event.profile}, {"sides", event.look.sides},
              {"white", look.white},        {"black", look.black},      {"noise", look.noise},
              {"edge_px", look.edge_px},    {"streaks", streaks}};
    if (event.look.marks.sides > 0) {
        json["marks"] = json_of(event.look.marks);
        json["first_marks"] = json_of(event.look.begun);
    }
    return json.dump();
}

base::Expected<BatchLooked, base::Failure> look_from_json(const std::string& text) {
    try {
        const Json json = Json::parse(text);
        if (!json.at("batch").is_number_unsigned()) return bad("batch");
        BatchLooked event{BatchId{json.at("batch").get<std::uint64_t>()}, json.at("profile").get<std::string>(), {}};
        event.look.sides = json.at("sides").get<int>();
        event.look.look = {json.at("white").get<double>(), json.at("black").get<double>(),
                           json.at("noise").get<double>(), json.at("edge_px").get<double>()};
        for (const Json& streak : json.at("streaks")) {
            event.look.streaks.push_back({streak.at("at_mm").get<double>(), streak.at("sides").get<int>()});
        }
        // Stacks of before marks were watched have none.
        if (json.contains("marks")) {
            event.look.marks = marks_from(json.at("marks"));
            event.look.begun = marks_from(json.at("first_marks"));
        }
        return event;
    } catch (const Json::exception&) {
        return bad("look");
    }
}

}  // namespace kiemphieu::station
