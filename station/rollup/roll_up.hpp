#pragma once
// The roll-up: a pure function of what was taken, the register and a day. It runs from scratch every time.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "station/calendar/working_days.hpp"
#include "station/rollup/register.hpp"
#include "station/rollup/submission.hpp"
#include "station/tally/figures.hpp"

namespace kiemphieu::station::rollup {

/// What ties a count to its unit. Source: docs/adr/0047.
enum class Proof {
    none,
    signatures,  ///< of a trusted issuer, by everybody whom the register names for the unit
    paper,       ///< the register has the mark of the signed paper, and the record bears it
};

enum class VoteState {
    counted,
    missing,
    conflict,  ///< different results came in, and people have not settled which counts
    held,      ///< it is not proven to be the unit's, where that is asked, or speaks against it
};

/// One vote of one unit.
struct VoteResult {
    base::StyleId style;
    VoteState state{VoteState::missing};
    Proof proof{Proof::none};
    SubmissionKind kind{SubmissionKind::package};
    base::Digest digest{};             ///< of what counts; of the first one otherwise
    std::vector<base::Digest> others;  ///< further files of this vote: the same result again, or another one
    forms::Date received;              ///< when this result first came
    forms::Date vote_day;
    std::optional<VoteFigures> figures;  ///< only when counted
    bool operator==(const VoteResult&) const = default;
};

/// Where a unit stands. Source: plan II.7.1 (7 working days).
enum class UnitState {
    in_time,
    late,      ///< all is in, some of it after the day
    partly,    ///< some votes are in, others are not; the day has not passed
    awaited,   ///< nothing is in; the day has not passed
    missing,   ///< something is not in, and the day has passed
    conflict,  ///< people must settle which of several results counts
    held,      ///< something can't be taken for the unit's
};

struct UnitResult {
    const Unit* unit{};
    UnitState state{UnitState::awaited};
    forms::Date vote_day;
    forms::Date deadline;
    std::optional<forms::Date> received;  ///< the last of what counts
    std::vector<VoteResult> votes;        ///< by style
};

/// A person's figures in one place, that is in one vote that counts.
struct PlaceResult {
    const Unit* unit{};
    base::StyleId style;
    PersonFigures figures;
    int collected{};
    std::string level;   ///< of management
    std::string person;  ///< code of the register; empty when no line of it fits
    LowConsequence consequence{LowConsequence::none};
};

/// A person over the places they were voted on in. Places are never added up: plan II.9.4 has each looked at.
struct PersonResult {
    std::string code;  ///< empty of who stands in no line of the register
    std::string name;
    std::string birth;
    std::vector<std::size_t> places;        ///< in RollUp::places
    std::vector<const PlaceLine*> awaited;  ///< lines whose vote is not in
    LowConsequence worst{LowConsequence::none};
};

/// Sums over a level of management.
struct LevelResult {
    const ManagementLevel* level{};
    std::map<UnitState, int> units;  ///< of units of this level, by where they stand
    int places{};                    ///< people at places
    std::int64_t collected{};        ///< ballots over these places
    std::int64_t valid{};
    std::array<std::int64_t, 3> levels{};
    int over_half{};   ///< places over half and under two thirds low. Source: plan II.9.2
    int two_thirds{};  ///< Source: plan II.9.3
};

/// What people must look at.
enum class AttentionKind {
    conflict,
    contradicted,         ///< the record's mark is not the one the register has
    shared_conference,    ///< one conference under two units
    not_proven,           ///< nothing ties it to the unit yet
    missing_unit,         ///< the day has passed
    other_day,            ///< voted on another day than the register has
    unexpected_vote,      ///< a ballot style that the register does not expect
    unknown_unit,         ///< taken for a unit that is no longer in the register
    void_settlement,      ///< names a file that is none of the vote's
    refused,              ///< a file that was not taken
    namesakes,            ///< one name at several places, and not every one in the register
    not_in_vote,          ///< a line of the register finds nobody in a vote that is in
    line_fits_several,    ///< a line of the register fits several people of a unit
    several_lines_fit,    ///< several lines fit one person
    more_than_two_places  ///< Source: plan II.1 "tối đa ở 2 nơi"
};

struct Attention {
    AttentionKind kind{};
    std::string unit;    ///< its id; may be empty
    std::string style;   ///< may be empty
    std::string detail;  ///< names, days, digests: what it is about
    bool operator==(const Attention&) const = default;
};

/// Points into the register it was made from.
struct RollUp {
    forms::Date day;
    std::vector<UnitResult> units;    ///< in the register's order
    std::vector<LevelResult> levels;  ///< likewise
    std::vector<PlaceResult> places;  ///< by unit, style, number
    std::vector<PersonResult> people;
    std::vector<Attention> attention;
    std::vector<Refusal> refusals;  ///< the last word on each file that was not taken since

    int count(UnitState state) const;
    int count(LowConsequence consequence) const;  ///< places
};

/// Rolls up what came in until the day. The order of submissions, and how often one was sent, change nothing.
/// Source: plan II.7.1, II.7.2, II.9.
RollUp roll_up(const RollupContents& contents, const Register& units, const forms::Date& day, const WorkingDays& days);

std::string_view name_of(UnitState state);
std::string_view name_of(VoteState state);
std::string_view name_of(Proof proof);
std::string_view name_of(AttentionKind kind);

}  // namespace kiemphieu::station::rollup
