#include "tests/simulator/strokes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <nlohmann/json.hpp>

#include "base/file.hpp"

namespace kiemphieu::simulator {

namespace {

using base::PagePoint;
constexpr double pi = std::numbers::pi;

PagePoint shaken(PagePoint p, double by, Random& random) {
    return {p.x + random.normal(0, by), p.y + random.normal(0, by)};
}

Strokes draw_x(Random& random) {
    const auto corner = [&](double x, double y) { return shaken({x, y}, 0.07, random); };
    Stroke falling = hand_line(corner(-0.45, -0.45), corner(0.45, 0.45), random.normal(0, 0.04), random);
    Stroke rising = random.chance(0.7)
                        ? hand_line(corner(0.45, -0.45), corner(-0.45, 0.45), random.normal(0, 0.05), random)
                        : hand_line(corner(-0.45, 0.45), corner(0.45, -0.45), random.normal(0, 0.05), random);
    // One hand in twelve does not lift the pen between the two strokes.
    if (random.chance(0.08)) {
        falling.push_back(shaken((falling.back() + rising.front()) * 0.5, 0.05, random));
        falling.insert(falling.end(), rising.begin(), rising.end());
        return {falling};
    }
    if (random.chance(0.3)) std::swap(falling, rising);
    return {falling, rising};
}

Strokes draw_tick(Random& random) {
    const PagePoint foot = shaken({-0.18, 0.45}, 0.05, random);
    Stroke stroke = hand_line(shaken({-0.45, 0.02}, 0.06, random), foot, 0.02, random);
    const Stroke up = hand_line(foot, shaken({0.47, -0.45}, 0.06, random), random.normal(0.05, 0.03), random);
    stroke.insert(stroke.end(), up.begin() + 1, up.end());
    return {stroke};
}

Strokes draw_slash(Random& random) {
    const double lean = random.uniform(0.05, 0.5);
    const double side = random.chance(0.85) ? 1 : -1;
    return {hand_line(shaken({side * lean, -0.48}, 0.03, random), shaken({-side * lean, 0.48}, 0.03, random),
                      random.normal(0, 0.04), random)};
}

Strokes draw_circle(Random& random) {
    const double start = random.uniform(-pi, pi);
    const double sweep = random.uniform(1.85, 2.25) * pi;
    const double drift = random.normal(0, 0.05);
    Stroke stroke;
    for (int i = 0; i <= 24; ++i) {
        const double angle = start + sweep * i / 24;
        const double radius = 0.45 + drift * i / 24 + random.normal(0, 0.008);
        stroke.push_back({radius * std::cos(angle), radius * std::sin(angle)});
    }
    return {stroke};
}

/// A box blackened by hatching to and fro; `rows` lines of it.
Stroke hatching(int rows, double shake, Random& random) {
    Stroke stroke;
    for (int i = 0; i <= rows; ++i) {
        const double y = -0.48 + 0.96 * i / rows;
        const double side = i % 2 == 0 ? -0.47 : 0.47;
        stroke.push_back(shaken({side, y}, shake, random));
        stroke.push_back(shaken({0, y + 0.48 / rows}, shake / 2, random));
    }
    return stroke;
}

Strokes draw_letter(Random& random) {
    Strokes letter;
    for (int i = random.integer(1, 2); i > 0; --i) {
        Stroke stroke{{random.uniform(-0.5, 0), random.uniform(-0.5, 0.5)}};
        for (int bends = random.integer(2, 5); bends > 0; --bends) {
            stroke.push_back({random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5)});
        }
        letter.push_back(std::move(stroke));
    }
    return letter;
}

Strokes made_up(Shape shape, Random& random) {
    switch (shape) {
        case Shape::x:
            return draw_x(random);
        case Shape::tick:
            return draw_tick(random);
        case Shape::slash:
            return draw_slash(random);
        case Shape::circle:
            return draw_circle(random);
        case Shape::filled:
            return {hatching(random.integer(10, 16), 0.02, random)};
        case Shape::scribble:
            return {hatching(random.integer(5, 8), 0.09, random), hatching(random.integer(3, 6), 0.12, random)};
        case Shape::letter:
            return draw_letter(random);
    }
    return {};
}

base::Expected<std::vector<Strokes>, base::Failure> parse_kind(const nlohmann::json& kind, const std::string& file,
                                                               const std::string& name) {
    std::vector<Strokes> marks;
    try {
        for (const auto& mark : kind) {
            Strokes strokes;
            for (const auto& points : mark) {
                Stroke stroke;
                for (const auto& point : points)
                    stroke.push_back({point.at(0).get<double>(), point.at(1).get<double>()});
                strokes.push_back(std::move(stroke));
            }
            marks.push_back(std::move(strokes));
        }
    } catch (const nlohmann::json::exception&) {
        return base::fail(
            base::Failure{base::FailureClass::bad_input, file, name, "expected marks of strokes of [x, y]"});
    }
    return marks;
}

}  // namespace

base::Expected<StrokeBook, base::Failure> StrokeBook::from_json(const std::filesystem::path& path) {
    const auto text = base::read_text_file(path);
    if (!text) return tl::unexpected(text.error());
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object()) {
        return base::fail(base::Failure{base::FailureClass::bad_input, path.string(), "",
                                        "expected a JSON object of kinds of marks"});
    }
    const std::map<std::string, Shape> shapes{{"x", Shape::x},
                                              {"tick", Shape::tick},
                                              {"slash", Shape::slash},
                                              {"circle", Shape::circle},
                                              {"writing", Shape::letter}};
    StrokeBook book;
    for (const auto& [name, kind] : json.items()) {
        const auto shape = shapes.find(name);
        if (shape == shapes.end()) continue;
        auto marks = parse_kind(kind, path.string(), name);
        if (!marks) return tl::unexpected(marks.error());
        book.real_[shape->second] = std::move(*marks);
    }
    return book;
}

Strokes StrokeBook::draw(Shape shape, Random& random) const {
    const auto real = real_.find(shape);
    if (real == real_.end() || real->second.empty()) return made_up(shape, random);
    return real->second[static_cast<std::size_t>(random.integer(0, static_cast<int>(real->second.size()) - 1))];
}

Strokes placed(const Strokes& unit, const Placement& placement) {
    const double cosine = std::cos(placement.turn.value);
    const double sine = std::sin(placement.turn.value);
    Strokes result = unit;
    for (Stroke& stroke : result) {
        for (PagePoint& p : stroke) {
            const PagePoint scaled{p.x * placement.width_mm, p.y * placement.height_mm};
            p = placement.centre + PagePoint{scaled.x * cosine - scaled.y * sine, scaled.x * sine + scaled.y * cosine};
        }
    }
    return result;
}

Stroke hand_line(PagePoint from, PagePoint to, double bow_mm, Random& random) {
    const PagePoint along = to - from;
    const double length = std::max(1e-9, std::hypot(along.x, along.y));
    const PagePoint across{-along.y / length, along.x / length};
    constexpr int pieces = 6;
    Stroke stroke;
    for (int i = 0; i <= pieces; ++i) {
        const double t = static_cast<double>(i) / pieces;
        const double off = bow_mm * std::sin(pi * t) + random.normal(0, 0.008 * length);
        stroke.push_back(from + along * t + across * off);
    }
    return stroke;
}

Stroke smoothed(const Stroke& stroke, double step_mm) {
    if (stroke.size() < 3) return stroke;
    Stroke result;
    const auto at = [&](std::ptrdiff_t i) {
        return stroke[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, std::ssize(stroke) - 1))];
    };
    for (std::ptrdiff_t i = 0; i + 1 < std::ssize(stroke); ++i) {
        const PagePoint a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
        const int steps = std::max(1, static_cast<int>(std::hypot(c.x - b.x, c.y - b.y) / step_mm));
        for (int k = 0; k < steps; ++k) {
            const double t = static_cast<double>(k) / steps;
            const PagePoint cubic = (b - c) * 3.0 + d - a;
            const PagePoint square = a * 2.0 - b * 5.0 + c * 4.0 - d;
            result.push_back((b * 2.0 + (c - a) * t + square * (t * t) + cubic * (t * t * t)) * 0.5);
        }
    }
    result.push_back(stroke.back());
    return result;
}

}  // namespace kiemphieu::simulator
