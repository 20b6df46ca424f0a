#pragma once
// Where a case's count stands: definition and record in, figures and open items out. Pure.

#include <map>
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

/// Rulings of a log, sorted into those that hold and those that wait for a second person.
struct SortedRulings {
    Rulings in_force;
    std::map<ItemId, RulingGiven> waiting;  ///< the latest ruling of an item on which two must agree and do not yet
    bool operator==(const SortedRulings&) const = default;
};

/// The latest ruling of an item holds; under the two-person policy it holds once the latest rulings of two different
/// people who may rule are that same one. Earlier rulings stay in the log.
SortedRulings sort_rulings(const forms::Conference& conference, std::span<const LoggedRuling> rulings);

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
