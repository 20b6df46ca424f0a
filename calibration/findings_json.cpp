#include <nlohmann/json.hpp>

#include "calibration/fit.hpp"
#include "calibration/report.hpp"

namespace kiemphieu::calibration {

namespace {

using Json = nlohmann::ordered_json;

Json spread(const Spread& s) {
    return {{"middle", s.middle}, {"least", s.least}, {"most", s.most}};
}

Json advice(const Advice& a) {
    return {{"topic", a.topic}, {"grade", name_of(a.grade)}, {"vi", a.vietnamese}, {"en", a.english}};
}

template <class List, class Make>
Json list(const List& values, Make make) {
    Json out = Json::array();
    for (const auto& value : values) out.push_back(make(value));
    return out;
}

Json mtf(const MtfPoint& p) {
    return {{"pairs_per_mm", p.pairs_per_mm}, {"across", p.across}, {"along", p.along}};
}

Json light(const LightPoint& p) {
    return {{"at_mm", p.at_mm}, {"share", p.share}};
}

Json mark(const MarkFinding& m) {
    return {{"width_mm", m.width_mm},
            {"darkness", m.darkness},
            {"seen_width_mm", m.seen_width},
            {"seen_darkness", m.seen_darkness}};
}

/// Null in profiles of before it was fitted.
Json limit(const FittedLimit& l) {
    if (l.risk <= 0) return nullptr;
    return {{"risk", l.risk},
            {"deviations", l.deviations},
            {"show_through", l.show_through},
            {"mark_noise", l.mark_noise},
            {"least_darkness", l.least_darkness}};
}

Json scan(const SheetFindings& s) {
    return {{"file", s.file},
            {"rotation_deg", s.rotation_deg},
            {"dpi_x", s.geometry.dpi_x},
            {"dpi_y", s.geometry.dpi_y},
            {"skew_deg", s.geometry.skew_deg},
            {"shear", s.geometry.shear},
            {"stretch_mm", s.geometry.stretch_mm},
            {"residual_mm", s.geometry.residual_mm},
            {"points", s.geometry.points},
            {"stretch", list(s.geometry.stretch, [](const auto& p) {
                 return Json{{"feed_mm", p.feed_mm}, {"shift_mm", p.shift_mm}};
             })}};
}

}  // namespace

std::string to_json(const Findings& f, const Profile& p) {
    Json json{{"profile", p.reading.id}, {"scanner", p.scanner}, {"made", p.made}, {"fitness", name_of(p.fitness)}};
    json["verdict"] = advice(verdict_of(p.fitness));
    std::vector<Advice> said = advise(f);
    if (auto words = limit_in_words(p.limit)) said.push_back(std::move(*words));
    json["advice"] = list(said, advice);
    json["geometry"] = {{"nominal_dpi", f.nominal_dpi},   {"width_px", f.width_px},
                        {"dpi_x", spread(f.dpi_x)},       {"dpi_y", spread(f.dpi_y)},
                        {"skew_deg", spread(f.skew_deg)}, {"stretch_mm", spread(f.stretch_mm)}};
    json["tone"] = {{"white", f.tone.white},
                    {"black", f.tone.black},
                    {"noise", f.tone.noise},
                    {"noise_black", f.tone.noise_black},
                    {"unevenness", f.tone.unevenness},
                    {"curve", list(f.tone.curve,
                                   [](const auto& t) {
                                       return Json{{"printed", t.printed}, {"gray", t.gray}};
                                   })},
                    {"across", list(f.tone.across, light)},
                    {"along", list(f.tone.along, light)}};
    json["sharpness"] = {{"blur_across_px", f.sharpness.blur_across_px},
                         {"blur_along_px", f.sharpness.blur_along_px},
                         {"at_stroke", f.sharpness.at_stroke},
                         {"edges", list(f.sharpness.edges, mtf)},
                         {"lines", list(f.sharpness.lines, mtf)}};
    json["dust"] = list(f.dust, [](const auto& d) {
        return Json{
            {"at_px", d.at_px}, {"at_mm", d.at_mm}, {"width_px", d.width_px}, {"depth", d.depth}, {"scans", d.scans}};
    });
    json["symbols"] = list(f.symbols, [](const auto& s) {
        return Json{{"module_mm", s.module_mm}, {"read", s.read}, {"looked", s.looked}};
    });
    json["finest_module_mm"] = f.finest_module_mm ? Json(*f.finest_module_mm) : Json(nullptr);
    json["palest_mark"] = palest_mark(f);
    json["limit"] = limit(p.limit);
    json["graded"] = list(f.graded, mark);
    json["widths"] = list(f.widths, mark);
    json["pens"] = list(f.pens, [](const auto& pen) {
        return Json{{"number", pen.number}, {"darkness", pen.darkness}, {"width_mm", pen.width_mm}};
    });
    json["scans"] = list(f.scans, scan);
    return json.dump();
}

std::string to_json(const Profile& p, const std::vector<Advice>& warnings) {
    return Json{{"profile", p.reading.id},
                {"scanner", p.scanner},
                {"made", p.made},
                {"fitness", name_of(p.fitness)},
                {"expected",
                 {{"white", p.expected.white},
                  {"black", p.expected.black},
                  {"noise", p.expected.noise},
                  {"edge_px", p.expected.edge_px}}},
                {"limit", limit(p.limit)},
                {"warnings", list(warnings, advice)}}
        .dump();
}

}  // namespace kiemphieu::calibration
