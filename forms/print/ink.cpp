#include "forms/print/ink.hpp"

#include <algorithm>
#include <random>

namespace kiemphieu::forms {

namespace {

/// A hand's unsteadiness. The engine's own numbers are used: they are the same with every compiler.
class Hand {
  public:
    explicit Hand(std::uint64_t seed) : engine_(seed) {}
    /// Between -most and most.
    double off(double most) {
        constexpr double steps = 1U << 20U;
        return (static_cast<double>(engine_() % (1U << 20U)) / steps * 2 - 1) * most;
    }
    base::PagePoint near(base::PagePoint point, double most) { return {point.x + off(most), point.y + off(most)}; }

  private:
    std::mt19937_64 engine_;
};

/// What people write fills a good half of a box, and is no larger than this. Source: the strokes people drew for us
/// are 2.5 to 16 mm; most are 4 to 8.
constexpr double largest_mark_mm = 7.0;

base::PageRect place_of_mark(const base::PageRect& box, Hand& hand) {
    const double size = std::min({0.6 * box.w, 0.6 * box.h, largest_mark_mm});
    const base::PagePoint centre = hand.near(box.center(), 0.08 * size);
    return {centre.x - size / 2, centre.y - size / 2, size, size};
}

InkStroke line(base::PagePoint from, base::PagePoint to, Pen pen, Hand& hand) {
    const double bow = 0.2;  // mm; nobody draws a line with a ruler
    return {{from, hand.near((from + to) * 0.5, bow), to}, pen.width_mm, pen.gray};
}

/// A line to and fro between the upper and the lower side.
InkStroke zigzag(const base::PageRect& box, int turns, Pen pen, Hand& hand) {
    InkStroke stroke{{}, pen.width_mm, pen.gray};
    for (int i = 0; i <= turns; ++i) {
        const double x = box.x + box.w * i / turns;
        stroke.points.push_back(hand.near({x, i % 2 == 0 ? box.y : box.bottom()}, 0.25));
    }
    return stroke;
}

}  // namespace

std::vector<InkStroke> cross_in(const base::PageRect& box, Pen pen, std::uint64_t seed) {
    Hand hand(seed);
    const base::PageRect at = place_of_mark(box, hand);
    const double loose = 0.08 * at.w;
    return {line(hand.near({at.x, at.y}, loose), hand.near({at.right(), at.bottom()}, loose), pen, hand),
            line(hand.near({at.right(), at.y}, loose), hand.near({at.x, at.bottom()}, loose), pen, hand)};
}

std::vector<InkStroke> corrected_in(const base::PageRect& box, Pen pen, std::uint64_t seed) {
    std::vector<InkStroke> strokes = cross_in(box, pen, seed);
    Hand hand(seed);
    const base::PageRect at = place_of_mark(box, hand);
    strokes.push_back(zigzag(at, 15, pen, hand));
    strokes.push_back(zigzag(at.grown(-0.3), 13, pen, hand));
    return strokes;
}

std::vector<InkStroke> line_through(const base::PageRect& name, Pen pen, std::uint64_t seed) {
    // The box is tight around the ink: one line of 13 points with its Vietnamese marks is at most 6 mm high.
    constexpr double line_mm = 5.2;
    const int lines = std::max(1, static_cast<int>(name.h / line_mm + 0.5));
    Hand hand(seed);
    std::vector<InkStroke> strokes;
    for (int i = 0; i < lines; ++i) {
        const double y = name.y + name.h * (i + 0.5) / lines;
        strokes.push_back(line(hand.near({name.x - 0.5, y}, 0.4), hand.near({name.right() + 0.5, y}, 0.4), pen, hand));
    }
    return strokes;
}

std::vector<InkStroke> writing_in(const base::PageRect& band, Pen pen, std::uint64_t seed) {
    Hand hand(seed);
    const double height = std::min(3.5, 0.5 * band.h);
    std::vector<InkStroke> words;
    double x = band.x + 0.1 * band.w;
    for (const int letters : {9, 5, 7}) {
        const base::PageRect word{x, band.center().y - height / 2, 2.2 * letters, height};
        if (word.right() > band.right()) break;
        words.push_back(zigzag(word, 2 * letters, pen, hand));
        x = word.right() + 4;
    }
    return words;
}

}  // namespace kiemphieu::forms
