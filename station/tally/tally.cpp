#include "station/tally/tally.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "station/tally/attendance.hpp"

namespace kiemphieu::station {
namespace {

void count_row(CandidateTally& candidate, RowVerdict verdict) {
    if (const auto level = level_of(verdict)) {
        ++candidate.levels[forms::index_of(*level)];
        ++candidate.valid;
    } else if (verdict == RowVerdict::pending) {
        ++candidate.pending;
    } else {
        const auto reason = std::ranges::find(invalid_reasons, verdict) - invalid_reasons.begin();
        ++candidate.invalid_by_reason.at(static_cast<std::size_t>(reason));
        ++candidate.invalid;
    }
}

void count_ballot(StyleTally& style, const BallotVerdict& ballot) {
    if (ballot.rows.size() != style.candidates.size()) throw std::logic_error("a ballot's rows are not its style's");
    ++style.scanned;
    style.rows_ruled += ballot.rows_ruled;
    if (ballot.fault) {
        ++style.invalid_ballots;
        ++style.faults[*ballot.fault];
    }
    for (std::size_t i = 0; i < ballot.rows.size(); ++i) count_row(style.candidates[i], ballot.rows[i]);
}

ReviewItem figures_item(const StyleTally& style, FigureCheck check, Problem problem, int first, int second,
                        const Rulings& rulings) {
    ReviewItem item;
    item.id = FiguresItem{style.style, check, first, second};
    item.problem = problem;
    item.style = style.style;
    item.choices = {RulingValue::accepted};
    const auto ruling = rulings.find(item.id);
    if (ruling != rulings.end() && ruling->second.value == RulingValue::accepted) item.ruling = ruling->second;
    return item;
}

/// Source: rules.md "Before the count": what must agree, or be accepted by the committee with a reason.
std::vector<ReviewItem> compare_figures(const StyleTally& style, const forms::BallotStyle& definition,
                                        const Rulings& rulings) {
    std::vector<ReviewItem> items;
    const auto add = [&](FigureCheck check, Problem problem, int first, int second) {
        items.push_back(figures_item(style, check, problem, first, second, rulings));
    };
    const auto [summoned, present] = attendance_of(definition, style.declared);
    if (quorum(present, summoned) == Quorum::not_reached) {
        add(FigureCheck::quorum, Problem::quorum, summoned, present);
    }
    if (!style.declared) return items;
    const Declaration& declared = *style.declared;
    if (declared.collected > declared.issued) {
        add(FigureCheck::collected_over_issued, Problem::collected_over_issued, declared.issued, declared.collected);
    }
    if (declared.collected != style.scanned) {
        add(FigureCheck::scanned_differs, Problem::scanned_differs, declared.collected, style.scanned);
    }
    if (declared.unused) {
        const int accounted = declared.issued + *declared.unused + declared.exchanged.value_or(0);
        if (accounted != style.printed) {
            add(FigureCheck::printed_differs, Problem::printed_differs, style.printed, accounted);
        }
    }
    return items;
}

/// Once the committee accepts that the scanned ballots are the collected ones, shares are of those.
int collected_in_use(const StyleTally& style, const std::vector<ReviewItem>& items) {
    if (!style.declared) return style.scanned;
    const bool accepted = std::ranges::any_of(
        items, [](const ReviewItem& item) { return item.problem == Problem::scanned_differs && !item.pending(); });
    return accepted ? style.scanned : style.declared->collected;
}

void check_identities(const StyleTally& style) {
    for (const CandidateTally& candidate : style.candidates) {
        const int levels = std::accumulate(candidate.levels.begin(), candidate.levels.end(), 0);
        const int reasons = std::accumulate(candidate.invalid_by_reason.begin(), candidate.invalid_by_reason.end(), 0);
        if (levels != candidate.valid) throw std::logic_error("levels do not add up to valid ballots");
        if (reasons != candidate.invalid) throw std::logic_error("reasons do not add up to invalid ballots");
        if (candidate.valid + candidate.invalid + candidate.pending != style.scanned) {
            throw std::logic_error("valid, invalid and pending do not add up to scanned ballots");
        }
        if (candidate.invalid_by_reason.back() != style.invalid_ballots) {
            throw std::logic_error("a candidate's wholly invalid ballots are not the style's");
        }
    }
}

StyleTally empty_tally(const forms::BallotStyle& definition, const CaseFacts& facts, const Declarations& declarations) {
    StyleTally style;
    style.style = definition.id;
    if (const auto found = declarations.find(definition.id); found != declarations.end())
        style.declared = found->second;
    style.printed = static_cast<int>(std::ranges::count_if(facts.printed, [&](const auto& entry) {
        return entry.second == PrintedBallot{definition.id, forms::BallotKind::official};
    }));
    for (const forms::Candidate& candidate : definition.candidates) {
        style.candidates.push_back(
            {.number = candidate.number, .name = candidate.name, .position = candidate.position});
    }
    return style;
}

}  // namespace

int Tally::pending_items() const {
    return static_cast<int>(std::ranges::count_if(items, [](const ReviewItem& item) { return item.pending(); }));
}

bool Tally::complete() const {
    return pending_items() == 0 && std::ranges::all_of(styles, [](const StyleTally& style) {
               return style.declared && style.pending_rows == 0 && style.scanned == style.collected;
           });
}

const StyleTally* Tally::find_style(const base::StyleId& id) const {
    const auto found = std::ranges::find(styles, id, &StyleTally::style);
    return found == styles.end() ? nullptr : &*found;
}

Tally tally(const forms::Conference& conference, const CaseFacts& facts, const Declarations& declarations,
            const Judgement& judgement, const Rulings& rulings) {
    Tally result{facts.conference, {}, judgement.items};
    for (const forms::BallotStyle& definition : conference.styles) {
        StyleTally style = empty_tally(definition, facts, declarations);
        for (const BallotVerdict& ballot : judgement.ballots) {
            if (ballot.style == style.style) count_ballot(style, ballot);
        }
        const auto figures = compare_figures(style, definition, rulings);
        style.collected = collected_in_use(style, figures);
        for (CandidateTally& candidate : style.candidates) {
            style.pending_rows += candidate.pending;
            candidate.consequence = low_consequence(candidate.count(forms::Level::low), style.collected);
        }
        check_identities(style);
        for (const ReviewItem& item : figures) result.items.edit().push_back(item);
        result.styles.push_back(std::move(style));
    }
    return result;
}

}  // namespace kiemphieu::station
