#include "tests/simulator/voter.hpp"

#include <algorithm>
#include <cmath>

namespace kiemphieu::simulator {

namespace {

using base::PagePoint;
using base::PageRect;

Habits habits_of(double plain) {
    Habits habits;
    habits.kinds[static_cast<std::size_t>(RowKind::x)] = plain;
    habits.names[0] = 1;
    return habits;
}

void set(Habits& habits, std::initializer_list<std::pair<RowKind, double>> kinds) {
    for (const auto& [kind, share] : kinds) habits.kinds[static_cast<std::size_t>(kind)] = share;
}

RowTruth plan_row(int number, const Habits& habits, Random& random) {
    RowTruth row{number,
                 static_cast<RowKind>(random.weighted(habits.kinds)),
                 {},
                 static_cast<NameMark>(random.weighted(habits.names))};
    // Shares as in a published count: most high, few low.
    constexpr std::array<double, 3> levels{0.6, 0.28, 0.12};
    const std::size_t level = random.weighted(levels);
    switch (row.kind) {
        case RowKind::none:
        case RowKind::dot_only:
            break;
        case RowKind::triple_x:
            row.meant = {true, true, true};
            break;
        case RowKind::double_x:
            row.meant = {true, true, true};
            row.meant[static_cast<std::size_t>(random.integer(0, 2))] = false;
            break;
        default:
            row.meant[level] = true;
    }
    return row;
}

}  // namespace

Habits x_only() {
    return habits_of(1);
}

Habits ordinary() {
    Habits habits = habits_of(0.83);
    set(habits, {{RowKind::small_x, 0.02},
                 {RowKind::large_x, 0.03},
                 {RowKind::off_centre_x, 0.04},
                 {RowKind::tick, 0.01},
                 {RowKind::slash, 0.004},
                 {RowKind::circle, 0.004},
                 {RowKind::filled, 0.004},
                 {RowKind::faint_x, 0.008},
                 {RowKind::corrected, 0.01},
                 {RowKind::slipped, 0.006},
                 {RowKind::dot_only, 0.002},
                 {RowKind::none, 0.02},
                 {RowKind::double_x, 0.01},
                 {RowKind::triple_x, 0.004}});
    habits.names = {0.98, 0.004, 0.002, 0.002, 0.001, 0.001, 0.001, 0.004, 0.005};
    habits.write_in = 0.02;
    habits.between_rows = 0.01;
    habits.signed_sheets = 0.3;
    return habits;
}

Habits difficult() {
    Habits habits = habits_of(0.3);
    set(habits, {{RowKind::small_x, 0.08},
                 {RowKind::large_x, 0.1},
                 {RowKind::off_centre_x, 0.1},
                 {RowKind::tick, 0.05},
                 {RowKind::slash, 0.04},
                 {RowKind::circle, 0.03},
                 {RowKind::filled, 0.03},
                 {RowKind::faint_x, 0.04},
                 {RowKind::corrected, 0.05},
                 {RowKind::slipped, 0.04},
                 {RowKind::dot_only, 0.02},
                 {RowKind::none, 0.06},
                 {RowKind::double_x, 0.04},
                 {RowKind::triple_x, 0.02}});
    habits.names = {0.8, 0.03, 0.02, 0.02, 0.02, 0.02, 0.02, 0.04, 0.03};
    habits.write_in = 0.15;
    habits.between_rows = 0.05;
    habits.signed_sheets = 0.4;
    return habits;
}

Hand choose_hand(Random& random) {
    return {choose_pen(random), random.uniform(4.5, 9.5), base::from_degrees(random.normal(0, 7))};
}

PagePlan plan_page(const forms::LayoutPage& page, const Habits& habits, Random& random) {
    PagePlan plan;
    for (const forms::Row& row : page.rows) plan.rows.push_back(plan_row(row.number, habits, random));
    const bool in_band = random.chance(habits.write_in);
    const bool between = random.chance(habits.between_rows);
    if (in_band && page.write_in_area) plan.write_in = WriteIn::in_band;
    if (between && page.rows.size() > 1) plan.write_in = WriteIn::between_rows;
    plan.signed_page = page.signature_area && random.chance(habits.signed_sheets);
    return plan;
}

}  // namespace kiemphieu::simulator
