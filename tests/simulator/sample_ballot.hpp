#pragma once
// An invented conference for whoever needs a ballot and has none: any number of candidates, real-looking names.

#include "forms/conference.hpp"

namespace kiemphieu::simulator {

/// A conference with one style "A" of so many candidates; names of one line, two lines and a long position among them.
forms::Conference sample_conference(int candidates);

}  // namespace kiemphieu::simulator
