#pragma once
// What the operator is told when a scanner stops, and what to do now.

#include <string>

#include "scanner/page_source.hpp"

namespace kiemphieu::station {

struct Advice {
    std::string vietnamese;
    std::string english;
    bool fault{true};  ///< the stack is not through: something has to be done at the device
};

/// `last_sheet` is the number of the last sheet of this run that is safely stored, 0 for none. Feeding a sheet once
/// more is always safe: a ballot that is known is counted once.
Advice advice_on(scanner::SourceEnd end, int last_sheet);

}  // namespace kiemphieu::station
