#pragma once
// Papers that were fed more than once and count once: where each scan lies, so that the paper can be found again.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "station/review/count.hpp"

namespace kiemphieu::station {

/// Where a scan came from.
struct ScanPlace {
    SheetKey scan;
    BatchId batch;
    std::string stack;         ///< the stack's name as the operator gave it; may be empty
    std::string file;          ///< as it came, for people
    int station{};             ///< that scanned it; 0 for the one that leads the count
    std::string station_name;  ///< empty for the one that leads
};

/// A paper fed again in another stack and read alike: it counts once.
struct PaperFedAgain {
    base::Serial serial;
    int page{};
    base::StyleId style;
    std::optional<ScanPlace> counted;  ///< nothing when people keyed the paper in
    ScanPlace again;
};

/// In the order of serial and page, which tells no order of scanning.
std::vector<PaperFedAgain> papers_fed_again(const CaseState& state, const Count& count);

/// How many papers were fed again in each stack that has any.
std::map<BatchId, int> fed_again_by_stack(const CaseState& state, const Count& count);

}  // namespace kiemphieu::station
