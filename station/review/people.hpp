#pragma once
// Who may do what. Source: rules.md "The words": technicians and observers rule on nothing.

#include <optional>
#include <string_view>

#include "forms/conference.hpp"

namespace kiemphieu::station {

/// The person of that name, blanks and Unicode form aside; nothing when the definition names nobody so.
/// Someone named more than once is found in the highest role.
const forms::CommitteeMember* find_person(const forms::Conference& conference, std::string_view name);
/// Head, secretary and members rule. Source: rules.md "The words" (Domain: 190-QĐ/TW Art. 8; plan III.1).
bool may_rule(const forms::CommitteeMember& person);
/// Head and secretary confirm and reopen. Source: rules.md "After the count".
bool may_confirm(const forms::CommitteeMember& person);

}  // namespace kiemphieu::station
