#include "station/review/count.hpp"

#include <algorithm>
#include <stdexcept>

namespace kiemphieu::station {
namespace {

/// Keyed papers that wait for a second person have no page to show; they are items all the same.
void add_waiting_papers(Count& count) {
    for (const auto& [id, open] : count.rulings.waiting) {
        ReviewItem item{.id = id, .problem = Problem::keyed};
        using enum RulingValue;
        if (const auto* paper = std::get_if<PaperItem>(&id)) {
            const PrintedBallot* printed = count.facts.find_ballot(paper->serial);
            if (printed) item.style = printed->style;
            item.choices = {by_hand, not_issued, ignore};
        } else if (const auto* stray = std::get_if<StrayItem>(&id)) {
            item.style = stray->style;
            item.choices = {not_issued, ignore};
        } else {
            continue;
        }
        auto& items = count.judgement.items.edit();
        items.insert(std::ranges::upper_bound(items, id, {}, &ReviewItem::id), std::move(item));
    }
}

}  // namespace

std::vector<int> differing_rows(const HandReading& a, const HandReading& b) {
    std::vector<int> rows;
    for (const auto& [number, verdict] : a.rows) {
        const auto other = b.rows.find(number);
        if (other == b.rows.end() || other->second != verdict) rows.push_back(number);
    }
    for (const auto& [number, verdict] : b.rows) {
        if (!a.rows.contains(number)) rows.push_back(number);
    }
    std::ranges::sort(rows);
    return rows;
}

std::vector<ReviewItem> Count::pending() const {
    std::vector<ReviewItem> items;
    std::ranges::copy_if(tally.items, std::back_inserter(items), [](const ReviewItem& item) { return item.pending(); });
    return items;
}

const ReviewItem* Count::find(const ItemId& id) const {
    if (const ReviewItem* item = judgement.find(id)) return item;
    // Figures that do not agree stand behind the judgement's items; there are a few of them at most.
    const auto figures = std::next(tally.items.begin(), static_cast<std::ptrdiff_t>(judgement.items.size()));
    const auto found = std::find_if(figures, tally.items.end(), [&](const ReviewItem& item) { return item.id == id; });
    return found == tally.items.end() ? nullptr : &*found;
}

base::Digest Count::figures_digest() const {
    return base::sha256(base::as_bytes(to_json(tally, Finality::provisional)));
}

CaseFacts facts_of(const CaseDefinition& definition, const CaseState& state) {
    if (state.readings == Readings::let_go) throw std::logic_error("a count of a record opened to take sheets in");
    CaseFacts facts = make_case_facts(definition.conference, state.made.conference, definition.layouts);
    for (const Printed& printing : state.printings) {
        for (const base::Serial serial : printing.serials) {
            facts.printed.edit().emplace(serial, PrintedBallot{printing.style, printing.kind});
        }
    }
    return facts;
}

void finish_count(Count& count, const CaseDefinition& definition, const CaseState& state) {
    add_waiting_papers(count);
    count.tally =
        tally(definition.conference, count.facts, state.declarations, count.judgement, count.rulings.in_force);
    count.finality = state.frozen() ? Finality::confirmed : Finality::provisional;
}

Count count(const CaseDefinition& definition, const CaseState& state) {
    Count result;
    result.facts = facts_of(definition, state);
    result.rulings = sort_rulings(definition.conference, state.rulings, state.answers, state.withdrawals);
    result.judgement = judge(result.facts, state.sheets, result.rulings.in_force);
    finish_count(result, definition, state);
    return result;
}

}  // namespace kiemphieu::station
