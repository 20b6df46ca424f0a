#pragma once
// An item as `review list --json` prints it.

#include <string>

#include "station/review/count.hpp"

namespace kiemphieu::station {

/// One line:
/// {"item","problem","style"?,"file"?,"image"?,"page_in_file"?,"counted_image"?,"reading"?,"reason"?,"proposal"?,"choices","pending","ruling"?,
/// "waiting"?}. `reading` is the machine's row, `reason` why a sheet was not read. `waiting` is
/// {"standing":"awaits_second"|"disputed","rulings":[…],"differing_rows"?}: each person's latest ruling as in the
/// record, with its number. Of what is keyed in, only who keyed is told, so that the second person keys from the paper;
/// once two have keyed, `differing_rows` tells where they differ.
std::string to_json(const ReviewItem& item, const Count& count, const CaseState& state);
/// The same where the item's sheet is at hand; null when none stands for it.
std::string to_json(const ReviewItem& item, const Count& count, const AcceptedSheet* sheet);
/// The same for somebody at the pages: the file without its folder, and in "mine" whether a word of theirs stands.
std::string to_json(const ReviewItem& item, const Count& count, const AcceptedSheet* sheet, const std::string& reader);

/// How unsure the machine is of an item, 0 to 1: 1 where it could not read, else how far the least sure of its scores
/// is from both ends.
double doubt_of(const ReviewItem& item, const AcceptedSheet* sheet);

}  // namespace kiemphieu::station
