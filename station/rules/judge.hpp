#pragma once
// From readings and rulings to verdicts: pure, so any order, batch split or number of runs gives the same.
// The machine never voids and never guesses: a clear mark alone in its row counts, all else waits for people.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/shared_value.hpp"
#include "omr/reading.hpp"
#include "station/rules/case_facts.hpp"
#include "station/rules/item.hpp"
#include "station/rules/ruling.hpp"
#include "station/rules/verdict.hpp"

namespace kiemphieu::station {

/// One run of the scanner or one list of files: within it a serial can't come twice by scanning again.
using BatchId = base::NumberId<struct BatchTag>;

/// A sheet side as the record holds it.
struct AcceptedSheet {
    SheetKey key;
    BatchId batch;
    std::string file;  ///< its name as it came, for people
    omr::SheetReading reading;
    bool operator==(const AcceptedSheet&) const = default;
};

/// Why an item is put before people.
enum class Problem {
    row_none,
    row_double,
    row_triple,
    row_unsure,  ///< the machine's reasons are in the reading
    name_crossed,
    name_maybe_crossed,
    scans_contradict,  ///< a scan ruled to be of the same paper reads otherwise
    row_ruled,         ///< nothing was wrong; people ruled all the same
    unreadable,
    no_code,
    not_authentic,
    other_conference,
    never_printed,
    second_copy,
    test_ballot,
    seal_missing,
    double_feed,  ///< the scan shows another sheet beside this one
    sheet_ruled,  ///< as row_ruled, of a sheet
    keyed,        ///< a paper keyed in by people; no scan shows it
    write_in,
    sheet_missing,
    collected_over_issued,
    scanned_differs,
    printed_differs,
    quorum,
};

/// One thing for people to rule on, and what they ruled.
struct ReviewItem {
    ItemId id;
    Problem problem{Problem::row_unsure};
    std::optional<base::StyleId> style{};
    std::optional<SheetKey> sheet{};          ///< whose picture to look at
    std::optional<SheetKey> counted_sheet{};  ///< of a second copy: the sheet that counts
    std::optional<RulingValue> proposal{};    ///< what the machine thinks it is
    std::vector<RulingValue> choices{};       ///< what can be ruled
    std::optional<Ruling> ruling{};           ///< nothing while it is pending
    bool operator==(const ReviewItem&) const = default;

    bool pending() const { return !ruling.has_value(); }
};

/// A scan that shows a paper once more, fed in another batch and read alike: noted, not counted. Source: docs/adr/0011.
struct RepeatScan {
    base::Serial serial;
    int page{};
    SheetKey scan;
    std::optional<SheetKey> counted{};  ///< the scan that stands for the paper; nothing when people keyed it in
    auto operator<=>(const RepeatScan&) const = default;
};

/// What all sheets come to. Ballots stand in the order of style and serial, items in the order of their names:
/// neither tells the order of scanning.
struct Judgement {
    base::SharedValue<std::vector<BallotVerdict>> ballots;
    base::SharedValue<std::vector<ReviewItem>> items;
    std::vector<RepeatScan> repeats;  ///< in the order of serial and page
    int blank_sides{};                ///< empty sides, such as blank backs
    int ignored_sheets{};             ///< ruled to count for nothing
    int write_ins{};                  ///< names added by hand, as ruled. Source: plan II.6.3, last item
    bool operator==(const Judgement&) const = default;

    const ReviewItem* find(const ItemId& id) const;
};

/// The order of a judgement's ballots.
bool comes_before(const BallotVerdict& a, const BallotVerdict& b);

/// Judges all sheets of a case. Source: plan II.6.3.
Judgement judge(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, const Rulings& rulings);

std::string_view name_of(Problem problem);

}  // namespace kiemphieu::station
