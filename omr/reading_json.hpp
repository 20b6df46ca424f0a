#pragma once
// A reading as JSON: the contract of `kiemphieu read`, and what the record stores.

#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "omr/reading.hpp"

namespace kiemphieu::omr {

/// One line, without the file's name and timings, which are not the reading's.
std::string to_json(const SheetReading& reading);
/// One of its rows.
std::string to_json(const RowReading& row);
/// Reads it back. Errors: bad_input naming the field.
[[nodiscard]] base::Expected<SheetReading, base::Failure> reading_from_json(const std::string& json);

}  // namespace kiemphieu::omr
