#include "station/review/count.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>

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
        auto& items = count.judgement.items;
        items.insert(std::ranges::upper_bound(items, id, {}, &ReviewItem::id), std::move(item));
    }
}

}  // namespace

SortedRulings sort_rulings(const forms::Conference& conference, std::span<const LoggedRuling> rulings,
                           std::span<const LoggedAnswer> answers, std::span<const LoggedWithdrawal> withdrawals) {
    std::map<ItemId, Deliberation> items;
    const auto item_for = [&](const ItemId& id) -> Deliberation& {
        return items.try_emplace(id, conference).first->second;
    };
    const auto person_of = [&](const std::string& who) {
        const auto* person = find_person(conference, who);
        return person && may_rule(*person) ? person : nullptr;
    };
    const auto hear_answer = [&](const LoggedAnswer& answer) {
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
    };
    const auto hear_withdrawal = [&](const LoggedWithdrawal& withdrawal) {
        if (const auto* person = person_of(withdrawal.given.who)) item_for(withdrawal.given.item).take_back(*person);
    };
    // Three lists of one log, heard in its order.
    auto answer = answers.begin();
    auto withdrawal = withdrawals.begin();
    const auto hear_others_before = [&](std::uint64_t number) {
        while (true) {
            const bool answers_next = answer != answers.end() && answer->number < number;
            const bool withdraws_next = withdrawal != withdrawals.end() && withdrawal->number < number;
            if (!answers_next && !withdraws_next) return;
            if (answers_next && (!withdraws_next || answer->number < withdrawal->number)) {
                hear_answer(*answer++);
            } else {
                hear_withdrawal(*withdrawal++);
            }
        }
    };
    for (const LoggedRuling& logged : rulings) {
        hear_others_before(logged.number);
        if (const auto* person = person_of(logged.given.who)) item_for(logged.given.item).hear(*person, logged);
    }
    hear_others_before(std::numeric_limits<std::uint64_t>::max());

    SortedRulings sorted;
    for (const auto& [item, deliberation] : items) {
        if (!deliberation.silent()) sorted.voices.emplace(item, deliberation.speakers());
        if (deliberation.settled()) {
            sorted.in_force.emplace(item, *deliberation.settled());
        } else if (!deliberation.silent()) {
            sorted.waiting.emplace(item, deliberation.open());
        }
    }
    return sorted;
}

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

base::Digest Count::figures_digest() const {
    return base::sha256(base::as_bytes(to_json(tally, Finality::provisional)));
}

Count count(const CaseDefinition& definition, const CaseState& state) {
    if (state.readings == Readings::let_go) throw std::logic_error("a count of a record opened to take sheets in");
    Count result;
    result.facts = make_case_facts(definition.conference, state.made.conference, definition.layouts);
    for (const Printed& printing : state.printings) {
        for (const base::Serial serial : printing.serials) {
            result.facts.printed.emplace(serial, PrintedBallot{printing.style, printing.kind});
        }
    }
    result.rulings = sort_rulings(definition.conference, state.rulings, state.answers, state.withdrawals);
    result.judgement = judge(result.facts, state.sheets, result.rulings.in_force);
    add_waiting_papers(result);
    result.tally =
        tally(definition.conference, result.facts, state.declarations, result.judgement, result.rulings.in_force);
    result.finality = state.frozen() ? Finality::confirmed : Finality::provisional;
    return result;
}

}  // namespace kiemphieu::station
