#pragma once
// A batch's look as JSON text, as its event stores it. Inside store only.

#include <optional>
#include <string>

#include "station/store/event.hpp"

namespace kiemphieu::station {

std::string to_json(const BatchLooked& event);
/// Nothing when a field is missing or wrong.
std::optional<BatchLooked> look_from_json(const std::string& json);

}  // namespace kiemphieu::station
