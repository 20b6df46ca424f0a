#pragma once
// A calibration and a batch's look as JSON text, as their events store them. Inside store only.

#include <string>

#include "station/store/event.hpp"

namespace kiemphieu::station {

std::string to_json(const Calibrated& event);
std::string to_json(const BatchLooked& event);
/// Errors: broken_evidence.
[[nodiscard]] base::Expected<Calibrated, base::Failure> calibration_from_json(const std::string& json);
[[nodiscard]] base::Expected<BatchLooked, base::Failure> look_from_json(const std::string& json);

}  // namespace kiemphieu::station
