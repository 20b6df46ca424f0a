#pragma once
// JSON of the events about rehearsals.

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/store/event.hpp"

namespace kiemphieu::station {

std::string to_json(const Rehearsed& event);
std::string to_json(const RehearsalWaived& event);

/// Errors of both: broken_evidence.
[[nodiscard]] base::Expected<Rehearsed, base::Failure> rehearsed_from_json(const std::string& json);
[[nodiscard]] base::Expected<RehearsalWaived, base::Failure> rehearsal_waived_from_json(const std::string& json);

}  // namespace kiemphieu::station
