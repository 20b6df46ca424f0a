#pragma once
// What people do to a case, each act checked against where the count stands and then logged.

#include <span>
#include <string>

#include "station/review/running_count.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

/// Declares a style's figures; they may be declared again as long as nothing is confirmed.
/// `who` may be empty and is then the head. Errors: bad_input naming what is wrong; world.
[[nodiscard]] base::Expected<void, base::Failure> declare(Record& record, const CaseDefinition& definition,
                                                          const Declared& declared);

/// Adds rulings, all or none. Errors: bad_input whose place is the item, when the person may not rule, the item is not
/// there, the ruling is none of its choices, or what it must carry (style, reason, all rows) is not there; world.
[[nodiscard]] base::Expected<void, base::Failure> rule(Record& record, const CaseDefinition& definition,
                                                       std::span<const RulingGiven> rulings);
/// The same, checked against a count that is kept up to date.
[[nodiscard]] base::Expected<void, base::Failure> rule(Record& record, const CaseDefinition& definition,
                                                       std::span<const RulingGiven> rulings, RunningCount& running);

/// Adds what people keyed in from papers, all or none: `by-hand` with every row, `not-issued` or `ignore`, of sheets
/// that wait, missing sheets, and papers no scan shows (`paper:…`, `stray:…`). Each holds once two people keyed the
/// same. Errors: as `rule`.
[[nodiscard]] base::Expected<void, base::Failure> enter(Record& record, const CaseDefinition& definition,
                                                        std::span<const RulingGiven> entries);
[[nodiscard]] base::Expected<void, base::Failure> enter(Record& record, const CaseDefinition& definition,
                                                        std::span<const RulingGiven> entries, RunningCount& running);

/// What a second person says to the latest ruling or entry of an item that waits for one.
struct SecondWord {
    ItemId item;
    Answer answer{Answer::agrees};
    std::string who;
    std::string why;  ///< needed when disagreeing
};

/// Errors: bad_input when the item waits for nobody, the person may not rule or is the one who ruled, a keyed paper is
/// agreed to without keying it, or a disagreement has no reason; world.
[[nodiscard]] base::Expected<void, base::Failure> second(Record& record, const CaseDefinition& definition,
                                                         const SecondWord& word);

/// Takes back what a person said of an item last; what others said of it is weighed anew, and without any it waits for
/// people again. Errors: bad_input when the person may not rule or has said nothing of it; world.
[[nodiscard]] base::Expected<void, base::Failure> take_back(Record& record, const CaseDefinition& definition,
                                                            const TakenBack& withdrawal);

/// Head or secretary confirms the figures as they stand. Errors: bad_input saying what is still open; world.
/// Source: rules.md "After the count".
[[nodiscard]] base::Expected<void, base::Failure> confirm(Record& record, const CaseDefinition& definition,
                                                          const std::string& who);

/// Head or secretary opens a confirmed count again, with a reason. Errors: bad_input; world.
[[nodiscard]] base::Expected<void, base::Failure> reopen(Record& record, const CaseDefinition& definition,
                                                         const std::string& who, const std::string& why);

/// Sets a batch aside whole, so that it can be scanned again: its sheets count for nothing any more.
/// Errors: bad_input when the person may not rule, no reason is given, or there is no such batch; world.
[[nodiscard]] base::Expected<void, base::Failure> set_batch_aside(Record& record, const CaseDefinition& definition,
                                                                  BatchId batch, const std::string& who,
                                                                  const std::string& why);

/// What stands against confirming, in one line; empty when nothing does.
std::string what_is_open(const Tally& tally);

}  // namespace kiemphieu::station
