#include "omr/interpret.hpp"

#include <algorithm>
#include <array>

#include "omr/score_model.hpp"

namespace kiemphieu::omr {

namespace {

// What an X must be to count with no person looking. Plan II.6.3 prescribes an X; everything that is less than a plain
// one is shown.
/// Two bars flatter to each other than this may be one corrected stroke or a check mark's two limbs drawn over.
constexpr double clear_angle_deg = 30.0;
/// A plus is no prescribed mark: at least one bar of an X stands this far from level and upright (a slanted hand may
/// hold the other upright).
constexpr double clear_tilt_deg = 12.0;
constexpr double clear_arm_mm = 0.7;
constexpr double clear_bar_mm = 2.0;
/// A bar whose one arm is under a sixth of the other is a tick with a crossed foot rather than an X.
constexpr double clear_evenness = 0.14;
/// Bars of X marks bend and end in hooks: the most bent of 40 people's had 0.70 of its length from end to end as it was
/// traced. A half circle has 0.64.
constexpr double clear_straightness = 0.68;
/// Pencil at its lightest that simulated committees still called plain: a fifth of print.
constexpr double clear_darkness = 0.20;
/// Felt pens draw up to 1.7 mm wide with bleeding; broader is a blot or a filled patch.
constexpr double clear_width_mm = 2.2;
/// A patch of ink is thinned to an X, too: its two diagonals. Of patches of six shapes and 1.5 to 8 mm, on scans of all
/// grades, 30 of 1008 were counted before the ground between the arms was looked at; all of them had four inked wedges.
/// A narrow X of a felt pen has two.
constexpr int clear_wedges = 2;
/// Where the strokes meet decides the box; nearer to a border than this the hand may have meant the neighbour.
constexpr double clear_inset_mm = 0.5;

// Ink that is no part of the X. A slip of the pen is not a second mark but is looked at.
/// In the same box: ends that thinning leaves and hooks cut off add up to less than this on plain marks.
constexpr double own_box_spare_mm = 1.4;
/// … or, in proportion, than the way back of an X drawn without lifting the pen. What blackens a mark is several times
/// its bars' length.
constexpr double own_box_share = 0.85;
/// In another box of the row.
constexpr double other_box_spare_mm = 0.8;
/// A box with less than this is empty.
constexpr double empty_box_mm = 0.8;

/// Specks of dust beside a clear X; more than that may be the rest of a line too pale to be seen whole.
constexpr int spare_dots = 4;
/// In a row without any mark even two dots may be such a rest; in a black-and-white scan, which drops pencil whole,
/// one.
constexpr int lone_dots = 1;

/// Share of a sheet's rows that hold nothing but dots, from which a black-and-white scan is taken to have dropped the
/// pen. Of 100,000 hard positions (seed 4501) one was counted whose correction was gone but for a dot; 7 of its sheet's
/// 12 rows were dots. From two rows on, or at any dot beside an X, twice as many plain X would go to people (measured
/// with `volume`, seed 78: 5.8 % become 7.8 and 9.9).
constexpr double share_of_dots = 1.0 / 3.0;

/// The smallest X is 2.5 mm wide, and its strokes stand out on both sides of a streak of half that.
constexpr double narrow_streak_mm = 1.2;

/// A row that passes every rule still goes to people when the scores leave more than this chance that it says something
/// else. Measured with the accuracy bench (docs/testing.md): rows held back, and how often they were right.
constexpr double most_row_risk = 0.01;

bool is_clear(const Cross& c) {
    return c.angle_deg >= clear_angle_deg && c.tilt_deg >= clear_tilt_deg && c.shortest_arm_mm >= clear_arm_mm &&
           c.shortest_bar_mm >= clear_bar_mm && c.evenness >= clear_evenness && c.straightness >= clear_straightness &&
           c.darkness >= clear_darkness && c.width_mm <= clear_width_mm && c.inked_wedges <= clear_wedges;
}

/// Whether meeting and middle of a cross say the same box without doubt.
bool lies_clearly(const Cross& c, const forms::Cell& cell) {
    const base::PageRect inner = cell.area.grown(-clear_inset_mm);
    if (!inner.contains(c.meeting)) return false;
    // The middle of a lopsided X may lie over the border while its strokes meet well inside.
    return cell.area.contains(c.center) || cell.area.grown(-2.5 * clear_inset_mm).contains(c.meeting);
}

enum class BoxState { empty, clear, doubtful };

struct BoxJudgement {
    BoxState state{BoxState::empty};
    std::vector<Reason> reasons;
};

void add(std::vector<Reason>& reasons, Reason reason) {
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
}

BoxJudgement judge_box(const BoxEvidence& box, const forms::Cell& cell) {
    BoxJudgement out;
    if (box.crosses.empty()) {
        if (box.other_ink_mm < empty_box_mm) return out;
        out.state = BoxState::doubtful;
        add(out.reasons, box.longest_other_mm < clear_bar_mm ? Reason::small_mark : Reason::unusual_mark);
        if (box.other_darkness < clear_darkness) add(out.reasons, Reason::faint);
        return out;
    }
    const Cross& c = box.crosses.front();
    out.state = BoxState::clear;
    if (box.crosses.size() > 1 || box.other_ink_mm >= std::max(own_box_spare_mm, own_box_share * c.longest_bar_mm))
        add(out.reasons, Reason::corrected);
    if (!lies_clearly(c, cell)) add(out.reasons, Reason::overspill);
    if (!is_clear(c)) {
        if (c.darkness < clear_darkness) add(out.reasons, Reason::faint);
        if (c.shortest_bar_mm < clear_bar_mm || c.shortest_arm_mm < clear_arm_mm) add(out.reasons, Reason::small_mark);
        if (out.reasons.empty()) add(out.reasons, Reason::unusual_mark);
    }
    if (!out.reasons.empty()) out.state = BoxState::doubtful;
    return out;
}

/// Darkness of the row's palest X; 1 where there is none.
double pen_darkness(const RowEvidence& evidence) {
    double out = 1;
    for (const BoxEvidence& box : evidence.boxes) {
        for (const Cross& c : box.crosses) out = std::min(out, c.darkness);
    }
    return out;
}

/// Ink of a clear X that reaches over into a neighbour is no mark there; only what belongs to no X can be.
double spare_ink(const BoxEvidence& box) {
    return box.crosses.empty() ? box.other_ink_mm : 0.0;
}

Decision decide(const std::array<BoxJudgement, 3>& boxes, const RowEvidence& evidence, ScanDepth depth) {
    std::size_t clear = 0;
    std::size_t which = 0;
    for (std::size_t b = 0; b < boxes.size(); ++b) {
        if (boxes[b].state == BoxState::doubtful) return Decision::review;
        if (boxes[b].state == BoxState::clear) {
            ++clear;
            which = b;
        } else if (spare_ink(evidence.boxes[b]) >= other_box_spare_mm || evidence.boxes[b].dots > spare_dots) {
            return Decision::review;
        }
    }
    if (clear == 0 && std::any_of(evidence.boxes.begin(), evidence.boxes.end(), [&](const BoxEvidence& box) {
            return box.dots > (depth == ScanDepth::bilevel ? 0 : lone_dots);
        })) {
        return Decision::review;
    }
    constexpr std::array levels{Decision::high, Decision::confidence, Decision::low};
    switch (clear) {
        case 0:
            return Decision::none;
        case 1:
            return levels[which];
        case 2:
            return Decision::double_mark;
        default:
            return Decision::triple_mark;
    }
}

}  // namespace

RowReading interpret_row(const forms::Row& row, const RowEvidence& evidence, const RowContext& context) {
    RowReading out;
    out.number = row.number;
    out.name_crossed = judge_name(context.name);
    if (out.name_crossed == NameCrossed::no && context.name.hidden > 0 &&
        context.name.hidden >= pen_darkness(evidence)) {
        out.name_crossed = NameCrossed::review;
    }
    std::array<BoxJudgement, 3> boxes;
    for (std::size_t b = 0; b < boxes.size(); ++b) {
        boxes[b] = judge_box(evidence.boxes[b], row.cells[b]);
        out.scores[b] = mark_probability(features_of(row, evidence, b, context.depth));
        for (const Reason reason : boxes[b].reasons) add(out.reasons, reason);
    }
    out.decision = decide(boxes, evidence, context.depth);
    // The model never counts what the rules above leave to people; it may only hold back.
    if (const auto level = level_of(out.decision);
        level && row_risk(out.scores, forms::index_of(*level)) > most_row_risk) {
        out.decision = Decision::review;
        add(out.reasons, Reason::unusual_mark);
    }
    if (context.pens_dropped && level_of(out.decision)) {
        out.decision = Decision::review;
        add(out.reasons, Reason::faint);
    }
    if (evidence.contested) {
        out.decision = Decision::review;
        add(out.reasons, Reason::tangled);
    }
    if (context.streak_mm > narrow_streak_mm) {
        out.decision = Decision::review;
        add(out.reasons, Reason::streak);
    }
    if (out.decision == Decision::review && out.reasons.empty()) add(out.reasons, Reason::stray_ink);
    return out;
}

bool drops_pens(std::span<const RowEvidence> rows, ScanDepth depth) {
    if (depth != ScanDepth::bilevel) return false;
    const auto of_dots = std::ranges::count_if(rows, [](const RowEvidence& row) {
        return std::ranges::all_of(row.boxes, [](const BoxEvidence& box) { return box.crosses.empty(); }) &&
               std::ranges::any_of(row.boxes, [](const BoxEvidence& box) { return box.dots > 0; });
    });
    return static_cast<double>(of_dots) >= share_of_dots * static_cast<double>(rows.size());
}

}  // namespace kiemphieu::omr
