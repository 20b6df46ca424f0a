#pragma once
// Blank ballots as a print shop may deliver them: good, or with one thing wrong under a right code.

#include <array>
#include <string_view>
#include <vector>

#include "tests/simulator/sheet.hpp"

namespace kiemphieu::simulator {

enum class PrintFault {
    none,
    name_letter,      ///< one letter of a name is another
    name_tone,        ///< one tone mark of a name is another
    position_letter,  ///< one letter of a position is another
    swapped_rows,
    missing_row,  ///< a row's texts were not printed
    shrunk,       ///< "fit to page": 97 %
    low_toner,
};
inline constexpr std::array<PrintFault, 8> print_faults{
    PrintFault::none,         PrintFault::name_letter, PrintFault::name_tone, PrintFault::position_letter,
    PrintFault::swapped_rows, PrintFault::missing_row, PrintFault::shrunk,    PrintFault::low_toner};
std::string_view name_of(PrintFault fault);

struct BlankBallot {
    base::PageImage image;
    int page{};
    std::vector<int> altered_rows;  ///< on this page
};

/// The scan of blank ballot `number`; its pages come in turn. Errors: as Printer::print.
[[nodiscard]] base::Expected<BlankBallot, base::Failure> print_with(PrintFault fault, const forms::BallotLayout& layout,
                                                                    const base::SecretKey& key, Grade grade,
                                                                    base::Dpi dpi, std::uint64_t seed, int number);

}  // namespace kiemphieu::simulator
