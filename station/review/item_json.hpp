#pragma once
// An item as `review list --json` prints it.

#include <string>

#include "station/review/count.hpp"

namespace kiemphieu::station {

/// One line:
/// {"item","problem","style"?,"file"?,"image"?,"page_in_file"?,"counted_image"?,"reading"?,"reason"?,"proposal"?,"choices","pending","ruling"?,
/// "waiting"?}. `reading` is the machine's row, `reason` why a sheet was not read, `waiting` a ruling that a second
/// person has not yet confirmed.
std::string to_json(const ReviewItem& item, const Count& count, const CaseState& state);

}  // namespace kiemphieu::station
