#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "calibration/findings.hpp"
#include "calibration/look.hpp"

namespace kiemphieu::calibration {

namespace {

/// Dirt stays in its column; scans of one glass show it within a pixel, wherever the sheet lies.
constexpr double same_column_px = 2.0;

template <class Get>
Spread spread_of(const std::vector<SheetFindings>& scans, Get get) {
    std::vector<double> values;
    for (const SheetFindings& scan : scans) values.push_back(get(scan));
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return {median_of(values), *least, *most};
}

template <class Get>
double middle_of(const std::vector<SheetFindings>& scans, Get get) {
    return spread_of(scans, get).middle;
}

/// Points of curves that all scans have alike: the middle of each.
template <class Point>
std::vector<Point> middle_points(const std::vector<SheetFindings>& scans, const std::vector<Point>& like,
                                 const std::vector<Point>& (*list)(const SheetFindings&),
                                 std::initializer_list<double Point::*> fields) {
    std::vector<Point> out = like;
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (double Point::*field : fields) {
            std::vector<double> values;
            for (const SheetFindings& scan : scans) {
                if (i < list(scan).size()) values.push_back(list(scan)[i].*field);
            }
            out[i].*field = median_of(std::move(values));
        }
    }
    return out;
}

std::vector<DustColumn> common_dust(const std::vector<SheetFindings>& scans) {
    std::vector<DustColumn> all;
    for (const SheetFindings& scan : scans) {
        for (const DustColumn& column : scan.dust) {
            const auto known = std::ranges::find_if(all, [&](const DustColumn& other) {
                return std::abs(other.at_px - column.at_px) <= same_column_px && other.depth * column.depth > 0;
            });
            if (known == all.end()) {
                all.push_back(column);
                continue;
            }
            const double n = known->scans;
            known->at_px = (known->at_px * n + column.at_px) / (n + 1);
            known->at_mm = (known->at_mm * n + column.at_mm) / (n + 1);
            known->width_px = (known->width_px * n + column.width_px) / (n + 1);
            known->depth = (known->depth * n + column.depth) / (n + 1);
            ++known->scans;
        }
    }
    // Dirt that came off is told by no more than half of the scans.
    std::erase_if(all, [&](const DustColumn& column) { return 2 * column.scans <= static_cast<int>(scans.size()); });
    std::ranges::sort(all, {}, &DustColumn::at_px);
    return all;
}

std::vector<PenFinding> pens_of(const std::vector<SheetFindings>& scans) {
    std::map<int, std::vector<PenFinding>> by_number;
    for (const SheetFindings& scan : scans) {
        for (const PenFinding& pen : scan.pens) by_number[pen.number].push_back(pen);
    }
    std::vector<PenFinding> out;
    for (const auto& [number, found] : by_number) {
        std::vector<double> darkness;
        std::vector<double> widths;
        for (const PenFinding& pen : found) {
            darkness.push_back(pen.darkness);
            widths.push_back(pen.width_mm);
        }
        out.push_back({number, median_of(darkness), median_of(widths)});
    }
    return out;
}

std::vector<SymbolFinding> symbols_of(const std::vector<SheetFindings>& scans) {
    std::vector<SymbolFinding> out = scans.front().symbols;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].read = out[i].looked = 0;
        for (const SheetFindings& scan : scans) {
            out[i].read += scan.symbols[i].read;
            out[i].looked += scan.symbols[i].looked;
        }
    }
    return out;
}

Tone tone_of(const std::vector<SheetFindings>& scans) {
    Tone out = scans.front().tone;
    out.white = middle_of(scans, [](const auto& s) { return s.tone.white; });
    out.black = middle_of(scans, [](const auto& s) { return s.tone.black; });
    out.noise = middle_of(scans, [](const auto& s) { return s.tone.noise; });
    out.noise_black = middle_of(scans, [](const auto& s) { return s.tone.noise_black; });
    out.unevenness = middle_of(scans, [](const auto& s) { return s.tone.unevenness; });
    using List = const std::vector<TonePoint>& (*)(const SheetFindings&);
    const List curve = [](const SheetFindings& s) -> const std::vector<TonePoint>& { return s.tone.curve; };
    out.curve = middle_points<TonePoint>(scans, out.curve, curve, {&TonePoint::gray});
    using Light = const std::vector<LightPoint>& (*)(const SheetFindings&);
    const Light across = [](const SheetFindings& s) -> const std::vector<LightPoint>& { return s.tone.across; };
    const Light along = [](const SheetFindings& s) -> const std::vector<LightPoint>& { return s.tone.along; };
    out.across = middle_points<LightPoint>(scans, out.across, across, {&LightPoint::share});
    out.along = middle_points<LightPoint>(scans, out.along, along, {&LightPoint::share});
    return out;
}

Sharpness sharpness_of(const std::vector<SheetFindings>& scans) {
    Sharpness out = scans.front().sharpness;
    out.blur_across_px = middle_of(scans, [](const auto& s) { return s.sharpness.blur_across_px; });
    out.blur_along_px = middle_of(scans, [](const auto& s) { return s.sharpness.blur_along_px; });
    out.at_stroke = middle_of(scans, [](const auto& s) { return s.sharpness.at_stroke; });
    using List = const std::vector<MtfPoint>& (*)(const SheetFindings&);
    const List edges = [](const SheetFindings& s) -> const std::vector<MtfPoint>& { return s.sharpness.edges; };
    const List lines = [](const SheetFindings& s) -> const std::vector<MtfPoint>& { return s.sharpness.lines; };
    out.edges = middle_points<MtfPoint>(scans, out.edges, edges, {&MtfPoint::across, &MtfPoint::along});
    out.lines = middle_points<MtfPoint>(scans, out.lines, lines, {&MtfPoint::across, &MtfPoint::along});
    return out;
}

}  // namespace

Findings combine(std::vector<SheetFindings> scans) {
    if (scans.empty()) throw std::logic_error("nothing was measured");
    Findings out;
    out.nominal_dpi = scans.front().nominal_dpi;
    out.width_px = scans.front().width_px;
    out.dpi_x = spread_of(scans, [](const auto& s) { return s.geometry.dpi_x; });
    out.dpi_y = spread_of(scans, [](const auto& s) { return s.geometry.dpi_y; });
    out.skew_deg = spread_of(scans, [](const auto& s) { return s.geometry.skew_deg; });
    out.stretch_mm = spread_of(scans, [](const auto& s) { return s.geometry.stretch_mm; });
    out.white = spread_of(scans, [](const auto& s) { return s.tone.white; });
    out.tone = tone_of(scans);
    out.sharpness = sharpness_of(scans);
    out.dust = common_dust(scans);
    out.symbols = symbols_of(scans);
    for (std::size_t i = out.symbols.size(); i-- > 0 && out.symbols[i].read == out.symbols[i].looked;) {
        out.finest_module_mm = out.symbols[i].module_mm;
    }
    using List = const std::vector<MarkFinding>& (*)(const SheetFindings&);
    const List graded = [](const SheetFindings& s) -> const std::vector<MarkFinding>& { return s.graded; };
    const List widths = [](const SheetFindings& s) -> const std::vector<MarkFinding>& { return s.widths; };
    const auto fields = {&MarkFinding::seen_width, &MarkFinding::seen_darkness};
    out.graded = middle_points<MarkFinding>(scans, scans.front().graded, graded, fields);
    out.widths = middle_points<MarkFinding>(scans, scans.front().widths, widths, fields);
    out.pens = pens_of(scans);
    out.look = {middle_of(scans, [](const auto& s) { return s.look.white; }),
                middle_of(scans, [](const auto& s) { return s.look.black; }),
                middle_of(scans, [](const auto& s) { return s.look.noise; }),
                middle_of(scans, [](const auto& s) { return s.look.edge_px; })};
    out.scans = std::move(scans);
    return out;
}

}  // namespace kiemphieu::calibration
