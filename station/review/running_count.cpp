#include "station/review/running_count.hpp"

namespace kiemphieu::station {

const Count& RunningCount::of(const CaseState& state) {
    if (heard_ && last_number_ == state.last_number) return count_;
    const bool goes_on = goes_on_from_last(state);
    try {
        if (goes_on) {
            go_on(state);
        } else {
            begin(state);
        }
    } catch (...) {
        // Nothing is counted then, and the next call begins anew.
        heard_.reset();
        throw;
    }
    last_number_ = state.last_number;
    return count_;
}

bool RunningCount::goes_on_from_last(const CaseState& state) const {
    return heard_ && state.last_number > last_number_ && state.readings == Readings::kept &&
           state.printings.size() == printings_ && state.aside.size() == aside_ && state.sheets.size() >= sheets_;
}

void RunningCount::begin(const CaseState& state) {
    count_ = {};
    count_.facts = facts_of(*definition_, state);
    heard_.emplace(definition_->conference);
    heard_->hear(state.rulings, state.answers, state.withdrawals);
    judgement_.begin(count_.facts, state.sheets, heard_->sorted().in_force);
    printings_ = state.printings.size();
    aside_ = state.aside.size();
    sheets_ = state.sheets.size();
    count_.rulings = heard_->sorted();
    count_.judgement = judgement_.judgement();
    finish_count(count_, *definition_, state);
}

void RunningCount::go_on(const CaseState& state) {
    std::vector<RulingChange> changes;
    for (const ItemId& item : heard_->hear(state.rulings, state.answers, state.withdrawals)) {
        const Rulings& now = heard_->sorted().in_force;
        const auto found = now.find(item);
        changes.push_back({item, found == now.end() ? std::nullopt : std::optional(found->second)});
    }
    judgement_.change(count_.facts, state.sheets, changes);
    sheets_ = state.sheets.size();
    count_.rulings = heard_->sorted();
    count_.judgement = judgement_.judgement();
    finish_count(count_, *definition_, state);
}

}  // namespace kiemphieu::station
