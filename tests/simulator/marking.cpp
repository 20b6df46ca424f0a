// How a hand puts a plan on paper: marks in boxes, lines through names, writing, signatures.

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "tests/simulator/voter.hpp"

namespace kiemphieu::simulator {

namespace {

using base::PagePoint;
using base::PageRect;

/// One voter at one page.
class Marker {
  public:
    Marker(Paper& paper, const Hand& hand, const StrokeBook& book, Random& random)
        : paper_(paper), hand_(hand), book_(book), random_(random) {}

    /// Gives the strokes of the marks that were meant.
    Strokes mark_row(const forms::Row& row, const RowTruth& truth) {
        const auto spare = unmeant_box(truth);
        Strokes meant;
        for (std::size_t i = 0; i < 3; ++i) {
            if (!truth.meant[i]) continue;
            const Strokes mark = mark_box(row.cells[i].box, truth.kind);
            meant.insert(meant.end(), mark.begin(), mark.end());
        }
        if (truth.kind == RowKind::corrected) blacken(row.cells[spare].box);
        if (truth.kind == RowKind::slipped || truth.kind == RowKind::dot_only) slip(row.cells[spare].box);
        mark_name(row, truth.name);
        return meant;
    }

    void write_name_in(const PageRect& band) {
        const double height = std::min(6.0, band.h * random_.uniform(0.35, 0.6));
        write(PagePoint{band.x + random_.uniform(3, band.w * 0.3), band.center().y + random_.normal(0, 1)}, height,
              random_.integer(6, 18), band.right() - 2);
    }

    void write_between(const forms::Row& row) {
        const double height = random_.uniform(2.5, 4);
        const double x = row.name_box.x + random_.uniform(0, 4);
        write(PagePoint{x, row.row_box.bottom() - random_.uniform(0, 1.5)}, height, random_.integer(5, 12),
              row.cells[0].area.x - 3);
    }

    void sign(const PageRect& area) {
        const double width = std::min(area.w, random_.uniform(25, 45));
        const double height = std::min(area.h, random_.uniform(8, 18));
        const PagePoint centre{area.center().x + random_.normal(0, 2), area.center().y + random_.normal(0, 2)};
        Stroke stroke;
        const double loops = random_.uniform(2, 5);
        const double phase = random_.uniform(0, 6.28);
        for (int i = 0; i <= 60; ++i) {
            const double t = i / 60.0;
            const double swing = std::sin(phase + 2 * std::numbers::pi * loops * t) * (1 - 0.6 * t);
            const double x = t - 0.5 + 0.08 * std::cos(phase + 2 * std::numbers::pi * loops * t);
            stroke.push_back(centre + PagePoint{x * width, swing * height / 2 + random_.normal(0, 0.2)});
        }
        ink({stroke});
    }

  private:
    void ink(const Strokes& strokes) { draw(paper_, strokes, hand_.pen, random_); }

    std::size_t unmeant_box(const RowTruth& truth) {
        std::array<double, 3> free{};
        for (std::size_t i = 0; i < 3; ++i) free[i] = truth.meant[i] ? 0 : 1;
        return random_.weighted(free);
    }

    double size_for(RowKind kind) {
        switch (kind) {
            case RowKind::small_x:
                return random_.uniform(2.5, 4);
            case RowKind::large_x:
                return random_.uniform(10, 16);
            case RowKind::off_centre_x:
                return random_.uniform(4, 9);
            case RowKind::tick:
            case RowKind::slash:
            case RowKind::circle:
                return random_.uniform(4, 10);
            default:
                return std::clamp(hand_.size_mm * random_.normal(1, 0.12), 4.0, 10.0);
        }
    }

    /// Where the middle of a mark falls: near the box's middle, or anywhere in it for those who do not aim.
    PagePoint aim(const PageRect& box, RowKind kind) {
        if (kind == RowKind::off_centre_x || kind == RowKind::small_x) {
            constexpr double shy_mm = 1;  // nearer to the border nobody could say which box was meant
            return {random_.uniform(box.x + shy_mm, box.right() - shy_mm),
                    random_.uniform(box.y + shy_mm, box.bottom() - shy_mm)};
        }
        const auto near_middle = [&](double from, double length, double spread) {
            return from + length * std::clamp(random_.normal(0.5, spread), 0.25, 0.75);
        };
        return {near_middle(box.x, box.w, 0.1), near_middle(box.y, box.h, 0.08)};
    }

    Strokes mark_box(const PageRect& box, RowKind kind) {
        if (kind == RowKind::filled) {
            const PageRect inside = box.grown(-random_.uniform(0.8, 2.5));
            const double width = std::min(inside.w, inside.h * random_.uniform(1, 1.8));
            return fill_with(Shape::filled, box.center(), width, inside.h);
        }
        const Shape shape = kind == RowKind::tick     ? Shape::tick
                            : kind == RowKind::slash  ? Shape::slash
                            : kind == RowKind::circle ? Shape::circle
                                                      : Shape::x;
        const double size = size_for(kind);
        const Placement placement{aim(box, kind), size * random_.uniform(0.8, 1.35), size,
                                  hand_.slant + base::from_degrees(random_.normal(0, 4))};
        const Strokes strokes = placed(book_.draw(shape, random_), placement);
        draw(paper_, strokes, kind == RowKind::faint_x ? faint(hand_.pen) : hand_.pen, random_);
        return strokes;
    }

    Strokes fill_with(Shape shape, PagePoint centre, double width_mm, double height_mm) {
        const Strokes strokes = placed(book_.draw(shape, random_), {centre, width_mm, height_mm, hand_.slant * 0.3});
        ink(strokes);
        return strokes;
    }

    /// A first mark taken back: an X scribbled over, or the box blackened.
    void blacken(const PageRect& box) {
        const double size = std::min(box.h * 0.85, size_for(RowKind::x) * 1.2);
        const PagePoint centre = aim(box, RowKind::x);
        if (random_.chance(0.7))
            ink(placed(book_.draw(Shape::x, random_), {centre, size * 0.9, size * 0.9, hand_.slant}));
        fill_with(random_.chance(0.6) ? Shape::scribble : Shape::filled, centre, size * random_.uniform(1, 1.4), size);
    }

    void slip(const PageRect& box) {
        const PagePoint at{random_.uniform(box.x + 1.5, box.right() - 1.5),
                           random_.uniform(box.y + 1.5, box.bottom() - 1.5)};
        const double length = random_.chance(0.5) ? random_.uniform(0, 0.3) : random_.uniform(0.6, 2.2);
        const double angle = random_.uniform(0, 2 * std::numbers::pi);
        ink({{at, at + PagePoint{std::cos(angle), std::sin(angle)} * length}});
    }

    void write(PagePoint from, double height_mm, int letters, double right) {
        PagePoint at = from;
        for (int i = 0; i < letters && at.x < right; ++i) {
            const double width = height_mm * random_.uniform(0.45, 0.8);
            if (random_.chance(0.2)) at.x += width * 0.8;
            ink(placed(book_.draw(Shape::letter, random_), {at + PagePoint{0, random_.normal(0, 0.2)}, width,
                                                            height_mm * random_.uniform(0.6, 1), hand_.slant * 0.5}));
            at.x += width * 1.15;
        }
    }

    void mark_name(const forms::Row& row, NameMark mark) {
        if (mark == NameMark::none) return;
        const PageRect& name = row.name_box;
        if (mark == NameMark::stray) {
            const PagePoint at{name.right() + random_.uniform(0.5, 3), name.center().y + random_.normal(0, 2)};
            ink({hand_line(at, at + PagePoint{random_.normal(0, 4), random_.normal(0, 3)}, 0.3, random_)});
            return;
        }
        if (mark == NameMark::underlined) {
            const double y = name.bottom() + random_.uniform(0.1, 0.8);
            ink({hand_line({name.x + random_.normal(0, 1), y},
                           {name.right() + random_.normal(0, 1), y + random_.normal(0, 0.3)}, 0.15, random_)});
            return;
        }
        for (const PageRect& line : lines_of(name)) strike(line, mark);
    }

    /// A wrapped name is struck line by line.
    static std::vector<PageRect> lines_of(const PageRect& name) {
        constexpr double line_mm = 5.6;  // 13 to 14 pt with leading
        const int lines = std::max(1, static_cast<int>(std::lround(name.h / line_mm)));
        std::vector<PageRect> result;
        for (int i = 0; i < lines; ++i) result.push_back({name.x, name.y + name.h * i / lines, name.w, name.h / lines});
        return result;
    }

    void strike(const PageRect& line, NameMark mark) {
        const double y = line.center().y + random_.normal(0, 0.4);
        const PagePoint from{line.x - random_.uniform(-1, 3), y + random_.normal(0, 0.4)};
        const PagePoint to{line.right() + random_.uniform(-1, 3), y + random_.normal(0, 0.5)};
        switch (mark) {
            case NameMark::doubled:
                ink({hand_line(from - PagePoint{0, 0.7}, to - PagePoint{0, 0.7}, 0.3, random_),
                     hand_line(from + PagePoint{0, 0.7}, to + PagePoint{0, 0.7}, 0.3, random_)});
                return;
            case NameMark::wavy:
                ink({waves(from, to, random_.uniform(0.5, 1.2), random_.uniform(5, 9), Wave::round)});
                return;
            case NameMark::zigzag:
                ink({waves(from, to, line.h * 0.5, random_.uniform(2.5, 5), Wave::sharp)});
                return;
            case NameMark::diagonal:
                ink({hand_line({from.x, line.bottom() + 0.8}, {to.x, line.y - 0.8}, 0.4, random_)});
                return;
            case NameMark::scribbled:
                fill_with(Shape::scribble, line.center(), line.w * random_.uniform(0.7, 1.05), line.h * 1.1);
                return;
            default:
                ink({hand_line(from, to, random_.normal(0, 0.3), random_)});
        }
    }

    enum class Wave { round, sharp };
    Stroke waves(PagePoint from, PagePoint to, double height_mm, double period_mm, Wave wave) {
        Stroke stroke;
        const int quarters = std::max(4, static_cast<int>((to.x - from.x) / period_mm * (wave == Wave::sharp ? 2 : 4)));
        for (int i = 0; i <= quarters; ++i) {
            const double swing = wave == Wave::sharp ? (i % 2 == 0 ? 1 : -1) : std::sin(i * std::numbers::pi / 2);
            stroke.push_back(from + (to - from) * (static_cast<double>(i) / quarters) +
                             PagePoint{0, swing * height_mm * random_.uniform(0.8, 1.1)});
        }
        return stroke;
    }

    Paper& paper_;
    const Hand& hand_;
    const StrokeBook& book_;
    Random& random_;
};

}  // namespace

std::vector<Strokes> mark_page(Paper& paper, const forms::LayoutPage& page, const PagePlan& plan, const Hand& hand,
                               const StrokeBook& book, Random& random) {
    std::vector<Strokes> meant;
    for (std::size_t i = 0; i < page.rows.size() && i < plan.rows.size(); ++i) {
        // Each row its own stream: another plan in one row leaves the ink of the others as it was.
        Random row_random = random.fork("row", i);
        meant.push_back(Marker(paper, hand, book, row_random).mark_row(page.rows[i], plan.rows[i]));
    }
    Marker marker(paper, hand, book, random);
    if (plan.write_in == WriteIn::in_band && page.write_in_area) marker.write_name_in(*page.write_in_area);
    if (plan.write_in == WriteIn::between_rows) {
        const int last = static_cast<int>(page.rows.size()) - 2;
        marker.write_between(page.rows[static_cast<std::size_t>(random.integer(0, last))]);
    }
    if (plan.signed_page && page.signature_area) marker.sign(*page.signature_area);
    return meant;
}

}  // namespace kiemphieu::simulator
