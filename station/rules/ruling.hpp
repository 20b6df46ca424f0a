#pragma once
// What people can decide of an item. A ruling never edits a reading: it stands beside it.

#include <map>
#include <optional>
#include <string_view>

#include "base/ids.hpp"
#include "station/rules/item.hpp"
#include "station/rules/verdict.hpp"

namespace kiemphieu::station {

enum class RulingValue {
    // of a row: what it counts as, the name's crossing settled with it
    high,
    confidence,
    low,
    none,
    double_mark,
    triple_mark,
    crossed,
    not_crossed,  ///< the name is not struck; the marks stand as the machine read them
    // of a sheet
    not_issued,  ///< paper from the box that the committee did not issue: an invalid ballot
    issued,      ///< ours all the same (a missing seal)
    ignore,      ///< no ballot, or the same paper scanned once more: counts for nothing
    by_hand,     ///< the committee read it: see HandReading
    // of writing in the blank band
    noted,    ///< a name was added: void by itself, noted in the minutes
    nothing,  ///< no name
    // of figures that do not agree
    accepted,  ///< the committee knows and takes them, with a reason
};

/// A sheet as the committee read it with its own eyes. Where the machine read the code, only `rows` is needed.
struct HandReading {
    std::optional<base::StyleId> style;
    std::optional<base::Serial> serial;
    std::optional<int> page;
    std::map<int, RowVerdict> rows;  ///< by candidate's number
    bool operator==(const HandReading&) const = default;
};

/// One decision of one item.
struct Ruling {
    RulingValue value{RulingValue::nothing};
    std::optional<base::StyleId> style;  ///< for `not_issued` of a paper that does not tell its style
    std::optional<HandReading> hand;     ///< set exactly when `by_hand`
    bool operator==(const Ruling&) const = default;
};

/// The rulings in force, by item.
using Rulings = std::map<ItemId, Ruling>;

std::string_view name_of(RulingValue value);
std::optional<RulingValue> parse_ruling_value(std::string_view name);
/// The verdict a ruling of a row gives; nothing for `not_crossed` and for rulings of other things.
std::optional<RowVerdict> verdict_of(RulingValue value);

}  // namespace kiemphieu::station
