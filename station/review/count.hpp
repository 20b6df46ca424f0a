#pragma once
// Where a case's count stands: definition and record in, figures and open items out. Pure.

#include <map>
#include <set>
#include <span>
#include <vector>

#include "forms/conference.hpp"
#include "forms/layout.hpp"
#include "station/store/case_state.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station {

/// What a case was made from. The layouts are those of its ballots, one a style.
struct CaseDefinition {
    forms::Conference conference;
    std::vector<forms::BallotLayout> layouts;
};

/// Decisions on one item that do not hold yet.
struct OpenRuling {
    enum class Standing {
        awaits_second,  ///< one person decided; a second one must decide the same
        disputed,       ///< two people decided otherwise: they agree, or the head rules
    };
    Standing standing{Standing::awaits_second};
    std::vector<LoggedRuling> voices;  ///< each person's latest, in the order of the log
    bool operator==(const OpenRuling&) const = default;
};

/// Rulings of a log, sorted into those that hold and those that wait for a second person.
struct SortedRulings {
    Rulings in_force;
    std::map<ItemId, OpenRuling> waiting;
    std::map<ItemId, std::set<std::string>> voices;  ///< whose word on an item stands and may be taken back
    bool operator==(const SortedRulings&) const = default;
};

/// The latest ruling of an item holds. Under the two-person policy, and for whatever is keyed in by hand, two different
/// people must say the same; where two say otherwise, what the head rules from then on holds, until somebody says
/// otherwise again. What somebody took back counts as unsaid. Earlier rulings stay in the log. Source: docs/adr/0021.
SortedRulings sort_rulings(const forms::Conference& conference, std::span<const LoggedRuling> rulings,
                           std::span<const LoggedAnswer> answers = {},
                           std::span<const LoggedWithdrawal> withdrawals = {});

/// Rows on which two keyed or hand readings differ.
std::vector<int> differing_rows(const HandReading& a, const HandReading& b);

struct Count {
    CaseFacts facts;
    SortedRulings rulings;
    Judgement judgement;
    Tally tally;
    Finality finality{Finality::provisional};

    /// Items that wait for people, in the order of their names.
    std::vector<ReviewItem> pending() const;
    /// What head and secretary confirm: the digest of the figures' JSON as provisional.
    base::Digest figures_digest() const;
};

Count count(const CaseDefinition& definition, const CaseState& state);

}  // namespace kiemphieu::station
