#include "omr/added_names.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// Letters squeezed between two rows are lower than a row; whatever is higher is a stray, a fold or the seal.
constexpr double letter_height_mm = 8.0;
/// Their pieces stand within so much of each other.
constexpr double line_height_mm = 6.0;
/// The pieces of a fold or a line go along; those of letters up or down by this, which is four pixels at 200 dpi.
constexpr double least_way_mm = 0.45;
/// A mark in the first box may reach out of it by so much.
constexpr double beside_boxes_mm = 2.0;
/// A line through a name leaves its letters by so much at most.
constexpr double beside_name_mm = 1.0;

/// The box around points that come one by one.
class Around {
  public:
    void add(base::PagePoint p) {
        x0_ = std::min(x0_, p.x), x1_ = std::max(x1_, p.x);
        y0_ = std::min(y0_, p.y), y1_ = std::max(y1_, p.y);
    }
    void add(const base::PageRect& box) {
        add(base::PagePoint{box.x, box.y});
        add(base::PagePoint{box.right(), box.bottom()});
    }
    bool empty() const { return x0_ > x1_; }
    base::PageRect box() const { return {x0_, y0_, x1_ - x0_, y1_ - y0_}; }

  private:
    double x0_{std::numeric_limits<double>::max()};
    double y0_{std::numeric_limits<double>::max()};
    double x1_{std::numeric_limits<double>::lowest()};
    double y1_{std::numeric_limits<double>::lowest()};
};

base::PageRect box_of(const Stroke& stroke) {
    Around around;
    for (const base::PagePoint& p : stroke.points) around.add(p);
    return around.box();
}

double up_and_down(const Stroke& stroke) {
    double way = 0;
    for (std::size_t k = 1; k < stroke.points.size(); ++k) way += std::abs(stroke.points[k].y - stroke.points[k - 1].y);
    return way;
}

/// Whether it lies where a name is struck, or may be.
bool strikes_a_name(const base::PageRect& stroke, const forms::LayoutPage& page, std::span<const RowReading> rows) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const bool struck = rows[r].name_crossed != NameCrossed::no;
        if (struck && page.rows[r].name_box.grown(beside_name_mm).contains(stroke.center())) return true;
    }
    return false;
}

/// Pieces of lines left of the boxes that may be of letters, from the top down.
std::vector<base::PageRect> letter_pieces(const forms::LayoutPage& page, std::span<const RowReading> rows,
                                          const std::vector<Stroke>& strokes, const std::vector<bool>& drawn) {
    std::vector<base::PageRect> pieces;
    if (page.rows.empty()) return pieces;
    const base::PageRect first = page.rows.front().row_box;
    const double right = page.rows.front().cells[0].area.x - beside_boxes_mm;
    const base::PageRect beside{first.x, first.y, right - first.x, page.rows.back().row_box.bottom() - first.y};
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        if (!drawn[i] || strokes[i].points.size() < 2) continue;
        const base::PageRect box = box_of(strokes[i]);
        if (box.h > letter_height_mm || !beside.contains(box.center())) continue;
        if (up_and_down(strokes[i]) < least_way_mm || strikes_a_name(box, page, rows)) continue;
        pieces.push_back(box);
    }
    std::ranges::sort(pieces, {}, [](const base::PageRect& box) { return box.center().y; });
    return pieces;
}

/// For every piece from the top down how many stand on the line of writing that ends with it.
std::vector<std::size_t> in_line_above(const std::vector<base::PageRect>& pieces) {
    std::vector<std::size_t> many;
    std::size_t first = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        while (pieces[i].center().y - pieces[first].center().y > line_height_mm) ++first;
        many.push_back(i + 1 - first);
    }
    return many;
}

}  // namespace

double written_in_mm(const forms::LayoutPage& page, const std::vector<Stroke>& strokes,
                     const std::vector<bool>& drawn) {
    if (!page.write_in_area) return 0;
    double length = 0;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        if (!drawn[i]) continue;
        const std::vector<base::PagePoint>& points = strokes[i].points;
        for (std::size_t k = 1; k < points.size(); ++k) {
            if (page.write_in_area->contains(points[k])) length += distance(points[k - 1], points[k]);
        }
    }
    return length;
}

int letters_between_rows(const forms::LayoutPage& page, std::span<const RowReading> rows,
                         const std::vector<Stroke>& strokes, const std::vector<bool>& drawn) {
    const auto many = in_line_above(letter_pieces(page, rows, strokes, drawn));
    return many.empty() ? 0 : static_cast<int>(std::ranges::max(many));
}

std::optional<base::PageRect> place_of_added_names(const forms::LayoutPage& page, std::span<const RowReading> rows,
                                                   const std::vector<Stroke>& strokes, const std::vector<bool>& drawn) {
    Around names;
    const auto pieces = letter_pieces(page, rows, strokes, drawn);
    const auto many = in_line_above(pieces);
    for (std::size_t last = 0; last < pieces.size(); ++last) {
        if (many[last] < static_cast<std::size_t>(least_letters)) continue;
        for (std::size_t i = last + 1 - many[last]; i <= last; ++i) names.add(pieces[i]);
    }
    if (written_in_mm(page, strokes, drawn) >= least_writing_mm) {
        for (std::size_t i = 0; i < strokes.size(); ++i) {
            if (!drawn[i]) continue;
            for (const base::PagePoint& p : strokes[i].points) {
                if (page.write_in_area->contains(p)) names.add(p);
            }
        }
    }
    if (names.empty()) return std::nullopt;
    return names.box();
}

}  // namespace kiemphieu::omr
