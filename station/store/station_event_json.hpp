#pragma once
// JSON of the events about other stations.

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/store/station_events.hpp"

namespace kiemphieu::station {

std::string to_json(const StationJoined& event);
std::string to_json(const StationAdopted& event);
std::string to_json(const StationReleased& event);
std::string to_json(const StationEnded& event);

/// Errors of all: broken_evidence naming the field.
[[nodiscard]] base::Expected<StationJoined, base::Failure> station_joined_from_json(const std::string& json);
[[nodiscard]] base::Expected<StationAdopted, base::Failure> station_adopted_from_json(const std::string& json);
[[nodiscard]] base::Expected<StationReleased, base::Failure> station_released_from_json(const std::string& json);
[[nodiscard]] base::Expected<StationEnded, base::Failure> station_ended_from_json(const std::string& json);

}  // namespace kiemphieu::station
