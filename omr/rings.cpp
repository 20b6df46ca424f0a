#include "omr/rings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// Cups and glasses stand on rims of 50 to 100 mm; circles that voters draw around a name or a box are flatter or
/// smaller.
constexpr double least_radius_mm = 22.0;
constexpr double most_radius_mm = 55.0;
/// Coffee is paler than print by half and more.
constexpr double most_darkness = 0.5;
/// … and falls off over a millimetre, where a pen's edge is steep (omr/marks).
constexpr double most_sharpness = 0.35;
/// Of a stain 3 mm wide the darkest line wanders by a third.
constexpr double beside_mm = 1.1;
/// … and where it is traced it runs along the ring, as strokes that merely cross it do not.
constexpr double along_deg = 25.0;
/// Lines of twelve pale marks and of print that shows through come to 20 mm along any circle.
constexpr double least_length_mm = 35.0;
/// So much of a whole turn, in tenths of it, shows lines.
constexpr int sectors = 36;
constexpr int least_sectors = 7;
/// A ring is looked for through so many places of the pale lines at most, three at a time.
constexpr std::size_t most_places = 36;
/// … and each circle is held against this many of them before the best is held against all.
constexpr std::size_t most_held = 240;
/// Half of the widest stain.
constexpr double half_width_mm = 2.2;
/// Ink this much darker than the ring's own is something else that crosses it.
constexpr double darker_than_ring = 1.3;

struct Place {
    base::PagePoint at;
    base::PagePoint along;
    double length_mm{};
    double darkness{};
};

std::vector<Place> pale_places(const std::vector<Stroke>& strokes, const SkeletonGraph& graph) {
    std::vector<Place> out;
    for (const Stroke& s : strokes) {
        const InkComponent& patch = graph.components[static_cast<std::size_t>(s.component)];
        if (s.darkness > most_darkness || patch.sharpness > most_sharpness) continue;
        for (std::size_t i = 1; i < s.points.size(); ++i) {
            const double length = distance(s.points[i - 1], s.points[i]);
            if (length > 0)
                out.push_back({(s.points[i - 1] + s.points[i]) * 0.5, direction(s.points[i - 1], s.points[i]), length,
                               s.darkness});
        }
    }
    return out;
}

/// So many of them at most, evenly taken.
std::vector<Place> some_of(const std::vector<Place>& places, std::size_t most) {
    std::vector<Place> out;
    const std::size_t step = (places.size() + most - 1) / most;
    for (std::size_t i = 0; i < places.size(); i += step) out.push_back(places[i]);
    return out;
}

double length_of(const std::vector<Place>& places) {
    double out = 0;
    for (const Place& p : places) out += p.length_mm;
    return out;
}

std::optional<Ring> circle_through(base::PagePoint a, base::PagePoint b, base::PagePoint c) {
    const base::PagePoint u = b - a;
    const base::PagePoint v = c - a;
    const double twice = 2 * (u.x * v.y - u.y * v.x);
    if (std::abs(twice) < 1) return std::nullopt;
    const double uu = u.x * u.x + u.y * u.y;
    const double vv = v.x * v.x + v.y * v.y;
    const base::PagePoint to{(v.y * uu - u.y * vv) / twice, (u.x * vv - v.x * uu) / twice};
    Ring out{a + to, std::hypot(to.x, to.y), 0};
    if (out.radius_mm < least_radius_mm || out.radius_mm > most_radius_mm) return std::nullopt;
    return out;
}

bool lies_on(const Place& p, const Ring& ring) {
    static const double most_cosine = std::sin(along_deg * std::numbers::pi / 180);
    const base::PagePoint out = p.at - ring.centre;
    const double squared = out.x * out.x + out.y * out.y;
    const double inner = ring.radius_mm - beside_mm;
    const double outer = ring.radius_mm + beside_mm;
    if (squared < inner * inner || squared > outer * outer) return false;
    return std::abs(out.x * p.along.x + out.y * p.along.y) < most_cosine * ring.radius_mm;
}

std::vector<Place> places_on(const std::vector<Place>& places, const Ring& ring) {
    std::vector<Place> out;
    std::ranges::copy_if(places, std::back_inserter(out), [&](const Place& p) { return lies_on(p, ring); });
    return out;
}

int sectors_of(const std::vector<Place>& places, const Ring& ring) {
    std::array<bool, sectors> seen{};
    for (const Place& p : places) {
        const double turn = std::atan2(p.at.y - ring.centre.y, p.at.x - ring.centre.x) / (2 * std::numbers::pi) + 0.5;
        seen[std::min<std::size_t>(sectors - 1, static_cast<std::size_t>(turn * sectors))] = true;
    }
    return static_cast<int>(std::ranges::count(seen, true));
}

double middle_darkness(std::vector<Place> places) {
    const auto middle = places.begin() + static_cast<std::ptrdiff_t>(places.size() / 2);
    std::nth_element(places.begin(), middle, places.end(),
                     [](const Place& a, const Place& b) { return a.darkness < b.darkness; });
    return middle->darkness;
}

}  // namespace

std::optional<Ring> find_ring(const std::vector<Stroke>& strokes, const SkeletonGraph& graph) {
    const std::vector<Place> places = pale_places(strokes, graph);
    if (length_of(places) < least_length_mm) return std::nullopt;
    const std::vector<Place> tried = some_of(places, most_places);
    const std::vector<Place> held = some_of(places, most_held);
    std::optional<Ring> best;
    std::ptrdiff_t most = 0;
    for (std::size_t i = 0; i < tried.size(); ++i) {
        for (std::size_t j = i + 1; j < tried.size(); ++j) {
            for (std::size_t k = j + 1; k < tried.size(); ++k) {
                const auto ring = circle_through(tried[i].at, tried[j].at, tried[k].at);
                if (!ring) continue;
                const auto on = std::ranges::count_if(held, [&](const Place& p) { return lies_on(p, *ring); });
                if (on <= most) continue;
                most = on;
                best = ring;
            }
        }
    }
    if (!best) return std::nullopt;
    const std::vector<Place> on = places_on(places, *best);
    if (length_of(on) < least_length_mm || sectors_of(on, *best) < least_sectors) return std::nullopt;
    best->darkness = middle_darkness(on);
    return best;
}

void erase_ring(AddedInk& ink, const Ring& ring) {
    const int limit = static_cast<int>(darker_than_ring * ring.darkness * ink.range) + 4;
    for (int y = 0; y < ink.gray.height; ++y) {
        for (int x = 0; x < ink.gray.width; ++x) {
            const std::size_t at = ink.index(x, y);
            if (ink.ink[at] == 0) continue;
            const base::PagePoint p = ink.to_page(x + 0.5, y + 0.5);
            if (std::abs(distance(p, ring.centre) - ring.radius_mm) > half_width_mm) continue;
            if (ink.darkness(x, y) <= limit) ink.ink[at] = 0;
        }
    }
    HiddenBand band;
    band.half_width_mm = half_width_mm;
    band.limit = limit / std::max(1.0, ink.range);
    for (int k = 0; k <= sectors * 4; ++k) {
        const double turn = 2 * std::numbers::pi * k / (sectors * 4);
        band.middle.push_back(ring.centre +
                              base::PagePoint{ring.radius_mm * std::cos(turn), ring.radius_mm * std::sin(turn)});
    }
    ink.hidden.push_back(std::move(band));
}

}  // namespace kiemphieu::omr
