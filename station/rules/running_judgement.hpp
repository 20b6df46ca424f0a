#pragma once
// A judgement that is kept up to date: what a ruling or a new sheet touches is judged afresh, the rest stands.
// Judging everything afresh remains the truth; this must equal it at any time, and a property test holds it to that.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <variant>
#include <vector>

#include "station/rules/judge.hpp"

namespace kiemphieu::station {

/// Another ruling of an item is in force, or none any more.
struct RulingChange {
    ItemId item;
    std::optional<Ruling> now;
};

class RunningJudgement {
  public:
    /// Judges everything.
    void begin(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, const Rulings& rulings);
    /// Judges what the changes and the sheets beyond those seen touch. Facts and earlier sheets are as they were.
    void change(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, std::span<const RulingChange> changes);
    /// What an item would be if it were ruled so; nothing when there would be no such item.
    std::optional<ReviewItem> trial(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, const ItemId& item,
                                    const Ruling& ruling) const;

    const Judgement& judgement() const { return judgement_; }

  private:
    /// A part of a case that can be judged alone: all that names one serial; or a sheet that no code and no person gave
    /// to a serial, by its place in the list; or a keyed paper without a code. No verdict and no item depends on two.
    using Part = std::variant<base::Serial, std::size_t, StrayItem>;
    using Parts = std::set<Part>;

    void take_sheets(const CaseFacts& facts, std::span<const AcceptedSheet> sheets);
    void take_rulings(const CaseFacts& facts, std::span<const AcceptedSheet> sheets,
                      std::span<const RulingChange> changes);
    Judgement judge_parts(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, const Parts& parts) const;
    void note_sheets(std::span<const AcceptedSheet> sheets);
    Part home_of(std::size_t uncoded, const AcceptedSheet& sheet) const;
    /// The parts an item is in while it is ruled so, or not at all.
    void add_parts_of(std::span<const AcceptedSheet> sheets, const ItemId& item, const Ruling* ruling,
                      Parts& parts) const;
    std::vector<AcceptedSheet> sheets_of(const Parts& parts, std::span<const AcceptedSheet> sheets) const;
    Rulings rulings_of(const Parts& parts, std::span<const AcceptedSheet> sheets) const;
    const Ruling* find_ruling(const ItemId& item) const;

    Judgement judgement_;
    Rulings rulings_;
    std::size_t seen_{0};                                     ///< sheets
    std::map<base::Serial, std::vector<std::size_t>> coded_;  ///< sheets by the serial their code claims
    std::vector<std::size_t> uncoded_;                        ///< sheets without a code
    std::map<SheetItem, std::size_t> by_item_;
    bool names_are_shared_{false};  ///< two images go by one name: then parts are not apart, and all is judged
};

}  // namespace kiemphieu::station
