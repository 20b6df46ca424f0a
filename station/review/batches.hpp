#pragma once
// The stacks that went through, each with what was read of it.

#include <optional>
#include <vector>

#include "station/store/case_state.hpp"

namespace kiemphieu::station {

struct BatchSummary {
    BatchId id;
    BatchOpened opened;
    int read{};
    int blank{};
    int unreadable{};
    int flagged{};  ///< of the read: with something for people
    std::optional<BatchSetAside> aside;
};

/// Oldest first.
std::vector<BatchSummary> batches_of(const CaseState& state);

}  // namespace kiemphieu::station
