#pragma once
// The count: a pure function of verdicts, declared figures and rulings. It runs from scratch every time.

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/shared_value.hpp"
#include "forms/conference.hpp"
#include "forms/level.hpp"
#include "station/rules/judge.hpp"
#include "station/tally/figures.hpp"

namespace kiemphieu::station {

/// What the head declares of a style before the count. Source: rules.md "Before the count" (Domain).
struct Declaration {
    base::StyleId style;
    int issued{};
    int collected{};
    std::optional<int> exchanged;   ///< spoiled by voters and exchanged
    std::optional<int> unused;      ///< printed and never handed out
    std::optional<int> summoned{};  ///< on the day; what the definition has while not given
    std::optional<int> present{};   ///< on the day, likewise
    bool operator==(const Declaration&) const = default;
};

using Declarations = std::map<base::StyleId, Declaration>;

/// Why a row is invalid, in the order of the report.
inline constexpr std::array<RowVerdict, 5> invalid_reasons{
    RowVerdict::none, RowVerdict::double_mark, RowVerdict::triple_mark, RowVerdict::crossed, RowVerdict::ballot};

/// One candidate's figures. Source: plan II.6.3, Phụ lục 5.
struct CandidateTally {
    int number{};
    std::string name{};
    std::string position{};
    int valid{};
    int invalid{};
    int pending{};                           ///< rows that wait for people; 0 in a result
    std::array<int, 3> levels{};             ///< in the order of forms::all_levels
    std::array<int, 5> invalid_by_reason{};  ///< in the order of invalid_reasons
    LowConsequence consequence{LowConsequence::none};
    bool operator==(const CandidateTally&) const = default;

    int count(forms::Level level) const { return levels[forms::index_of(level)]; }
};

/// One style's figures.
struct StyleTally {
    base::StyleId style;
    std::optional<Declaration> declared;
    int printed{};    ///< official ballots that printings of this case made
    int collected{};  ///< what shares are of: the declared figure, or the scanned one where that is accepted instead
    int scanned{};    ///< ballots the station holds, pending rows or not
    int invalid_ballots{};
    std::map<BallotFault, int> faults;  ///< invalid ballots by reason
    int pending_rows{};
    int rows_ruled{};  ///< rows that count as people ruled
    std::vector<CandidateTally> candidates;
    bool operator==(const StyleTally&) const = default;
};

struct Tally {
    base::ConferenceId conference;
    std::vector<StyleTally> styles;  ///< in the definition's order
    base::SharedValue<std::vector<ReviewItem>>
        items;  ///< everything for people: of sheets and rows, and figures that do not agree
    bool operator==(const Tally&) const = default;

    int pending_items() const;
    /// Nothing waits for people, every style is declared, and every identity of rules.md holds.
    bool complete() const;
    const StyleTally* find_style(const base::StyleId& id) const;
};

/// Counts. Throws std::logic_error when an identity that must always hold does not: a fault of the program.
/// Source: plan II.6.3, Phụ lục 5; rules.md "The tally".
Tally tally(const forms::Conference& conference, const CaseFacts& facts, const Declarations& declarations,
            const Judgement& judgement, const Rulings& rulings);

/// Whether the record says these figures are confirmed.
enum class Finality { provisional, confirmed };

/// The JSON of `kiemphieu tally --json`; `issued` is null while nothing is declared.
std::string to_json(const Tally& tally, Finality finality);

}  // namespace kiemphieu::station
