#pragma once
// Sheets with one thing about them as a whole, and the flag that a reader should raise: for tests and benches.

#include <functional>
#include <string>
#include <vector>

#include "tests/simulator/sheet.hpp"

namespace kiemphieu::simulator {

enum class Colours { gray, colour };

struct Scenario {
    std::string name;
    std::string flag;  ///< as readings name it
    std::function<void(SheetOrder&, Random&)> change;
    Colours colours{Colours::gray};
};

/// Any number of orders of other ballots: what is drawn in together with the first. Tags of second sheets are the
/// order's own.
using Orders = std::function<SheetOrder(int)>;

std::vector<Scenario> sheet_scenarios(const Orders& orders);

}  // namespace kiemphieu::simulator
