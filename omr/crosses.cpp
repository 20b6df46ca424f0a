#include "omr/crosses.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace kiemphieu::omr {

namespace {

/// Bars that cross flatter than this are one line drawn twice, or a line and its wobble.
constexpr double least_angle_deg = 24.0;
/// An arm shorter than this is the thickness of the other bar, no arm.
constexpr double least_arm_mm = 0.5;
/// The local direction of a bar is taken over this length on both sides of the meeting.
constexpr double chord_mm = 1.4;
/// Both bars come from one pen: a line half as dark as the other is a fold, a stain or an eraser's rest.
constexpr double least_darkness_ratio = 0.5;
/// Marks of neighbouring rows (10 mm apart or more) that join end to end make one long stroke with a meeting in each of
/// its halves.
constexpr double joined_apart_mm = 5.0;
/// In each half the meeting lies well inside; a neighbour's tail meets at the very end.
constexpr double joined_evenness = 0.25;

struct Box {
    double x0{}, y0{}, x1{}, y1{};
    void add(base::PagePoint p) {
        x0 = std::min(x0, p.x);
        y0 = std::min(y0, p.y);
        x1 = std::max(x1, p.x);
        y1 = std::max(y1, p.y);
    }
    bool meets(const Box& o) const { return x0 <= o.x1 && o.x0 <= x1 && y0 <= o.y1 && o.y0 <= y1; }
    base::PagePoint middle() const { return {(x0 + x1) / 2, (y0 + y1) / 2}; }
};

constexpr Box empty_box{std::numeric_limits<double>::max(), std::numeric_limits<double>::max(),
                        std::numeric_limits<double>::lowest(), std::numeric_limits<double>::lowest()};

Box box_of(const Stroke& s) {
    Box out = empty_box;
    for (const base::PagePoint& p : s.points) out.add(p);
    return out;
}

/// A place on a stroke: millimetres from its beginning.
struct Meeting {
    base::PagePoint at;
    double along_a{};
    double along_b{};
    double beyond{};  ///< how far outside of both lines the cut lies
};

double cross_product(base::PagePoint a, base::PagePoint b) {
    return a.x * b.y - a.y * b.x;
}

/// Thinned lines may meet in a node that only one of them runs to; over a gap in a line a step is long, and the cut
/// must lie on it.
constexpr double overshoot_mm = 0.15;
/// Two lines cut each other once within this.
constexpr double one_meeting_mm = 1.0;

/// How far beyond the ends of a step of a given length a cut at share `t` of it lies. Units: mm.
double overshoot(double t, double length) {
    return std::max({0.0, -t * length, (t - 1) * length});
}

/// A stroke's steps from point to point, measured once for all strokes it is held against.
struct Step {
    base::PagePoint from;
    base::PagePoint to;  ///< as seen from the beginning
    double length{};
    double walked{};  ///< up to its beginning
    Box box;
};

std::vector<Step> steps_of(const Stroke& s) {
    std::vector<Step> out;
    out.reserve(s.points.size());
    double walked = 0;
    for (std::size_t i = 1; i < s.points.size(); ++i) {
        const base::PagePoint by = s.points[i] - s.points[i - 1];
        Box box = empty_box;
        box.add(s.points[i - 1]);
        box.add(s.points[i]);
        out.push_back({s.points[i - 1], by, std::hypot(by.x, by.y), walked, box});
        walked += out.back().length;
    }
    return out;
}

/// Where two strokes cut each other.
std::vector<Meeting> find_meetings(const std::vector<Step>& a, const std::vector<Step>& b) {
    std::vector<Meeting> out;
    for (const Step& one : a) {
        // A cut lies within the overshoot of both steps, so boxes this far apart hold none.
        Box near = one.box;
        near.x0 -= 2.1 * overshoot_mm, near.x1 += 2.1 * overshoot_mm;
        near.y0 -= 2.1 * overshoot_mm, near.y1 += 2.1 * overshoot_mm;
        for (const Step& other : b) {
            if (!near.meets(other.box)) continue;
            const double denominator = cross_product(one.to, other.to);
            if (denominator == 0) continue;
            const double t = cross_product(other.from - one.from, other.to) / denominator;
            const double u = cross_product(other.from - one.from, one.to) / denominator;
            const double beyond = std::max(overshoot(t, one.length), overshoot(u, other.length));
            if (beyond > overshoot_mm) continue;
            const Meeting m{one.from + one.to * t, one.walked + t * one.length, other.walked + u * other.length,
                            beyond};
            const auto known = std::find_if(out.begin(), out.end(),
                                            [&](const Meeting& o) { return distance(o.at, m.at) < one_meeting_mm; });
            if (known == out.end()) {
                out.push_back(m);
            } else if (m.beyond < known->beyond) {
                *known = m;
            }
        }
    }
    return out;
}

/// A stroke whose steps are measured once, for many places along it.
class MeasuredStroke {
  public:
    explicit MeasuredStroke(const Stroke& s) : points_(s.points) {
        steps_.reserve(points_.size());
        for (std::size_t i = 1; i < points_.size(); ++i) steps_.push_back(distance(points_[i - 1], points_[i]));
    }

    base::PagePoint at(double along) const {
        double walked = 0;
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            if (steps_[i] > 0 && walked + steps_[i] >= along) {
                return points_[i] + (points_[i + 1] - points_[i]) * (std::max(0.0, along - walked) / steps_[i]);
            }
            walked += steps_[i];
        }
        return points_.back();
    }

  private:
    const std::vector<base::PagePoint>& points_;
    std::vector<double> steps_;
};

/// Part of a stroke from one place to another.
struct Part {
    int stroke{};
    double from{};
    double to{};
};

/// A crossing and the part of each stroke that is its bar.
struct Candidate {
    Part parts[2];
    double along[2]{};
    base::PagePoint meeting;

    double arm(int bar, int side) const {
        return side == 0 ? along[bar] - parts[bar].from : parts[bar].to - along[bar];
    }
    double shortest_arm() const { return std::min({arm(0, 0), arm(0, 1), arm(1, 0), arm(1, 1)}); }
    double evenness(int bar) const {
        const double longer = std::max(arm(bar, 0), arm(bar, 1));
        return longer > 0 ? std::min(arm(bar, 0), arm(bar, 1)) / longer : 0;
    }
    double evenness() const { return std::min(evenness(0), evenness(1)); }
    /// Best first: the crossing whose shortest arm is long and whose arms are even is the voter's, a tail's is short.
    double merit() const { return shortest_arm() * (0.3 + evenness()); }
};

base::PagePoint local_direction(const Stroke& s, double along) {
    const MeasuredStroke measured(s);
    return direction(measured.at(std::max(0.0, along - chord_mm)),
                     measured.at(std::min(s.length_mm, along + chord_mm)));
}

double crossing_angle_deg(const std::vector<Stroke>& strokes, const Candidate& c) {
    const double angle =
        angle_between_deg(local_direction(strokes[static_cast<std::size_t>(c.parts[0].stroke)], c.along[0]),
                          local_direction(strokes[static_cast<std::size_t>(c.parts[1].stroke)], c.along[1]));
    return std::min(angle, 180 - angle);
}

std::vector<Candidate> find_candidates(const std::vector<Stroke>& strokes) {
    std::vector<Box> boxes;
    std::vector<std::vector<Step>> steps;
    boxes.reserve(strokes.size());
    steps.reserve(strokes.size());
    for (const Stroke& s : strokes) {
        boxes.push_back(box_of(s));
        steps.push_back(steps_of(s));
    }
    std::vector<Candidate> out;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        if (strokes[i].points.size() < 2) continue;
        for (std::size_t j = i + 1; j < strokes.size(); ++j) {
            if (strokes[j].points.size() < 2 || !boxes[i].meets(boxes[j])) continue;
            const auto [paler, darker] = std::minmax(strokes[i].darkness, strokes[j].darkness);
            if (paler < least_darkness_ratio * darker) continue;
            for (const Meeting& m : find_meetings(steps[i], steps[j])) {
                Candidate c;
                c.parts[0] = {static_cast<int>(i), 0, strokes[i].length_mm};
                c.parts[1] = {static_cast<int>(j), 0, strokes[j].length_mm};
                c.along[0] = m.along_a;
                c.along[1] = m.along_b;
                c.meeting = m.at;
                if (c.shortest_arm() < least_arm_mm || crossing_angle_deg(strokes, c) < least_angle_deg) continue;
                out.push_back(c);
            }
        }
    }
    std::sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) { return a.merit() > b.merit(); });
    return out;
}

Cross describe(const std::vector<Stroke>& strokes, const Candidate& c) {
    Cross out;
    out.meeting = c.meeting;
    out.angle_deg = crossing_angle_deg(strokes, c);
    out.shortest_arm_mm = c.shortest_arm();
    out.evenness = c.evenness();
    out.shortest_bar_mm = std::numeric_limits<double>::max();
    out.straightness = 1;
    out.darkness = 1;
    Box box = empty_box;
    for (int b = 0; b < 2; ++b) {
        const Part& part = c.parts[b];
        const Stroke& s = strokes[static_cast<std::size_t>(part.stroke)];
        out.bars[b] = part.stroke;
        const double length = part.to - part.from;
        out.shortest_bar_mm = std::min(out.shortest_bar_mm, length);
        out.longest_bar_mm = std::max(out.longest_bar_mm, length);
        const MeasuredStroke measured(s);
        const base::PagePoint from = measured.at(part.from);
        const base::PagePoint to = measured.at(part.to);
        out.straightness = std::min(out.straightness, length > 0 ? distance(from, to) / length : 0);
        out.darkness = std::min(out.darkness, s.darkness);
        out.width_mm = std::max(out.width_mm, s.width_mm);
        const base::PagePoint d = direction(from, to);
        const double slope = std::atan2(std::abs(d.y), std::abs(d.x)) * 180 / std::numbers::pi;
        out.tilt_deg = std::max(out.tilt_deg, std::min(slope, 90 - slope));
        for (double at = part.from; at <= part.to; at += 0.5) box.add(measured.at(at));
        box.add(to);
    }
    out.center = box.middle();
    return out;
}

/// Gives each crossing its part of a stroke that is shared: up to the middle between two accepted crossings.
void share_bars(std::vector<Candidate>& accepted) {
    for (Candidate& a : accepted) {
        for (Candidate& b : accepted) {
            if (&a == &b) continue;
            for (int i = 0; i < 2; ++i) {
                for (int j = 0; j < 2; ++j) {
                    if (a.parts[i].stroke != b.parts[j].stroke || a.along[i] >= b.along[j]) continue;
                    const double middle = (a.along[i] + b.along[j]) / 2;
                    a.parts[i].to = std::min(a.parts[i].to, middle);
                    b.parts[j].from = std::max(b.parts[j].from, middle);
                }
            }
        }
    }
}

enum class Claim { free, joined, taken };

/// Whether the bars of `c` are still to be had beside what was accepted.
Claim claim(const std::vector<Candidate>& accepted, const Candidate& c) {
    Claim out = Claim::free;
    for (const Candidate& other : accepted) {
        int shared = 0;
        for (int i = 0; i < 2; ++i) {
            for (int j = 0; j < 2; ++j) {
                if (other.parts[i].stroke != c.parts[j].stroke) continue;
                ++shared;
                if (std::abs(other.along[i] - c.along[j]) < joined_apart_mm) return Claim::taken;
            }
        }
        if (shared > 1) return Claim::taken;
        if (shared == 1) out = Claim::joined;
    }
    if (out == Claim::free) return out;
    std::vector<Candidate> together = accepted;
    together.push_back(c);
    share_bars(together);
    for (const Candidate& t : together) {
        if (t.evenness() < joined_evenness) return Claim::taken;
    }
    return Claim::joined;
}

}  // namespace

CrossSearch find_crosses(const std::vector<Stroke>& strokes) {
    CrossSearch out;
    out.used.assign(strokes.size(), false);
    std::vector<Candidate> accepted;
    std::vector<Candidate> refused;
    for (const Candidate& c : find_candidates(strokes)) {
        if (claim(accepted, c) == Claim::taken) {
            refused.push_back(c);
        } else {
            accepted.push_back(c);
        }
    }
    share_bars(accepted);
    for (const Candidate& c : accepted) {
        out.crosses.push_back(describe(strokes, c));
        for (const Part& part : c.parts) out.used[static_cast<std::size_t>(part.stroke)] = true;
    }
    for (const Candidate& c : refused) {
        // Both bars belong to other marks: a tail over a neighbour's bar. One free bar: somebody's second mark may be
        // hidden in it.
        if (out.used[static_cast<std::size_t>(c.parts[0].stroke)] &&
            out.used[static_cast<std::size_t>(c.parts[1].stroke)])
            continue;
        out.contested.push_back(describe(strokes, c));
    }
    return out;
}

}  // namespace kiemphieu::omr
