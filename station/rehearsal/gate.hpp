#pragma once
// Whether the official count may be opened: a rehearsal of every style stands before it.

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/review/count.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

/// Styles with official ballots whose last rehearsal was not passed, or that had none.
std::vector<base::StyleId> unrehearsed(const CaseState& state);

/// Errors: bad_input when the policy asks for a rehearsal, one is missing, the head did not waive it, and no sheet was
/// taken in yet: a count that is under way goes on.
[[nodiscard]] base::Expected<void, base::Failure> may_open_count(const CaseDefinition& definition,
                                                                 const CaseState& state);

/// The head, and nobody else, opens the count without a rehearsal. Errors: bad_input; world.
[[nodiscard]] base::Expected<void, base::Failure> waive_rehearsal(Record& record, const CaseDefinition& definition,
                                                                  const std::string& who, const std::string& why);

}  // namespace kiemphieu::station
