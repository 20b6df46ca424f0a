#pragma once
// Voters: what they mean, and how their hand puts it on the paper.

#include <array>
#include <string_view>

#include "forms/layout.hpp"
#include "tests/simulator/paper.hpp"
#include "tests/simulator/pen.hpp"
#include "tests/simulator/random.hpp"
#include "tests/simulator/strokes.hpp"
#include "tests/simulator/truth.hpp"

namespace kiemphieu::simulator {

/// How often voters do what: shares of rows by kind and by what befalls the name, and of sheets with something more on
/// them.
struct Habits {
    std::array<double, row_kinds> kinds{};
    std::array<double, name_marks> names{};
    double write_in{};       ///< share of sheets with a name added in the band
    double between_rows{};   ///< share with one added within the table
    double signed_sheets{};  ///< share of last pages that are signed
};

/// Every row one X of 4 to 10 mm.
Habits x_only();
/// A hall of careful people: nine rows in ten a plain X, and a little of everything.
Habits ordinary();
/// As much of the odd as of the plain, to learn the odd from few sheets.
Habits difficult();

/// What one person does the same way on every row: pen, size, slant.
struct Hand {
    Pen pen;
    double size_mm{};
    base::Radians slant{};
};
Hand choose_hand(Random& random);

/// What one voter means on one page; `voter` plans before any ink flows, so that a test can ask for a plan of its own.
struct PagePlan {
    std::vector<RowTruth> rows;
    WriteIn write_in{WriteIn::none};
    bool signed_page{};
};
PagePlan plan_page(const forms::LayoutPage& page, const Habits& habits, Random& random);

/// Draws a plan onto the paper. Gives the strokes of the marks meant in each row, in page millimetres.
std::vector<Strokes> mark_page(Paper& paper, const forms::LayoutPage& page, const PagePlan& plan, const Hand& hand,
                               const StrokeBook& book, Random& random);

}  // namespace kiemphieu::simulator
