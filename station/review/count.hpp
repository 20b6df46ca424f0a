#pragma once
// Where a case's count stands: definition and record in, figures and open items out. Pure.

#include <vector>

#include "forms/conference.hpp"
#include "forms/layout.hpp"
#include "station/review/deliberation.hpp"
#include "station/store/case_state.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station {

/// What a case was made from. The layouts are those of its ballots, one a style.
struct CaseDefinition {
    forms::Conference conference;
    std::vector<forms::BallotLayout> layouts;
};

/// Rows on which two keyed or hand readings differ.
std::vector<int> differing_rows(const HandReading& a, const HandReading& b);

struct Count {
    CaseFacts facts;
    SortedRulings rulings;
    Judgement judgement;
    Tally tally;
    Finality finality{Finality::provisional};

    bool operator==(const Count&) const = default;

    /// An item of the judgement or of the figures; nothing when there is none.
    const ReviewItem* find(const ItemId& id) const;
    /// Items that wait for people, in the order of their names.
    std::vector<ReviewItem> pending() const;
    /// What head and secretary confirm: the digest of the figures' JSON as provisional.
    base::Digest figures_digest() const;
};

Count count(const CaseDefinition& definition, const CaseState& state);

/// The parts of counting, for a count that is kept up to date: what the rules must know, and all behind the judgement.
CaseFacts facts_of(const CaseDefinition& definition, const CaseState& state);
void finish_count(Count& count, const CaseDefinition& definition, const CaseState& state);

}  // namespace kiemphieu::station
