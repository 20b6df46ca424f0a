#include "station/review/count.hpp"

#include <algorithm>
#include <set>

#include "station/review/people.hpp"

namespace kiemphieu::station {
namespace {

/// How many different people's latest ruling of an item is this one. Two people must agree, so one who ruled twice is
/// one.
std::size_t supporters(const std::map<std::string, Ruling>& latest_by_person, const Ruling& ruling) {
    return static_cast<std::size_t>(
        std::ranges::count_if(latest_by_person, [&](const auto& entry) { return entry.second == ruling; }));
}

}  // namespace

SortedRulings sort_rulings(const forms::Conference& conference, std::span<const LoggedRuling> rulings) {
    const std::size_t needed = conference.policy.two_person ? 2 : 1;
    std::map<ItemId, std::map<std::string, Ruling>> latest_by_person;
    std::map<ItemId, RulingGiven> latest;
    for (const LoggedRuling& logged : rulings) {
        const auto* person = find_person(conference, logged.given.who);
        if (!person || !may_rule(*person)) continue;
        latest_by_person[logged.given.item].insert_or_assign(person->name, logged.given.ruling);
        latest.insert_or_assign(logged.given.item, logged.given);
    }
    SortedRulings sorted;
    for (const auto& [item, given] : latest) {
        if (supporters(latest_by_person.at(item), given.ruling) >= needed) {
            sorted.in_force.emplace(item, given.ruling);
        } else {
            sorted.waiting.emplace(item, given);
        }
    }
    return sorted;
}

std::vector<ReviewItem> Count::pending() const {
    std::vector<ReviewItem> items;
    std::ranges::copy_if(tally.items, std::back_inserter(items), [](const ReviewItem& item) { return item.pending(); });
    return items;
}

base::Digest Count::figures_digest() const {
    return base::sha256(base::as_bytes(to_json(tally, Finality::provisional)));
}

Count count(const CaseDefinition& definition, const CaseState& state) {
    Count result;
    result.facts = make_case_facts(definition.conference, state.made.conference, definition.layouts);
    for (const Printed& printing : state.printings) {
        for (const base::Serial serial : printing.serials) {
            result.facts.printed.emplace(serial, PrintedBallot{printing.style, printing.kind});
        }
    }
    result.rulings = sort_rulings(definition.conference, state.rulings);
    result.judgement = judge(result.facts, state.sheets, result.rulings.in_force);
    result.tally =
        tally(definition.conference, result.facts, state.declarations, result.judgement, result.rulings.in_force);
    result.finality = state.frozen() ? Finality::confirmed : Finality::provisional;
    return result;
}

}  // namespace kiemphieu::station
