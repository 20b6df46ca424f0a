#pragma once
// Papers keyed in by hand: which paper it is, and whose rows are on it.

#include <optional>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "station/review/count.hpp"

namespace kiemphieu::station {

/// The paper whose printed code was typed in; its tag must prove it, as the machine asks of a scan.
std::optional<ItemId> item_of_printed_code(const CaseDefinition& definition, const CaseState& state,
                                           const base::SecretKey& key, const std::string& text);

/// The first line of characters printed on the paper of an item, by which people find it in a pile; it proves nothing
/// by itself. Nothing where no printed paper is meant.
std::optional<std::string> printed_beginning_of(const CaseDefinition& definition, const CaseState& state,
                                                const CaseFacts& facts, const base::SecretKey& key, const ItemId& item);

/// The candidates' numbers on the paper in question, in order; all of the style's where no page is known. None when
/// neither the item nor `style` tells.
std::vector<int> numbers_to_key(const Count& count, const ItemId& item, const std::optional<base::StyleId>& style);

}  // namespace kiemphieu::station
