#pragma once
// Pens, and how their strokes come out on paper.

#include "tests/simulator/paper.hpp"
#include "tests/simulator/random.hpp"
#include "tests/simulator/strokes.hpp"

namespace kiemphieu::simulator {

enum class PenKind { ballpoint, gel, felt, pencil };

struct Pen {
    PenKind kind{PenKind::ballpoint};
    double width_mm{};
    double darkness{};  ///< share of light the ink takes, 0 to 1
    double grain{};     ///< how much of the ink the paper's grain refuses, 0 to 1
    double pressure{};  ///< how much width and darkness swing along a stroke, 0 to 1
};

/// A pen as they lie in a hall: mostly ballpoints.
Pen choose_pen(Random& random);
/// The same pen nearly dry or hardly pressed: a third of the ink.
Pen faint(const Pen& pen);

/// Draws strokes given in page millimetres; ink multiplies, so crossings come out darker.
void draw(Paper& paper, const Strokes& strokes, const Pen& pen, Random& random);

}  // namespace kiemphieu::simulator
