#pragma once
// What checks find wrong with a case, in Vietnamese.

#include <string>

#include "base/error.hpp"

namespace kiemphieu::station::server {

/// File, place and fault in one line, as base::to_string has them in English. A fault that is not known by its words is
/// told by its class, never in English.
std::string vietnamese_of_fault(const base::Failure& fault);
/// The same of a note, which is a sentence without a place.
std::string vietnamese_of_note(const std::string& note);

}  // namespace kiemphieu::station::server
