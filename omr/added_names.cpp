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

base::PageRect box_of(const Stroke& stroke) {
    double x0 = std::numeric_limits<double>::max();
    double y0 = x0;
    double x1 = std::numeric_limits<double>::lowest();
    double y1 = x1;
    for (const base::PagePoint& p : stroke.points) {
        x0 = std::min(x0, p.x), x1 = std::max(x1, p.x);
        y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
    }
    return {x0, y0, x1 - x0, y1 - y0};
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

/// The most that stand on one line of writing. `heights`: how high on the page each stands.
int most_in_one_line(std::vector<double> heights) {
    std::ranges::sort(heights);
    std::size_t most = 0;
    std::size_t first = 0;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        while (heights[i] - heights[first] > line_height_mm) ++first;
        most = std::max(most, i + 1 - first);
    }
    return static_cast<int>(most);
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
    if (page.rows.empty()) return 0;
    const base::PageRect first = page.rows.front().row_box;
    const double right = page.rows.front().cells[0].area.x - beside_boxes_mm;
    const base::PageRect beside{first.x, first.y, right - first.x, page.rows.back().row_box.bottom() - first.y};
    std::vector<double> heights;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        if (!drawn[i] || strokes[i].points.size() < 2) continue;
        const base::PageRect box = box_of(strokes[i]);
        if (box.h > letter_height_mm || !beside.contains(box.center())) continue;
        if (up_and_down(strokes[i]) < least_way_mm || strikes_a_name(box, page, rows)) continue;
        heights.push_back(box.center().y);
    }
    return most_in_one_line(std::move(heights));
}

}  // namespace kiemphieu::omr
