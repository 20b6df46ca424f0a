#include "omr/marks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "omr/polyline.hpp"

namespace kiemphieu::omr {

namespace {

/// A hook where the pen came down or left, or the way back of an X drawn in one go, goes on from a bar over a corner.
/// Hooks of 2.5 mm were the longest among X marks of 40 people, on marks scaled to 10 mm.
constexpr double hook_mm = 2.5;
/// … and in proportion on larger marks.
constexpr double hook_share = 0.3;
/// A return stroke that joins both bars of an X is at most about as long as its bars.
constexpr double return_share = 1.25;
/// It meets them at their ends, or as far inside as a hand overshoots: 1.5 mm on marks of 8 mm. Where it leaves a bar
/// at 20° thinning makes one line of both over 2 mm.
constexpr double return_reach_mm = 2.2;
constexpr double return_reach_share = 0.25;
/// A border of 0.3 mm and its 0.25 mm of doubt on both sides, crossed at 30°, and half a felt pen's width at both ends.
constexpr double tip_gap_mm = 2.4;
/// Where a border cuts a pen's line at 45°, thinning bends this much of it towards a corner of the cut.
constexpr double cut_bend_widths = 1.2;
constexpr double cut_lead_mm = 1.6;
/// A pen's line bends as little as that over a border.
constexpr double cut_turn_deg = 28.0;
/// The longer part of a bar holds the meeting.
constexpr double cut_tip_share = 0.75;
/// Toner that spread beside a line hugs it all along and is thinner than any pen.
constexpr double toner_contact = 0.8;
constexpr double toner_width_mm = 0.3;
constexpr double toner_length_mm = 3.0;
/// … or, where fat print swells along a whole border, thinner than half of the finest pen's line and beside print all
/// along.
constexpr double fringe_contact = 0.95;
constexpr double fringe_width_mm = 0.22;
/// Show-through and stains: paler than a third of print, and soft where a pen's edge is steep. Pens come out at 0.56
/// and more in an office's scans, at 0.36 and more in badly blurred ones (one in twenty); coffee rings at 0.25 to 0.4.
constexpr double shadow_peak = 0.35;
constexpr double shadow_sharpness = 0.35;
/// A voter marks a row with one pen. Ink half as dark as the row's own X is not of that pen: shade of a fold, a ring,
/// print that shows through, or what an eraser left.
constexpr double other_pen_share = 0.45;
/// Dust on the glass and a pen put down once leave patches up to this size; no mark is that small.
constexpr double dot_mm = 1.0;
/// … and a round speck of 1 mm comes out a little larger when a scan blurs it; a short dash of that size is long and
/// thin.
constexpr double round_dot_mm = 1.25;
constexpr double round_dot_fill = 0.6;
/// The smallest X that simulated voters drew, 2.5 mm, has bars of 3.3 mm that cross near their middles.
constexpr double least_x_bar_mm = 2.5;
constexpr double least_x_arm_mm = 0.8;
/// Strokes that meet this near to a border are an X of the row beyond it when most of it lies there.
constexpr double border_meeting_mm = 1.25;

struct Place {
    std::size_t row{};
    std::size_t box{};
    auto operator<=>(const Place&) const = default;
};

std::optional<Place> find_place(const forms::LayoutPage& page, base::PagePoint p) {
    for (std::size_t r = 0; r < page.rows.size(); ++r) {
        const forms::Row& row = page.rows[r];
        if (p.y < row.row_box.y || p.y >= row.row_box.bottom()) continue;
        for (std::size_t b = 0; b < row.cells.size(); ++b) {
            if (row.cells[b].area.contains(p)) return Place{r, b};
        }
        return std::nullopt;
    }
    return std::nullopt;
}

bool is_toner(const Stroke& s, const SkeletonGraph& graph) {
    const InkComponent& patch = graph.components[static_cast<std::size_t>(s.component)];
    if (patch.print_contact > fringe_contact && s.width_mm < fringe_width_mm) return true;
    return patch.print_contact > toner_contact && s.width_mm < toner_width_mm && s.length_mm < toner_length_mm;
}

bool is_shadow(const Stroke& s, const SkeletonGraph& graph) {
    const InkComponent& patch = graph.components[static_cast<std::size_t>(s.component)];
    return patch.peak < shadow_peak && patch.sharpness < shadow_sharpness;
}

/// The run of unused strokes, joined over corners, that a stroke is part of: its length and the strokes at its two
/// ends.
struct Run {
    double length_mm{};
    int before{-1};
    int after{-1};
};

Run run_of(int index, const std::vector<Stroke>& strokes, const std::vector<bool>& used) {
    const auto at = [&](int i) -> const Stroke& { return strokes[static_cast<std::size_t>(i)]; };
    const auto is_free = [&](int i) { return i >= 0 && !used[static_cast<std::size_t>(i)]; };
    Run out{at(index).length_mm, at(index).before, at(index).after};
    for (; is_free(out.before); out.before = at(out.before).before) out.length_mm += at(out.before).length_mm;
    for (; is_free(out.after); out.after = at(out.after).after) out.length_mm += at(out.after).length_mm;
    return out;
}

/// Length of the bar that a run goes on from.
double longest_bar_of(const Run& run, const CrossSearch& search) {
    double longest = 0;
    for (const Cross& c : search.crosses) {
        for (const int bar : c.bars) {
            if (bar == run.before || bar == run.after) longest = std::max(longest, c.longest_bar_mm);
        }
    }
    return longest;
}

/// Whether a point lies at an end of a stroke: a pen's return starts where the bar before it ended, or a little inside.
bool is_at_end(base::PagePoint p, const Stroke& bar) {
    const double reach = std::max(return_reach_mm, return_reach_share * bar.length_mm);
    return std::min(distance(p, bar.points.front()), distance(p, bar.points.back())) <= reach;
}

/// Whether a stroke runs from an end of one bar of a cross to an end of the other: an X drawn without lifting the pen.
bool returns_between_bars(const Stroke& s, const std::vector<Stroke>& strokes, const Cross& c) {
    if (s.length_mm > return_share * c.longest_bar_mm) return false;
    const Stroke& a = strokes[static_cast<std::size_t>(c.bars[0])];
    const Stroke& b = strokes[static_cast<std::size_t>(c.bars[1])];
    const base::PagePoint p = s.points.front();
    const base::PagePoint q = s.points.back();
    return (is_at_end(p, a) && is_at_end(q, b)) || (is_at_end(p, b) && is_at_end(q, a));
}

/// Whether a stroke goes on from a bar of an accepted cross: a short hook, or a return between its two bars.
bool belongs_to_a_cross(int index, const std::vector<Stroke>& strokes, const CrossSearch& search) {
    const Run run = run_of(index, strokes, search.used);
    if (run.before >= 0 && run.after >= 0) {
        for (const Cross& c : search.crosses) {
            const bool both = (c.bars[0] == run.before && c.bars[1] == run.after) ||
                              (c.bars[1] == run.before && c.bars[0] == run.after);
            if (both && run.length_mm <= return_share * c.longest_bar_mm) return true;
        }
    }
    const Stroke& s = strokes[static_cast<std::size_t>(index)];
    for (const Cross& c : search.crosses) {
        if (returns_between_bars(s, strokes, c)) return true;
    }
    return (run.before >= 0 || run.after >= 0) &&
           run.length_mm <= std::max(hook_mm, hook_share * longest_bar_of(run, search));
}

/// Whether a stroke that begins at `side` runs on in the direction in which a bar ends.
bool goes_on(const Stroke& bar, int bar_side, const Stroke& s, int side) {
    const auto look = [](const Stroke& line, int from) {
        const double bent = std::min(cut_bend_widths * line.width_mm, line.length_mm / 3);
        return std::pair(point_from_end(line.points, from, bent),
                         point_from_end(line.points, from, std::min(bent + cut_lead_mm, line.length_mm)));
    };
    const auto [leaves, before] = look(bar, bar_side);
    const auto [enters, after] = look(s, side);
    const base::PagePoint heading = direction(before, leaves);
    return angle_between_deg(heading, direction(leaves, enters)) < cut_turn_deg &&
           angle_between_deg(heading, direction(enters, after)) < cut_turn_deg;
}

/// Whether a stroke is the tip of an X's bar that a printed border cut off: it begins across the border from the
/// bar's end, and is short or runs straight on.
bool is_cut_off_tip(const Stroke& s, const forms::LayoutPage& page, const std::vector<Stroke>& strokes,
                    const CrossSearch& search) {
    const auto here = find_place(page, s.points[s.points.size() / 2]);
    for (const Cross& c : search.crosses) {
        for (const int bar : c.bars) {
            const Stroke& b = strokes[static_cast<std::size_t>(bar)];
            for (const int side : {0, 1}) {
                const base::PagePoint end = point_from_end(b.points, side, 0);
                const int near = distance(end, s.points.front()) <= distance(end, s.points.back()) ? 0 : 1;
                if (distance(end, point_from_end(s.points, near, 0)) > tip_gap_mm || find_place(page, end) == here)
                    continue;
                if (s.length_mm <= hook_mm) return true;
                if (s.length_mm <= cut_tip_share * b.length_mm && goes_on(b, side, s, near)) return true;
            }
        }
    }
    return false;
}

/// Darkness of the darkest X whose strokes meet in a row; 0 where there is none.
double pen_darkness(const RowEvidence& row) {
    double darkest = 0;
    for (const BoxEvidence& box : row.boxes) {
        for (const Cross& c : box.crosses) darkest = std::max(darkest, c.darkness);
    }
    return darkest;
}

bool is_other_pen(const Cross& c, const RowEvidence& row) {
    return c.darkness < other_pen_share * pen_darkness(row);
}

/// Pieces of a coffee ring or of show-through may cross like bars. Beside a row's own X a pale cross is one only when
/// it is as large as the smallest X.
void drop_fragments(std::vector<RowEvidence>& rows) {
    for (RowEvidence& row : rows) {
        for (BoxEvidence& box : row.boxes) {
            std::erase_if(box.crosses, [&](const Cross& c) {
                return is_other_pen(c, row) &&
                       (c.shortest_bar_mm < least_x_bar_mm || c.shortest_arm_mm < least_x_arm_mm);
            });
        }
    }
}

/// An X whose strokes meet just over the border of the row that most of it lies in may be that row's: where it has no
/// other mark, it is not simply empty.
void note_border_crosses(std::vector<RowEvidence>& rows, const forms::LayoutPage& page, const CrossSearch& search) {
    for (const Cross& c : search.crosses) {
        const auto met = find_place(page, c.meeting);
        const auto lies = find_place(page, c.center);
        if (!met || !lies || met->row == lies->row) continue;
        const forms::Cell& cell = page.rows[met->row].cells[met->box];
        if (cell.area.grown(-border_meeting_mm).contains(c.meeting)) continue;
        const auto& boxes = rows[lies->row].boxes;
        const bool marked =
            std::any_of(boxes.begin(), boxes.end(), [](const BoxEvidence& box) { return !box.crosses.empty(); });
        if (!marked) rows[lies->row].contested = true;
    }
}

bool is_dot(const Stroke& s, const SkeletonGraph& graph) {
    const InkComponent& patch = graph.components[static_cast<std::size_t>(s.component)];
    const double longer = std::max(patch.box.w, patch.box.h);
    const double box_area = std::max(1e-9, patch.box.w * patch.box.h);
    return longer <= dot_mm || (longer <= round_dot_mm && patch.area_mm2 >= round_dot_fill * box_area);
}

void add_dot(std::vector<RowEvidence>& rows, const forms::LayoutPage& page, const Stroke& s) {
    const auto place = find_place(page, s.points.front());
    if (!place || s.darkness < other_pen_share * pen_darkness(rows[place->row])) return;
    ++rows[place->row].boxes[place->box].dots;
}

void add_stroke(std::vector<RowEvidence>& rows, const forms::LayoutPage& page, const Stroke& s, bool part_of_cross) {
    std::map<Place, double> lengths;
    if (s.points.size() == 1) {
        if (const auto place = find_place(page, s.points.front())) lengths[*place] += s.length_mm;
    }
    for (std::size_t i = 1; i < s.points.size(); ++i) {
        const base::PagePoint middle = (s.points[i - 1] + s.points[i]) * 0.5;
        if (const auto place = find_place(page, middle)) lengths[*place] += distance(s.points[i - 1], s.points[i]);
    }
    for (const auto& [place, length] : lengths) {
        BoxEvidence& box = rows[place.row].boxes[place.box];
        box.ink_mm += length;
        if (part_of_cross || s.darkness < other_pen_share * pen_darkness(rows[place.row])) continue;
        box.other_ink_mm += length;
        box.longest_other_mm = std::max(box.longest_other_mm, length);
        box.other_darkness = std::max(box.other_darkness, s.darkness);
        box.widest_other_mm = std::max(box.widest_other_mm, s.width_mm);
    }
}

}  // namespace

std::vector<RowEvidence> gather_marks(const forms::LayoutPage& page, const std::vector<Stroke>& strokes,
                                      const CrossSearch& search, const SkeletonGraph& graph) {
    std::vector<RowEvidence> rows(page.rows.size());
    for (std::size_t r = 0; r < rows.size(); ++r) rows[r].number = page.rows[r].number;
    for (const Cross& c : search.crosses) {
        if (const auto place = find_place(page, c.meeting)) rows[place->row].boxes[place->box].crosses.push_back(c);
    }
    drop_fragments(rows);
    for (const Cross& c : search.contested) {
        const auto place = find_place(page, c.meeting);
        if (place && !is_other_pen(c, rows[place->row])) rows[place->row].contested = true;
    }
    note_border_crosses(rows, page, search);
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        const Stroke& s = strokes[i];
        if (search.used[i]) {
            add_stroke(rows, page, s, true);
        } else if (is_dot(s, graph)) {
            add_dot(rows, page, s);
        } else if (!is_toner(s, graph) && !is_shadow(s, graph)) {
            const bool of_cross =
                belongs_to_a_cross(static_cast<int>(i), strokes, search) || is_cut_off_tip(s, page, strokes, search);
            add_stroke(rows, page, s, of_cross);
        }
    }
    return rows;
}

std::vector<bool> drawn_by_pens(const std::vector<Stroke>& strokes, const SkeletonGraph& graph) {
    std::vector<bool> out;
    out.reserve(strokes.size());
    for (const Stroke& s : strokes) out.push_back(!is_toner(s, graph) && !is_shadow(s, graph));
    return out;
}

}  // namespace kiemphieu::omr
