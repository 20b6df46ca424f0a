#include <algorithm>
#include <set>

#include "station/minutes/counting_minutes.hpp"

namespace kiemphieu::station {
namespace {

/// The reason of the latest ruling of an item; rulings stand in the log's order.
std::string reason_of(const CaseState& state, const ItemId& item) {
    const auto found = std::find_if(state.rulings.rbegin(), state.rulings.rend(),
                                    [&](const LoggedRuling& logged) { return logged.given.item == item; });
    return found == state.rulings.rend() ? std::string{} : found->given.why;
}

}  // namespace

CountingFacts counting_facts(const CaseDefinition& definition, const CaseState& state, const Count& count,
                             const base::StyleId& style, std::string software) {
    CountingFacts facts;
    facts.software = std::move(software);
    facts.notes = notes_of(state.notes, style);
    const auto layout = std::ranges::find(definition.layouts, style, &forms::BallotLayout::style);
    if (layout != definition.layouts.end()) facts.layout = layout->id;
    // A ballot of several sheets with writing on more than one is one ballot.
    std::set<base::Serial> written;
    for (const ReviewItem& item : count.tally.items) {
        if (item.style != style || !item.ruling) continue;
        if (const auto* band = std::get_if<WriteInItem>(&item.id);
            band != nullptr && item.ruling->value == RulingValue::noted) {
            written.insert(band->serial);
        }
        if (std::holds_alternative<SheetItem>(item.id)) ++facts.sheet_rulings;
        if (const auto* figures = std::get_if<FiguresItem>(&item.id)) {
            facts.differences.push_back({*figures, reason_of(state, item.id)});
        }
    }
    facts.written_names = static_cast<int>(written.size());
    return facts;
}

}  // namespace kiemphieu::station
