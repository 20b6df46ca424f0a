#pragma once
// Rulings and entries from a file of JSON lines.

#include <string>
#include <vector>

#include "station/store/event.hpp"

namespace kiemphieu::station::cli {

/// One a line; `who` and `why` stand in where a line names none. Errors: bad_input naming file, line and field.
[[nodiscard]] base::Expected<std::vector<RulingGiven>, base::Failure> rulings_from_file(const std::string& file,
                                                                                        const std::string& who,
                                                                                        const std::string& why);

}  // namespace kiemphieu::station::cli
