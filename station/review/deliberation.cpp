#include "station/review/deliberation.hpp"

#include <algorithm>
#include <limits>

#include "station/review/people.hpp"

namespace kiemphieu::station {
namespace {

/// How many people a decision of this kind takes.
std::size_t people_needed(const forms::Conference& conference, const LoggedRuling& ruling) {
    const ItemId& item = ruling.given.item;
    // What nobody else can look at on a picture is never one person's word.
    const bool paper_only = std::holds_alternative<PaperItem>(item) || std::holds_alternative<StrayItem>(item);
    return conference.policy.two_person || paper_only || ruling.manner == Manner::keyed ? 2 : 1;
}

/// What people said of one item, in the order they said it.
class Deliberation {
  public:
    explicit Deliberation(const forms::Conference& conference) : conference_(conference) {}

    void hear(const forms::CommitteeMember& person, LoggedRuling said) {
        const bool head_settles = disputed_ && person.role == forms::CommitteeRole::head;
        const Ruling ruling = said.given.ruling;
        const std::size_t needed = people_needed(conference_, said);
        withdraw(person.name);
        voices_.emplace_back(person.name, std::move(said));
        disputed_ = false;
        settled_ = ruling;
        if (head_settles || supporters(ruling) >= needed) return;
        settled_.reset();
        disputed_ = supporters(ruling) < voices_.size();
    }

    void hear_disagreement(const forms::CommitteeMember& person) {
        withdraw(person.name);
        settled_.reset();
        disputed_ = !voices_.empty();
    }

    /// As if the person had not spoken: what the others said is weighed anew.
    void take_back(const forms::CommitteeMember& person) {
        withdraw(person.name);
        settled_.reset();
        disputed_ = false;
        if (voices_.empty()) return;
        const LoggedRuling& latest = voices_.back().second;
        const std::size_t agreeing = supporters(latest.given.ruling);
        if (agreeing >= people_needed(conference_, latest)) {
            settled_ = latest.given.ruling;
        } else {
            disputed_ = agreeing < voices_.size();
        }
    }

    bool silent() const { return voices_.empty(); }
    std::set<std::string> speakers() const {
        std::set<std::string> names;
        for (const auto& [name, said] : voices_) names.insert(name);
        return names;
    }
    const std::optional<Ruling>& settled() const { return settled_; }

    OpenRuling open() const {
        OpenRuling result;
        if (disputed_) result.standing = OpenRuling::Standing::disputed;
        for (const auto& [name, said] : voices_) result.voices.push_back(said);
        return result;
    }

  private:
    void withdraw(const std::string& name) {
        std::erase_if(voices_, [&](const auto& voice) { return voice.first == name; });
    }

    std::size_t supporters(const Ruling& ruling) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(voices_, [&](const auto& voice) { return voice.second.given.ruling == ruling; }));
    }

    const forms::Conference& conference_;
    std::vector<std::pair<std::string, LoggedRuling>> voices_;  ///< each person's latest
    std::optional<Ruling> settled_;
    bool disputed_{false};
};

}  // namespace

class RulingsHeard::Parts {
  public:
    explicit Parts(const forms::Conference& conference) : conference_(conference) {}

    std::set<ItemId> hear(std::span<const LoggedRuling> rulings, std::span<const LoggedAnswer> answers,
                          std::span<const LoggedWithdrawal> withdrawals) {
        // Three lists of one log, heard in its order.
        while (true) {
            const std::uint64_t ruling = number_at(rulings, rulings_heard_);
            const std::uint64_t answer = number_at(answers, answers_heard_);
            const std::uint64_t withdrawal = number_at(withdrawals, withdrawals_heard_);
            const std::uint64_t next = std::min({ruling, answer, withdrawal});
            if (next == none_left) break;
            if (next == ruling) {
                hear_ruling(rulings[rulings_heard_++]);
            } else if (next == answer) {
                hear_answer(answers[answers_heard_++], rulings);
            } else {
                hear_withdrawal(withdrawals[withdrawals_heard_++]);
            }
        }
        for (const ItemId& item : spoken_of_) sort(item);
        return std::exchange(spoken_of_, {});
    }

    const SortedRulings& sorted() const { return sorted_; }

  private:
    static constexpr std::uint64_t none_left = std::numeric_limits<std::uint64_t>::max();

    template <class Logged>
    static std::uint64_t number_at(std::span<const Logged> list, std::size_t heard) {
        return heard < list.size() ? list[heard].number : none_left;
    }

    Deliberation& item_for(const ItemId& id) {
        spoken_of_.insert(id);
        return items_.try_emplace(id, conference_).first->second;
    }

    const forms::CommitteeMember* person_of(const std::string& who) const {
        const auto* person = find_person(conference_, who);
        return person && may_rule(*person) ? person : nullptr;
    }

    void hear_ruling(const LoggedRuling& logged) {
        if (const auto* person = person_of(logged.given.who)) item_for(logged.given.item).hear(*person, logged);
    }

    void hear_answer(const LoggedAnswer& answer, std::span<const LoggedRuling> rulings) {
        const auto* person = person_of(answer.given.who);
        const auto ruling = std::ranges::lower_bound(rulings, answer.given.ruling, {}, &LoggedRuling::number);
        if (!person || ruling == rulings.end() || ruling->number != answer.given.ruling) return;
        if (answer.given.answer == Answer::disagrees) {
            item_for(ruling->given.item).hear_disagreement(*person);
        } else {
            LoggedRuling same = *ruling;
            same.number = answer.number;
            same.time = answer.time;
            same.given.who = answer.given.who;
            item_for(ruling->given.item).hear(*person, std::move(same));
        }
    }

    void hear_withdrawal(const LoggedWithdrawal& withdrawal) {
        if (const auto* person = person_of(withdrawal.given.who)) item_for(withdrawal.given.item).take_back(*person);
    }

    template <class Map>
    static void drop(base::SharedValue<Map>& map, const ItemId& item) {
        if (map.contains(item)) map.edit().erase(item);
    }

    void sort(const ItemId& item) {
        drop(sorted_.in_force, item);
        drop(sorted_.waiting, item);
        drop(sorted_.voices, item);
        const Deliberation& deliberation = items_.at(item);
        if (!deliberation.silent()) sorted_.voices.edit().emplace(item, deliberation.speakers());
        if (deliberation.settled()) {
            sorted_.in_force.edit().emplace(item, *deliberation.settled());
        } else if (!deliberation.silent()) {
            sorted_.waiting.edit().emplace(item, deliberation.open());
        }
    }

    const forms::Conference& conference_;
    std::map<ItemId, Deliberation> items_;
    std::set<ItemId> spoken_of_;
    std::size_t rulings_heard_{0};
    std::size_t answers_heard_{0};
    std::size_t withdrawals_heard_{0};
    SortedRulings sorted_;
};

RulingsHeard::RulingsHeard(const forms::Conference& conference) : parts_(std::make_unique<Parts>(conference)) {}
RulingsHeard::RulingsHeard(RulingsHeard&&) noexcept = default;
RulingsHeard& RulingsHeard::operator=(RulingsHeard&&) noexcept = default;
RulingsHeard::~RulingsHeard() = default;

std::set<ItemId> RulingsHeard::hear(std::span<const LoggedRuling> rulings, std::span<const LoggedAnswer> answers,
                                    std::span<const LoggedWithdrawal> withdrawals) {
    return parts_->hear(rulings, answers, withdrawals);
}

const SortedRulings& RulingsHeard::sorted() const {
    return parts_->sorted();
}

SortedRulings sort_rulings(const forms::Conference& conference, std::span<const LoggedRuling> rulings,
                           std::span<const LoggedAnswer> answers, std::span<const LoggedWithdrawal> withdrawals) {
    RulingsHeard heard(conference);
    heard.hear(rulings, answers, withdrawals);
    return heard.sorted();
}

}  // namespace kiemphieu::station
