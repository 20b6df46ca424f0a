#include "station/rollup/roll_up.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "station/calendar/deadlines.hpp"
#include "station/rollup/persons.hpp"

namespace kiemphieu::station::rollup {
namespace {

using Given = const Submission*;

/// As much of a record's mark as every paper bears.
constexpr std::size_t mark_digits = 16;

std::string mark_of(const Submission& submission) {
    return submission.fingerprint.substr(0, mark_digits);
}
std::string short_of(const base::Digest& digest) {
    return base::to_hex(digest).substr(0, mark_digits);
}

/// The same count and the same figures: sent again, in another form or with further signatures.
bool same_result(const Submission& a, const VoteFigures& votes_a, const Submission& b, const VoteFigures& votes_b) {
    const bool one_conference = a.conference.empty() || b.conference.empty() || a.conference == b.conference;
    return votes_a == votes_b && mark_of(a) == mark_of(b) && a.vote_day == b.vote_day && one_conference;
}

Proof proof_of(const Submission& submission, const Unit& unit) {
    if (!unit.fingerprint.empty()) {
        const std::size_t common = std::min(unit.fingerprint.size(), submission.fingerprint.size());
        if (common >= mark_digits && submission.fingerprint.compare(0, common, unit.fingerprint, 0, common) == 0)
            return Proof::paper;
    }
    const auto signed_it = [&](const std::string& name) { return std::ranges::count(submission.signers, name) > 0; };
    const bool all = !unit.signers.empty() && std::ranges::all_of(unit.signers, signed_it);
    return all ? Proof::signatures : Proof::none;
}

/// One file's say on one vote.
struct Say {
    Given submission{};
    const VoteFigures* figures{};
};

class RollUpMaker {
  public:
    RollUpMaker(const RollupContents& contents, const Register& units, const forms::Date& day, const WorkingDays& days)
        : contents_(contents), register_(units), days_(days) {
        out_.day = day;
    }

    RollUp make() {
        sort_submissions();
        for (const ManagementLevel& level : register_.levels) {
            LevelResult result;
            result.level = &level;
            out_.levels.push_back(std::move(result));
        }
        for (const Unit& unit : register_.units) out_.units.push_back(unit_result(unit));
        check_settlements();
        add_refusals();
        find_persons(register_, out_);
        add_up();
        return std::move(out_);
    }

  private:
    void attention(AttentionKind kind, const std::string& unit, const std::string& style, std::string detail) {
        out_.attention.push_back({kind, unit, style, std::move(detail)});
    }

    /// By unit, in an order that does not tell when they were taken.
    void sort_submissions() {
        std::set<std::string> known;
        for (const Unit& unit : register_.units) known.insert(unit.id);
        std::map<base::Digest, Given> once;
        for (const Submission& each : contents_.submissions) {
            if (each.received > out_.day) continue;
            const auto [place, fresh] = once.emplace(each.digest, &each);
            if (!fresh && each.received < place->second->received) place->second = &each;
        }
        std::map<std::string, std::set<std::string>> units_of;
        for (const auto& [digest, given] : once) {
            if (!known.contains(given->unit)) {
                attention(AttentionKind::unknown_unit, given->unit, "", given->file + ", " + short_of(digest));
                continue;
            }
            by_unit_[given->unit].push_back(given);
            if (!given->conference.empty()) units_of[given->conference].insert(given->unit);
        }
        for (const auto& [conference, units] : units_of) {
            if (units.size() < 2) continue;
            shared_.insert(conference);
            for (const std::string& unit : units) attention(AttentionKind::shared_conference, unit, "", conference);
        }
        for (auto& [unit, given] : by_unit_) {
            std::ranges::sort(given, {}, [](Given each) { return std::tie(each->received, each->digest); });
        }
    }

    UnitResult unit_result(const Unit& unit) {
        UnitResult result;
        result.unit = &unit;
        result.vote_day = unit.vote_day;
        const std::vector<Given>& given = by_unit_[unit.id];
        std::set<base::StyleId> styles(unit.styles.begin(), unit.styles.end());
        for (const Given each : given) {
            for (const VoteFigures& vote : each->votes) styles.insert(vote.style);
        }
        for (const base::StyleId& style : styles) result.votes.push_back(vote_result(unit, style, given));
        settle_state(result);
        return result;
    }

    VoteResult vote_result(const Unit& unit, const base::StyleId& style, const std::vector<Given>& given) {
        VoteResult vote;
        vote.style = style;
        std::vector<Say> says;
        for (const Given each : given) {
            const auto found = std::ranges::find(each->votes, style, &VoteFigures::style);
            if (found != each->votes.end()) says.push_back({each, &*found});
        }
        if (says.empty()) return vote;
        vote.digest = says.front().submission->digest;
        const std::vector<Say> eligible = those_that_may_count(unit, style, says);
        if (eligible.empty()) {
            vote.state = VoteState::held;
        } else if (const auto chosen = choose(unit, style, eligible)) {
            take(vote, unit, *chosen, eligible);
        } else {
            vote.state = VoteState::conflict;
            std::string digests;
            for (const Say& each : eligible)
                digests +=
                    (digests.empty() ? "" : ", ") + each.submission->file + " " + short_of(each.submission->digest);
            attention(AttentionKind::conflict, unit.id, style.value, digests);
        }
        for (const Say& each : says) {
            if (each.submission->digest != vote.digest) vote.others.push_back(each.submission->digest);
        }
        if (!unit.styles.empty() && std::ranges::count(unit.styles, style) == 0)
            attention(AttentionKind::unexpected_vote, unit.id, style.value, says.front().submission->file);
        return vote;
    }

    /// Without what speaks against being this unit's, or lacks the proof that the register asks for.
    std::vector<Say> those_that_may_count(const Unit& unit, const base::StyleId& style, const std::vector<Say>& says) {
        std::vector<Say> eligible;
        for (const Say& each : says) {
            const Submission& submission = *each.submission;
            const Proof proof = proof_of(submission, unit);
            if (!unit.fingerprint.empty() && proof != Proof::paper) {
                attention(AttentionKind::contradicted, unit.id, style.value,
                          fmt::format("{}: {}; {}", submission.file, mark_of(submission), unit.fingerprint));
                continue;
            }
            if (shared_.contains(submission.conference)) continue;
            if (register_.proof == ProofRule::require && proof == Proof::none) {
                attention(AttentionKind::not_proven, unit.id, style.value, submission.file);
                continue;
            }
            eligible.push_back(each);
        }
        return eligible;
    }

    /// The first of the one result there is, or of the one that people said counts.
    std::optional<Say> choose(const Unit& unit, const base::StyleId& style, const std::vector<Say>& eligible) const {
        const Say& first = eligible.front();
        const bool agree = std::ranges::all_of(eligible, [&](const Say& each) {
            return same_result(*first.submission, *first.figures, *each.submission, *each.figures);
        });
        if (agree) return first;
        for (auto word = contents_.settlements.rbegin(); word != contents_.settlements.rend(); ++word) {
            if (word->unit != unit.id || word->style != style || word->day > out_.day) continue;
            return chosen_by(*word, eligible);
        }
        return std::nullopt;
    }

    /// Nothing when what people chose is not there, or something came that they had not seen.
    static std::optional<Say> chosen_by(const Settlement& word, const std::vector<Say>& eligible) {
        const auto digest_of = [](const Say& each) { return each.submission->digest; };
        const auto chosen = std::ranges::find(eligible, word.digest, digest_of);
        if (chosen == eligible.end()) return std::nullopt;
        const bool all_seen = std::ranges::all_of(eligible, [&](const Say& each) {
            return std::ranges::count(word.against, digest_of(each)) > 0 ||
                   same_result(*chosen->submission, *chosen->figures, *each.submission, *each.figures);
        });
        return all_seen ? std::optional(*chosen) : std::nullopt;
    }

    void take(VoteResult& vote, const Unit& unit, const Say& chosen, const std::vector<Say>& eligible) {
        vote.state = VoteState::counted;
        vote.figures = *chosen.figures;
        vote.kind = chosen.submission->kind;
        vote.digest = chosen.submission->digest;
        vote.received = chosen.submission->received;
        vote.vote_day = chosen.submission->vote_day;
        for (const Say& each : eligible) {
            if (!same_result(*chosen.submission, *chosen.figures, *each.submission, *each.figures)) continue;
            vote.received = std::min(vote.received, each.submission->received);
            vote.proof = std::max(vote.proof, proof_of(*each.submission, unit));
        }
        if (vote.proof == Proof::none)
            attention(AttentionKind::not_proven, unit.id, vote.style.value, chosen.submission->file);
        if (vote.vote_day != unit.vote_day)
            attention(AttentionKind::other_day, unit.id, vote.style.value,
                      iso_day(vote.vote_day) + "; " + iso_day(unit.vote_day));
    }

    forms::Date deadline_after(const forms::Date& vote_day) const {
        const auto deadlines = deadlines_of(vote_day, days_);
        return std::ranges::find(deadlines, "results", &Deadline::key)->day;
    }

    void settle_state(UnitResult& result) {
        std::set<VoteState> states;
        bool late = false;
        for (const VoteResult& vote : result.votes) {
            states.insert(vote.state);
            if (vote.state != VoteState::counted) continue;
            result.received = std::max(result.received.value_or(vote.received), vote.received);
            result.vote_day = vote.vote_day;
            late = late || vote.received > deadline_after(vote.vote_day);
        }
        result.deadline = deadline_after(result.vote_day);
        const bool passed = out_.day > result.deadline;
        const bool something = states.contains(VoteState::counted);
        if (states.contains(VoteState::conflict)) {
            result.state = UnitState::conflict;
        } else if (states.contains(VoteState::held)) {
            result.state = UnitState::held;
        } else if (states.contains(VoteState::missing) || !something) {
            result.state = passed ? UnitState::missing : something ? UnitState::partly : UnitState::awaited;
        } else {
            result.state = late ? UnitState::late : UnitState::in_time;
        }
        if (result.state == UnitState::missing)
            attention(AttentionKind::missing_unit, result.unit->id, "", iso_day(result.deadline));
    }

    void check_settlements() {
        for (const Settlement& each : contents_.settlements) {
            if (each.day > out_.day) continue;
            const auto& given = by_unit_[each.unit];
            const bool known = std::ranges::any_of(given, [&](Given other) { return other->digest == each.digest; });
            if (!known)
                attention(AttentionKind::void_settlement, each.unit, each.style.value,
                          short_of(each.digest) + ", " + each.who);
        }
    }

    /// The last word on each file that was not taken since.
    void add_refusals() {
        std::set<base::Digest> done;
        for (const Submission& each : contents_.submissions) {
            done.insert(each.digest);
            done.insert(each.came);
        }
        for (auto each = contents_.refusals.rbegin(); each != contents_.refusals.rend(); ++each) {
            if (each->day > out_.day || !done.insert(each->digest).second) continue;
            out_.refusals.push_back(*each);
        }
        std::ranges::sort(out_.refusals, {}, [](const Refusal& each) { return std::tie(each.file, each.digest); });
        for (const Refusal& each : out_.refusals)
            attention(AttentionKind::refused, "", "", each.file + ": " + each.message);
    }

    void add_up() {
        std::map<std::string, LevelResult*> level_of;
        for (LevelResult& level : out_.levels) level_of[level.level->id] = &level;
        for (const UnitResult& unit : out_.units) ++level_of.at(unit.unit->level)->units[unit.state];
        for (const PlaceResult& place : out_.places) {
            LevelResult& level = *level_of.at(place.level);
            ++level.places;
            level.collected += place.collected;
            level.valid += place.figures.valid;
            for (std::size_t i = 0; i < level.levels.size(); ++i) level.levels.at(i) += place.figures.levels.at(i);
            level.over_half += place.consequence == LowConsequence::over_half ? 1 : 0;
            level.two_thirds += place.consequence == LowConsequence::two_thirds ? 1 : 0;
        }
    }

    const RollupContents& contents_;
    const Register& register_;
    const WorkingDays& days_;
    std::map<std::string, std::vector<Given>> by_unit_;
    std::set<std::string> shared_;  ///< conferences that came in under several units
    RollUp out_;
};

constexpr std::array<std::string_view, 7> unit_states{"in_time", "late",     "partly", "awaited",
                                                      "missing", "conflict", "held"};
constexpr std::array<std::string_view, 4> vote_states{"counted", "missing", "conflict", "held"};
constexpr std::array<std::string_view, 3> proofs{"none", "signatures", "paper"};
constexpr std::array<std::string_view, 15> attentions{
    "conflict",  "contradicted",    "shared_conference", "not_proven",        "missing_unit",
    "other_day", "unexpected_vote", "unknown_unit",      "void_settlement",   "refused",
    "namesakes", "not_in_vote",     "line_fits_several", "several_lines_fit", "more_than_two_places"};

}  // namespace

int RollUp::count(UnitState state) const {
    return static_cast<int>(std::ranges::count(units, state, &UnitResult::state));
}
int RollUp::count(LowConsequence consequence) const {
    return static_cast<int>(std::ranges::count(places, consequence, &PlaceResult::consequence));
}

RollUp roll_up(const RollupContents& contents, const Register& units, const forms::Date& day, const WorkingDays& days) {
    return RollUpMaker(contents, units, day, days).make();
}

std::string_view name_of(UnitState state) {
    return unit_states.at(static_cast<std::size_t>(state));
}
std::string_view name_of(VoteState state) {
    return vote_states.at(static_cast<std::size_t>(state));
}
std::string_view name_of(Proof proof) {
    return proofs.at(static_cast<std::size_t>(proof));
}
std::string_view name_of(AttentionKind kind) {
    return attentions.at(static_cast<std::size_t>(kind));
}

}  // namespace kiemphieu::station::rollup
