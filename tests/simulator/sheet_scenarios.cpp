#include "tests/simulator/sheet_scenarios.hpp"

#include <cmath>
#include <utility>

namespace kiemphieu::simulator {

namespace {

using Lies = SecondSheet::Lies;

/// Draws in a second ballot of another voter with the first; the scan begins where the paper does.
void add_second(const Orders& orders, SheetOrder& order, Random& random, base::PagePoint offset, Lies lies) {
    const SheetOrder other = orders(random.integer(1000, 100000));
    order.second = SecondSheet{other.code, other.tag, other.plan, other.hand, offset, lies};
    order.conditions.wear.tear.reset();
}

}  // namespace

std::vector<Scenario> sheet_scenarios(const Orders& orders) {
    std::vector<Scenario> out;
    const auto second = [&](std::string name, double least, double most, Lies lies, auto more) {
        out.push_back(
            {std::move(name), "double_feed", [orders, least, most, lies, more](SheetOrder& order, Random& random) {
                 const double down = random.uniform(least, most) * (random.chance(0.5) ? 1 : -1);
                 add_second(orders, order, random, {random.uniform(-6, 6), down}, lies);
                 more(order, down);
             }});
    };
    const auto as_it_is = [](SheetOrder&, double) {};
    // The second sheet leads, so the scan begins at its edge, and ends after A4 before the first sheet does.
    const auto led = [](SheetOrder& order, double down) {
        order.conditions.scan.rotation_deg = down < 0 ? 0 : 180;
        order.conditions.scan.offset_mm.y = std::abs(down);
    };
    const auto longer = [](SheetOrder& order, double down) {
        const bool turned = order.conditions.scan.rotation_deg % 180 != 0;
        order.conditions.scan.rotation_deg = turned ? 0 : order.conditions.scan.rotation_deg;
        order.conditions.scan.extra_length_mm = std::abs(down) + 5;
        const bool leads = (down < 0) == (order.conditions.scan.rotation_deg == 0);
        if (leads) order.conditions.scan.offset_mm.y += std::abs(down);
    };
    second("on top, 14 to 60 mm off", 14, 60, Lies::on_top, as_it_is);
    second("on top, 60 to 150 mm off", 60, 150, Lies::on_top, as_it_is);
    second("on top, 150 to 280 mm off", 150, 280, Lies::on_top, as_it_is);
    second("on top, 2 to 13 mm off", 2, 13, Lies::on_top, as_it_is);
    second("underneath, 14 to 60 mm off, A4", 14, 60, Lies::underneath, led);
    second("underneath, 60 to 150 mm off, A4", 60, 150, Lies::underneath, led);
    second("underneath, 14 to 60 mm off, whole length", 14, 60, Lies::underneath, longer);
    second("underneath, 60 to 150 mm off, whole length", 60, 150, Lies::underneath, longer);
    second("one after the other, whole length", 200, 290, Lies::underneath, longer);
    for (const double mm : {5.0, 8.0, 15.0}) {
        out.push_back({"image cut by " + std::to_string(static_cast<int>(mm)) + " mm", "cut_edge",
                       [mm](SheetOrder& order, Random& random) {
                           auto& offset = order.conditions.scan.offset_mm;
                           (random.chance(0.5) ? offset.x : offset.y) = random.chance(0.5) ? mm : -mm;
                       }});
        out.push_back({"edge torn off by " + std::to_string(static_cast<int>(mm)) + " mm, dark lid", "cut_edge",
                       [mm](SheetOrder& order, Random& random) {
                           order.conditions.scan.background = 30;
                           order.conditions.wear.tear = Tear{random.integer(0, 3), mm, 0};
                       }});
    }
    for (const double darkness : {0.2, 0.4, 0.7}) {
        out.push_back({"one streak, darkness " + std::to_string(darkness).substr(0, 3), "streak",
                       [darkness](SheetOrder& order, Random& random) {
                           order.conditions.scan.streaks = {{random.uniform(0.2, 0.9), 2, darkness}};
                       }});
    }
    for (const double strength : {0.2, 0.4}) {
        out.push_back({"one fold, strength " + std::to_string(strength).substr(0, 3), "folded",
                       [strength](SheetOrder& order, Random& random) {
                           order.conditions.wear.folds = {{Fold::Direction::across, random.uniform(150, 190),
                                                           random.normal(0, 0.02), strength, 0.1}};
                       }});
    }
    out.push_back({"a corner folded in, 25 to 35 mm", "folded", [](SheetOrder& order, Random& random) {
                       order.conditions.wear.dog_ear = random.integer(0, 3);
                       order.conditions.wear.dog_ear_mm = random.uniform(25, 35);
                   }});
    for (const double missing : {0.2, 0.4, 0.55, 0.7, 0.8}) {
        out.push_back({"toner short by " + std::to_string(missing).substr(0, 4), "low_toner",
                       [missing](SheetOrder& order, Random&) { order.conditions.wear.low_toner = missing; }});
    }
    const auto seal = [&](const char* name, bool sealed, SealInk ink, Colours colours) {
        out.push_back({name, "seal_missing",
                       [=](SheetOrder& order, Random&) {
                           order.conditions.wear.sealed = sealed;
                           order.conditions.wear.seal_ink = ink;
                           order.conditions.scan.bilevel_at.reset();
                       },
                       colours});
    };
    seal("seal red, gray scan", true, SealInk::red, Colours::gray);
    seal("seal absent, gray scan", false, SealInk::red, Colours::gray);
    seal("seal red, colour scan", true, SealInk::red, Colours::colour);
    seal("seal absent, colour scan", false, SealInk::red, Colours::colour);
    seal("seal copied black, colour scan", true, SealInk::black, Colours::colour);
    seal("seal blue, colour scan", true, SealInk::blue, Colours::colour);
    return out;
}

}  // namespace kiemphieu::simulator
