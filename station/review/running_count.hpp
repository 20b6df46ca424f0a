#pragma once
// A count that is kept up to date while people rule: only what they touch is judged afresh. At any time it equals
// station::count; what is confirmed and printed is counted with that.

#include <optional>
#include <span>

#include "station/review/count.hpp"
#include "station/rules/running_judgement.hpp"

namespace kiemphieu::station {

class RunningCount {
  public:
    /// The definition must stay.
    explicit RunningCount(const CaseDefinition& definition) : definition_(&definition) {}

    /// The count of a state, which is the one counted last or one that events of the same record led to from there.
    const Count& of(const CaseState& state);
    /// The count of the state counted last.
    const Count& last() const { return count_; }
    /// What an item would be in the state counted last, were it ruled so; nothing when there would be no such item.
    std::optional<ReviewItem> trial(const CaseState& state, const ItemId& item, const Ruling& ruling) const {
        return judgement_.trial(count_.facts, state.sheets, item, ruling);
    }

  private:
    bool goes_on_from_last(const CaseState& state) const;
    void begin(const CaseState& state);
    void go_on(const CaseState& state);

    const CaseDefinition* definition_;
    std::optional<RulingsHeard> heard_;  ///< nothing while nothing is counted
    RunningJudgement judgement_;
    Count count_;
    std::uint64_t last_number_{0};
    std::size_t printings_{0};
    std::size_t aside_{0};
    std::size_t sheets_{0};
};

}  // namespace kiemphieu::station
