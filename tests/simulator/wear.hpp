#pragma once
// What happens to a sheet of paper: the printer's bad day before the vote, seals, creases and coffee around it.

#include "forms/layout.hpp"
#include "tests/simulator/conditions.hpp"
#include "tests/simulator/paper.hpp"

namespace kiemphieu::simulator {

/// A channel of light as a scanner sees it; gray is what a gray scanner makes of all.
enum class Light { gray, red, green, blue };

/// Before the voter has it: toner and seal, as they look in one light.
void wear_print(Paper& paper, const forms::LayoutPage& page, const Wear& wear, Light light, Random& random);
/// After the voter had it: creases, rings, specks, and the next sheet's ink showing through.
void wear_sheet(Paper& paper, const Wear& wear, Random& random);

}  // namespace kiemphieu::simulator
