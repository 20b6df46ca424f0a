#pragma once
// Scanners unlike one another, as they stand in offices: the same faults on every sheet.

#include <array>
#include <string_view>

#include "tests/simulator/conditions.hpp"

namespace kiemphieu::simulator {

enum class Scanner {
    good,
    pale,        ///< set too bright: what is half dark comes out a third dark
    dark_noisy,  ///< an old lamp behind a dusty glass
    blurred,     ///< out of focus
};
inline constexpr std::array all_scanners{Scanner::good, Scanner::pale, Scanner::dark_noisy, Scanner::blurred};
std::string_view name_of(Scanner scanner);

/// What a scanner does to every sheet; skew, place and turn stay the sheet's own.
void put_on(Scanner scanner, ScanSettings& settings);

}  // namespace kiemphieu::simulator
