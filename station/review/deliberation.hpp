#pragma once
// What people said of items, in the order of the log, and which of it holds.

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/shared_value.hpp"
#include "forms/conference.hpp"
#include "station/store/case_state.hpp"

namespace kiemphieu::station {

/// Decisions on one item that do not hold yet.
struct OpenRuling {
    enum class Standing {
        awaits_second,  ///< one person decided; a second one must decide the same
        disputed,       ///< two people decided otherwise: they agree, or the head rules
    };
    Standing standing{Standing::awaits_second};
    std::vector<LoggedRuling> voices;  ///< each person's latest, in the order of the log
    bool operator==(const OpenRuling&) const = default;
};

/// Rulings of a log, sorted into those that hold and those that wait for a second person.
struct SortedRulings {
    base::SharedValue<Rulings> in_force;
    base::SharedValue<std::map<ItemId, OpenRuling>> waiting;
    base::SharedValue<std::map<ItemId, std::set<std::string>>>
        voices;  ///< whose word on an item stands and may be taken back
    bool operator==(const SortedRulings&) const = default;
};

/// Hears a log as it grows. The latest ruling of an item holds. Under the two-person policy, and for whatever is keyed
/// in by hand, two different people must say the same; where two say otherwise, what the head rules from then on holds,
/// until somebody says otherwise again. What somebody took back counts as unsaid. Source: docs/adr/0021.
class RulingsHeard {
  public:
    explicit RulingsHeard(const forms::Conference& conference);
    RulingsHeard(RulingsHeard&&) noexcept;
    RulingsHeard& operator=(RulingsHeard&&) noexcept;
    ~RulingsHeard();

    /// Hears what the lists have beyond what was heard of them; gives the items that were spoken of.
    std::set<ItemId> hear(std::span<const LoggedRuling> rulings, std::span<const LoggedAnswer> answers,
                          std::span<const LoggedWithdrawal> withdrawals);
    const SortedRulings& sorted() const;

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

/// All rulings of a log, sorted at once.
SortedRulings sort_rulings(const forms::Conference& conference, std::span<const LoggedRuling> rulings,
                           std::span<const LoggedAnswer> answers = {},
                           std::span<const LoggedWithdrawal> withdrawals = {});

}  // namespace kiemphieu::station
