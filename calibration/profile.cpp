#include "calibration/profile.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/hash.hpp"
#include "calibration/advice.hpp"
#include "calibration/fit.hpp"

namespace kiemphieu::calibration {

namespace {

constexpr int version = 1;
constexpr std::array<std::string_view, 3> fitness_names{"fit", "with_care", "unfit"};

/// A field that is missing or out of its range; becomes a Failure at profile_from_toml.
struct BadField {
    std::string name;
    std::string expected;
};

std::string text_of(const toml::table& table, const char* name) {
    const auto value = table[name].value<std::string>();
    if (!value || value->size() > 200) throw BadField{name, "expected a text of up to 200 bytes"};
    return *value;
}

double number_of(const toml::table& table, const std::string& where, const char* name, double least, double most) {
    const auto value = table[name].value<double>();
    if (!value || !(*value >= least && *value <= most)) {
        throw BadField{where + name, fmt::format("expected a number from {} to {}", least, most)};
    }
    return *value;
}

const toml::table& table_of(const toml::table& table, const char* name) {
    const toml::table* found = table[name].as_table();
    if (found == nullptr) throw BadField{name, "expected a table"};
    return *found;
}

/// Basic strings of TOML with what must be escaped. Source: TOML 1.0, "String".
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<int>(c));
        else
            out += c;
    }
    return out + "\"";
}

std::array<std::uint8_t, 256> map_from(const toml::array& values) {
    if (values.size() != 256) throw BadField{"reading.gray_map", "expected 256 grays"};
    std::array<std::uint8_t, 256> map{};
    for (std::size_t i = 0; i < map.size(); ++i) {
        const auto value = values[i].value<std::int64_t>();
        if (!value || *value < 0 || *value > 255) throw BadField{"reading.gray_map", "expected grays from 0 to 255"};
        map[i] = static_cast<std::uint8_t>(*value);
        if (i > 0 && map[i] < map[i - 1]) throw BadField{"reading.gray_map", "expected grays that never fall"};
    }
    return map;
}

omr::ScannerProfile reading_from(const toml::table& t) {
    omr::ScannerProfile out;
    using Bounds = omr::ProfileBounds;
    out.smooth_px = number_of(t, "reading.", "smooth_px", 0, Bounds::smooth_px);
    out.sharpen_px = number_of(t, "reading.", "sharpen_px", 0, Bounds::sharpen_px);
    out.sharpen_amount = number_of(t, "reading.", "sharpen_amount", 0, Bounds::sharpen_amount);
    out.dpi = number_of(t, "reading.", "dpi", 100, 1200);
    out.white = static_cast<int>(number_of(t, "reading.", "white", 0, 255));
    if (const toml::array* map = t["gray_map"].as_array()) out.gray_map = map_from(*map);
    return out;
}

FittedLimit limit_from(const toml::table& t) {
    using Bounds = omr::ProfileBounds;
    return {number_of(t, "reading.", "risk", least_risk, most_risk), number_of(t, "reading.", "deviations", 0, 10),
            number_of(t, "reading.", "show_through", 0, 1), number_of(t, "reading.", "mark_noise", 0, 1),
            number_of(t, "reading.", "least_darkness", Bounds::show_through, Bounds::least_darkness)};
}

Profile profile_from(const toml::table& t) {
    if (t["version"].value<std::int64_t>() != version) throw BadField{"version", "expected 1"};
    Profile p;
    p.scanner = text_of(t, "scanner");
    p.made = text_of(t, "made");
    p.software = text_of(t, "software");
    const std::string fitness = text_of(t, "fitness");
    const auto found = std::find(fitness_names.begin(), fitness_names.end(), fitness);
    if (found == fitness_names.end()) throw BadField{"fitness", "expected fit, with_care or unfit"};
    p.fitness = static_cast<Fitness>(found - fitness_names.begin());
    const toml::table& g = table_of(t, "geometry");
    p.nominal_dpi = number_of(g, "geometry.", "nominal_dpi", 0, 2400);
    p.width_px = static_cast<int>(number_of(g, "geometry.", "width_px", 1, 100'000));
    p.dpi_x = number_of(g, "geometry.", "dpi_x", 50, 2400);
    p.dpi_y = number_of(g, "geometry.", "dpi_y", 50, 2400);
    p.stretch_mm = number_of(g, "geometry.", "stretch_mm", 0, 20);
    p.skew_deg = number_of(g, "geometry.", "skew_deg", -10, 10);
    const toml::table& s = table_of(t, "sight");
    p.expected = {number_of(s, "sight.", "white", 1, 255), number_of(s, "sight.", "black", 0, 254),
                  number_of(s, "sight.", "noise", 0, 100), number_of(s, "sight.", "edge_px", 0, 20)};
    p.at_stroke = number_of(s, "sight.", "at_stroke", 0, 1);
    p.finest_module_mm = number_of(s, "sight.", "finest_module_mm", 0, 5);
    p.palest_mark = number_of(s, "sight.", "palest_mark", 0, 10);
    if (s["pens"]) {
        p.pens = static_cast<int>(number_of(s, "sight.", "pens", 0, 100));
        p.palest_pen = number_of(s, "sight.", "palest_pen", 0, 2);
    }
    if (const toml::array* points = t["tone"].as_array()) {
        for (const toml::node& node : *points) {
            const toml::table* point = node.as_table();
            if (point == nullptr) throw BadField{"tone", "expected tables"};
            p.tone.push_back({number_of(*point, "tone.", "printed", 0, 1), number_of(*point, "tone.", "gray", 0, 255)});
        }
    }
    if (const toml::array* columns = t["dust"].as_array()) {
        for (const toml::node& node : *columns) {
            const toml::table* c = node.as_table();
            if (c == nullptr) throw BadField{"dust", "expected tables"};
            p.dust.push_back({number_of(*c, "dust.", "at_px", 0, 100'000), number_of(*c, "dust.", "at_mm", 0, 1000),
                              number_of(*c, "dust.", "width_px", 0, 1000), number_of(*c, "dust.", "depth", -10, 1), 1});
        }
    }
    const toml::table& r = table_of(t, "reading");
    p.reading = reading_from(r);
    if (r["risk"]) p.limit = limit_from(r);
    // Profiles of before this limit was fitted had the bound.
    if (r["risk"]) p.reading.least_darkness = p.limit.least_darkness;
    return p;
}

/// Seconds since 1970 of "2023-12-15T08:30:00…Z".
std::optional<double> seconds_of(const std::string& time) {
    std::tm parts{};
    if (time.size() < 20 || time.back() != 'Z' || strptime(time.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) {
        return std::nullopt;
    }
    return static_cast<double>(timegm(&parts));
}

double rounded(double value, double steps) {
    return std::round(value * steps) / steps;
}

}  // namespace

std::string_view name_of(Fitness fitness) {
    return fitness_names.at(static_cast<std::size_t>(fitness));
}

Profile make_profile(const Findings& f, const std::string& scanner, const std::string& made,
                     const std::string& software, double risk) {
    Profile p;
    p.scanner = scanner;
    p.made = made;
    p.software = software;
    p.fitness = fitness_of(advise(f));
    p.nominal_dpi = f.nominal_dpi;
    p.width_px = f.width_px;
    p.dpi_x = rounded(f.dpi_x.middle, 1000);
    p.dpi_y = rounded(f.dpi_y.middle, 1000);
    p.stretch_mm = rounded(f.stretch_mm.middle, 1000);
    p.skew_deg = rounded(f.skew_deg.middle, 1000);
    p.at_stroke = rounded(std::clamp(f.sharpness.at_stroke, 0.0, 1.0), 1000);
    p.finest_module_mm = f.finest_module_mm.value_or(0);
    p.palest_mark = rounded(std::min(10.0, palest_mark(f)), 1000);
    p.expected = {rounded(f.look.white, 100), rounded(f.look.black, 100), rounded(f.look.noise, 100),
                  rounded(f.look.edge_px, 1000)};
    p.pens = static_cast<int>(f.pens.size());
    if (!f.pens.empty())
        p.palest_pen = rounded(std::ranges::min_element(f.pens, {}, &PenFinding::darkness)->darkness, 1000);
    p.limit = fit_limit(f, risk);
    for (double* value : {&p.limit.deviations, &p.limit.show_through, &p.limit.least_darkness})
        *value = rounded(*value, 1000);
    p.limit.mark_noise = rounded(p.limit.mark_noise, 10'000);
    for (const TonePoint& point : f.tone.curve)
        p.tone.push_back({rounded(point.printed, 100), rounded(point.gray, 100)});
    for (const DustColumn& c : f.dust) {
        p.dust.push_back(
            {rounded(c.at_px, 100), rounded(c.at_mm, 100), rounded(c.width_px, 100), rounded(c.depth, 1000), 1});
    }
    p.reading = fit_reading(f, risk);
    p.reading.least_darkness = p.limit.least_darkness;
    for (double* value : {&p.reading.smooth_px, &p.reading.sharpen_px, &p.reading.sharpen_amount, &p.reading.dpi}) {
        *value = rounded(*value, 1000);
    }
    return p;
}

std::string to_toml(const Profile& p) {
    std::string out = fmt::format(
        "# A scanner's profile, made by `kiemphieu calibrate`. docs/formats/profile.md says what stands here.\n"
        "version = {}\nscanner = {}\nmade = {}\nsoftware = {}\nfitness = {}\n\n"
        "[geometry]\nnominal_dpi = {:.1f}\nwidth_px = {}\ndpi_x = {:.3f}\ndpi_y = {:.3f}\nstretch_mm = {:.3f}\n"
        "skew_deg = {:.3f}\n\n"
        "[sight]\nwhite = {:.2f}\nblack = {:.2f}\nnoise = {:.2f}\nedge_px = {:.3f}\nat_stroke = {:.3f}\n"
        "finest_module_mm = {:.3f}\npalest_mark = {:.3f}\npens = {}\npalest_pen = {:.3f}\n\n",
        version, quoted(p.scanner), quoted(p.made), quoted(p.software), quoted(std::string(name_of(p.fitness))),
        p.nominal_dpi, p.width_px, p.dpi_x, p.dpi_y, p.stretch_mm, p.skew_deg, p.expected.white, p.expected.black,
        p.expected.noise, p.expected.edge_px, p.at_stroke, p.finest_module_mm, p.palest_mark, p.pens, p.palest_pen);
    out += fmt::format(
        "[reading]\ndpi = {:.3f}\nwhite = {}\nsmooth_px = {:.3f}\nsharpen_px = {:.3f}\nsharpen_amount = {:.3f}\n",
        p.reading.dpi, p.reading.white, p.reading.smooth_px, p.reading.sharpen_px, p.reading.sharpen_amount);
    if (p.limit.risk > 0) {
        out += fmt::format(
            "risk = {}\ndeviations = {:.3f}\nshow_through = {:.3f}\nmark_noise = {:.4f}\nleast_darkness = {:.3f}\n",
            p.limit.risk, p.limit.deviations, p.limit.show_through, p.limit.mark_noise, p.limit.least_darkness);
    }
    if (p.reading.gray_map) {
        out += "gray_map = [";
        for (std::size_t i = 0; i < 256; ++i) {
            out += i % 16 == 0 ? "\n  " : " ";
            out += fmt::format("{},", int{(*p.reading.gray_map)[i]});
        }
        out += "\n]\n";
    }
    for (const TonePoint& point : p.tone) {
        out += fmt::format("\n[[tone]]\nprinted = {:.2f}\ngray = {:.2f}\n", point.printed, point.gray);
    }
    for (const DustColumn& c : p.dust) {
        out += fmt::format("\n[[dust]]\nat_px = {:.2f}\nat_mm = {:.2f}\nwidth_px = {:.2f}\ndepth = {:.3f}\n", c.at_px,
                           c.at_mm, c.width_px, c.depth);
    }
    return out;
}

std::string id_of(const std::string& toml) {
    return base::to_hex(base::sha256(base::as_bytes(toml))).substr(0, 16);
}

base::Expected<Profile, base::Failure> profile_from_toml(const std::string& text, const std::string& file) {
    const auto bad = [&](const std::string& place, const std::string& message) {
        return base::fail(base::Failure{base::FailureClass::bad_input, file, place, message});
    };
    try {
        Profile p = profile_from(toml::parse(text));
        p.reading.id = id_of(text);
        return p;
    } catch (const toml::parse_error& error) {
        std::ostringstream place;
        place << "line " << error.source().begin.line;
        return bad(place.str(), std::string(error.description()));
    } catch (const BadField& field) {
        return bad(field.name, field.expected);
    }
}

std::optional<double> days_between(const std::string& earlier, const std::string& later) {
    const auto a = seconds_of(earlier);
    const auto b = seconds_of(later);
    if (!a || !b) return std::nullopt;
    return (*b - *a) / 86400;
}

}  // namespace kiemphieu::calibration
