#include "tests/simulator/conditions.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kiemphieu::simulator {

namespace {

constexpr std::array<std::string_view, 3> grade_names{"clean", "office", "hard"};

/// Limits of a grade. Source: facts measured on office feeders: ±2° skew (they turn away beyond 3°), ±1 % scale, local
/// stretch.
struct Limits {
    double skew_deg, scale, shear, stretch_mm;
    double blur_least, blur_most, noise_least, noise_most, shading;
    double black_most, white_least;
    int quality_least, quality_most;
    double defect;   ///< chance of each lasting defect
    double quarter;  ///< chance of lying on its side
    double bilevel;
    double strength;  ///< how strong defects are, 0 to 1
};

Limits limits_of(Grade grade) {
    switch (grade) {
        case Grade::clean:
            return {1, 0.002, 0.0005, 0.05, 0.4, 0.6, 1, 3, 0.02, 30, 245, 85, 92, 0, 0, 0, 0};
        case Grade::office:
            return {2, 0.01, 0.002, 0.3, 0.45, 0.85, 2, 5, 0.06, 45, 228, 65, 90, 0.07, 0.04, 0.06, 0.55};
        case Grade::hard:
            return {3, 0.015, 0.004, 0.6, 0.6, 1.2, 4, 9, 0.15, 65, 205, 45, 75, 0.25, 0.1, 0.15, 1};
    }
    return {};
}

Wear choose_wear(const Limits& limits, Random& random) {
    const auto now = [&](double share = 1) { return random.chance(std::min(1.0, limits.defect * share)); };
    const auto strong = [&](double least, double most) {
        return random.uniform(least, least + (most - least) * limits.strength);
    };
    Wear wear;
    if (now(4)) wear.dot_gain = random.uniform(-0.6, 1) * limits.strength;
    if (now(1.5)) wear.toner_fade = strong(0.1, 0.6);
    if (now(2)) wear.show_through = strong(0.04, 0.16);
    if (now()) {
        wear.ring = CoffeeRing{{random.uniform(20, 190), random.uniform(40, 280)},
                               random.uniform(32, 44),
                               random.uniform(2, 5),
                               strong(0.1, 0.4)};
    }
    if (now(1.2)) {
        for (int i = random.integer(1, 2); i > 0; --i) {
            const bool across = random.chance(0.7);
            const double length = across ? 297 : 210;
            wear.folds.push_back({across ? Fold::Direction::across : Fold::Direction::along,
                                  length * std::clamp(random.normal(0.5, 0.15), 0.1, 0.9), random.normal(0, 0.02),
                                  strong(0.1, 0.5), random.normal(0, 0.15) * limits.strength});
        }
    }
    if (now(2)) wear.specks = random.integer(10, 10 + static_cast<int>(150 * limits.strength));
    if (now(0.7)) {
        wear.dog_ear = random.integer(0, 3);
        wear.dog_ear_mm = random.uniform(8, 22);
    }
    wear.sealed = limits.defect > 0 && random.chance(0.4);
    return wear;
}

ScanSettings choose_scan(const Limits& limits, base::Dpi dpi, Random& random) {
    ScanSettings scan;
    scan.dpi = dpi;
    scan.rotation_deg = random.chance(0.5) ? 180 : 0;
    if (random.chance(limits.quarter)) scan.rotation_deg = (scan.rotation_deg + 90) % 360;
    scan.skew = base::from_degrees(random.uniform(-limits.skew_deg, limits.skew_deg));
    scan.scale_x = 1 + random.uniform(-limits.scale, limits.scale);
    scan.scale_y = scan.scale_x + random.uniform(-limits.scale, limits.scale) * 0.4;
    scan.shear = random.uniform(-limits.shear, limits.shear);
    scan.stretch_mm = random.uniform(0, limits.stretch_mm);
    scan.stretch_period_mm = random.uniform(90, 300);
    scan.stretch_phase = random.uniform(0, 6.28);
    scan.offset_mm = {random.normal(0, 0.5), random.normal(0, 0.5)};
    if (random.chance(limits.defect * 0.8)) {
        // Registration marks end 13 mm from the edge: a cut of 6 mm leaves all of them, at least in part.
        const double cut = random.uniform(3, 3 + 4 * limits.strength);
        (random.chance(0.5) ? scan.offset_mm.x : scan.offset_mm.y) = random.chance(0.5) ? cut : -cut;
    }
    // Sharpness is the optics', so it grows with the resolution.
    scan.blur_px = random.uniform(limits.blur_least, limits.blur_most) * std::sqrt(std::max(1.0, dpi.value / 200));
    scan.noise = random.uniform(limits.noise_least, limits.noise_most);
    scan.shading = random.uniform(-limits.shading, limits.shading);
    scan.black = random.uniform(12, limits.black_most);
    scan.white = random.uniform(limits.white_least, 254);
    constexpr std::array<double, 3> backgrounds{0.6, 0.25, 0.15};
    constexpr std::array<int, 3> grays{250, 30, 150};
    scan.background = grays[random.weighted(backgrounds)];
    if (random.chance(limits.defect)) {
        for (int i = random.integer(1, 3); i > 0; --i) {
            const double darkness = random.uniform(0.15, 0.3 + 0.5 * limits.strength);
            scan.streaks.push_back({random.uniform(0.02, 0.98),
                                    random.uniform(1, 1 + 2 * limits.strength) * dpi.value / 200,
                                    random.chance(0.8) ? darkness : -darkness});
        }
    }
    scan.jpeg_quality = random.integer(limits.quality_least, limits.quality_most);
    if (random.chance(limits.bilevel)) scan.bilevel_at = random.integer(110, 185);
    return scan;
}

}  // namespace

std::string_view name_of(Grade grade) {
    return grade_names[static_cast<std::size_t>(grade)];
}

std::optional<Grade> parse_grade(std::string_view name) {
    for (std::size_t i = 0; i < grade_names.size(); ++i) {
        if (grade_names[i] == name) return static_cast<Grade>(i);
    }
    return std::nullopt;
}

Conditions choose_conditions(Grade grade, base::Dpi dpi, Random& random) {
    const Limits limits = limits_of(grade);
    Random wear_random = random.fork("wear");
    Random scan_random = random.fork("scan");
    return {grade, choose_wear(limits, wear_random), choose_scan(limits, dpi, scan_random)};
}

std::vector<std::string> defects_of(const Conditions& conditions) {
    const Wear& wear = conditions.wear;
    const ScanSettings& scan = conditions.scan;
    std::vector<std::string> names;
    const auto note = [&](std::string_view name, bool present) {
        if (present) names.emplace_back(name);
    };
    note("fat_print", wear.dot_gain > 0.3);
    note("thin_print", wear.dot_gain < -0.15);
    note("pale_toner", wear.toner_fade > 0);
    note("show_through", wear.show_through > 0);
    note("coffee_ring", wear.ring.has_value());
    note("fold", !wear.folds.empty());
    note("specks", wear.specks > 0);
    note("dog_ear", wear.dog_ear.has_value());
    note("seal", wear.sealed);
    note("streak", !scan.streaks.empty());
    note("clipped", std::max(std::abs(scan.offset_mm.x), std::abs(scan.offset_mm.y)) > 2.5);
    note("bilevel", scan.bilevel_at.has_value());
    note("dark_background", scan.background < 200);
    note("sideways", scan.rotation_deg % 180 != 0);
    return names;
}

}  // namespace kiemphieu::simulator
