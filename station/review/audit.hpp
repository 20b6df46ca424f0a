#pragma once
// Whether what people did in a record was theirs to do, and whether what they confirmed is what it counts to.

#include <vector>

#include "base/error.hpp"
#include "station/review/count.hpp"

namespace kiemphieu::station {

/// Every act in the record that the definition does not allow, and every confirmation in force of other figures than
/// the record counts to today; each of class broken_evidence. The chain itself is verify_record's.
std::vector<base::Failure> audit(const CaseDefinition& definition, const CaseState& state);

}  // namespace kiemphieu::station
