#include "station/review/acts.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "station/review/people.hpp"

namespace kiemphieu::station {
namespace {

using base::Expected;
using base::Failure;
using base::FailureClass;
using Outcome = Expected<void, Failure>;

tl::unexpected<Failure> refuse(std::string place, std::string message) {
    return base::fail(Failure{FailureClass::bad_input, {}, std::move(place), std::move(message)});
}

/// Checks rulings against one count.
class RulingCheck {
  public:
    RulingCheck(const CaseDefinition& definition, const CaseState& state, RunningCount& running)
        : definition_(definition), state_(state), running_(running), count_(running.of(state)) {}

    Outcome operator()(const RulingGiven& given, Manner manner) const {
        const std::string place = to_string(given.item);
        if (manner == Manner::keyed && !can_be_keyed(given)) {
            return refuse(place, "is keyed by-hand, not-issued or ignore, as a sheet, a missing sheet or a paper");
        }
        if (manner == Manner::ruled && !is_head_of_dispute(given) && is_paper(given.item)) {
            return refuse(place, "is keyed in by two people; only where they differ does the head rule");
        }
        const auto* person = find_person(definition_.conference, given.who);
        if (!person) return refuse(place, "\"" + given.who + "\" is nobody of the committee");
        if (!may_rule(*person)) {
            return refuse(place, person->name + " may not rule; head, secretary and members of the committee do");
        }
        const auto choices = choices_of(given.item);
        if (choices.empty()) return refuse(place, "there is no such item");
        if (std::ranges::find(choices, given.ruling.value) == choices.end()) {
            return refuse(place, "can't be ruled " + std::string{name_of(given.ruling.value)} + "; expected one of " +
                                     list(choices));
        }
        return check_content(given, place);
    }

  private:
    /// What can be ruled of an item: people may also rule on what the machine counted without asking.
    std::vector<RulingValue> choices_of(const ItemId& id) const {
        if (const ReviewItem* item = count_.find(id)) return item->choices;
        using enum RulingValue;
        if (const auto* paper = std::get_if<PaperItem>(&id); paper && is_page(*paper)) {
            return {by_hand, not_issued, ignore};
        }
        if (const auto* stray = std::get_if<StrayItem>(&id); stray && count_.facts.find_style(stray->style)) {
            return {not_issued, ignore};
        }
        if (const auto* row = std::get_if<RowItem>(&id); row && is_counted_row(*row)) {
            return {high, confidence, low, none, double_mark, triple_mark, crossed, not_crossed};
        }
        if (const auto* sheet = std::get_if<SheetItem>(&id); sheet && find_sheet(*sheet)) {
            return {by_hand, not_issued, issued, ignore};
        }
        return {};
    }

    static bool is_paper(const ItemId& id) {
        return std::holds_alternative<PaperItem>(id) || std::holds_alternative<StrayItem>(id);
    }

    static bool can_be_keyed(const RulingGiven& given) {
        using enum RulingValue;
        const RulingValue value = given.ruling.value;
        const bool place = is_paper(given.item) || std::holds_alternative<SheetItem>(given.item) ||
                           std::holds_alternative<MissingItem>(given.item);
        return place && (value == by_hand || value == not_issued || value == ignore);
    }

    bool is_head_of_dispute(const RulingGiven& given) const {
        const auto waiting = count_.rulings.waiting.find(given.item);
        const auto* person = find_person(definition_.conference, given.who);
        return person && person->role == forms::CommitteeRole::head && waiting != count_.rulings.waiting.end() &&
               waiting->second.standing == OpenRuling::Standing::disputed;
    }

    /// A page with rows of a printed ballot.
    bool is_page(const PaperItem& paper) const {
        const PrintedBallot* printed = count_.facts.find_ballot(paper.serial);
        if (!printed || printed->kind == forms::BallotKind::test) return false;
        const PageFacts* page = count_.facts.find_style(printed->style)->find_page(paper.page);
        return page && !page->numbers.empty();
    }

    Outcome check_content(const RulingGiven& given, const std::string& place) const {
        const Ruling& ruling = given.ruling;
        if ((ruling.value == RulingValue::by_hand) != ruling.hand.has_value()) {
            return refuse(place, "a reading by hand goes with by-hand, and only with it");
        }
        if (ruling.value == RulingValue::accepted && base::squeeze_blanks(given.why).empty()) {
            return refuse(place, "needs a reason: why figures are accepted that do not agree");
        }
        if (std::holds_alternative<RowItem>(given.item) && !count_.find(given.item) && !settles(given)) {
            return refuse(place, "the row's sheet was read by hand or waits for a ruling; rule on the sheet");
        }
        if (ruling.value == RulingValue::not_issued && !settles(given)) {
            return refuse(place, "the paper does not tell its style; the ruling must");
        }
        if (ruling.value == RulingValue::by_hand && !settles(given)) {
            return refuse(place,
                          "the reading by hand must say which printed ballot it is, or only the style of a ballot read "
                          "whole, and give every row on the paper and no other");
        }
        return {};
    }

    /// Whether the ruling, once in force, would settle its item.
    bool settles(const RulingGiven& given) const {
        const auto item = running_.trial(state_, given.item, given.ruling);
        return item && !item->pending();
    }

    bool is_counted_row(const RowItem& row) const {
        const PrintedBallot* printed = count_.facts.find_ballot(row.serial);
        if (!printed) return false;
        const auto& ballots = count_.judgement.ballots;
        const auto key = [](const BallotVerdict& ballot) { return std::tie(ballot.style, ballot.serial); };
        const std::optional<base::Serial> serial = row.serial;
        const auto ballot = std::ranges::lower_bound(ballots, std::tie(printed->style, serial), {}, key);
        return ballot != ballots.end() && ballot->serial == serial && row.number >= 1 &&
               row.number <= static_cast<int>(ballot->rows.size());
    }

    const AcceptedSheet* find_sheet(const SheetItem& id) const {
        const auto found = std::ranges::find(state_.sheets, id, [](const AcceptedSheet& s) { return item_of(s.key); });
        return found == state_.sheets.end() ? nullptr : &*found;
    }

    static std::string list(const std::vector<RulingValue>& values) {
        std::string text;
        for (const RulingValue value : values) text += (text.empty() ? "" : ", ") + std::string{name_of(value)};
        return text;
    }

    const CaseDefinition& definition_;
    const CaseState& state_;
    const RunningCount& running_;
    const Count& count_;
};

/// The person, who must be head or secretary. Errors: bad_input.
Expected<forms::CommitteeMember, Failure> find_confirmer(const CaseDefinition& definition, const std::string& who,
                                                         const char* act) {
    const auto* person = find_person(definition.conference, who);
    if (!person) return refuse(who, "is nobody of the committee");
    if (!may_confirm(*person)) {
        return refuse(who, std::string{"may not "} + act + "; only head and secretary do");
    }
    return *person;
}

Outcome check_figures(const Declaration& figures) {
    const std::pair<const char*, int> fields[]{{"issued", figures.issued},
                                               {"collected", figures.collected},
                                               {"exchanged", figures.exchanged.value_or(0)},
                                               {"unused", figures.unused.value_or(0)},
                                               {"summoned", figures.summoned.value_or(0)},
                                               {"present", figures.present.value_or(0)}};
    for (const auto& [name, value] : fields) {
        if (value < 0) return refuse(name, "is " + std::to_string(value) + "; expected 0 or more");
    }
    return {};
}

}  // namespace

Outcome declare(Record& record, const CaseDefinition& definition, const Declared& declared) {
    const forms::Conference& conference = definition.conference;
    if (!conference.find_style(declared.figures.style)) {
        return refuse("style", "\"" + declared.figures.style.value + "\" is no style of this conference");
    }
    if (auto checked = check_figures(declared.figures); !checked) return checked;
    const forms::BallotStyle& style = *conference.find_style(declared.figures.style);
    const int summoned = declared.figures.summoned.value_or(style.summoned);
    if (declared.figures.present.value_or(0) > summoned) {
        return refuse("present", std::to_string(*declared.figures.present) + " is more than those summoned, " +
                                     std::to_string(summoned));
    }
    Declared event = declared;
    const auto head =
        std::ranges::find(conference.committee, forms::CommitteeRole::head, &forms::CommitteeMember::role);
    if (event.who.empty() && head != conference.committee.end()) event.who = head->name;
    const auto* person = find_person(conference, event.who);
    if (!person || !may_rule(*person)) {
        return refuse("who", "\"" + event.who + "\" is nobody of the committee who may declare figures");
    }
    event.who = person->name;
    return record.append(event);
}

namespace {

Outcome decide(Record& record, const CaseDefinition& definition, std::span<const RulingGiven> decisions, Manner manner,
               RunningCount& running) {
    std::vector<Event> events;
    for (RulingGiven given : decisions) {
        if (const auto* person = find_person(definition.conference, given.who)) given.who = person->name;
        if (manner == Manner::keyed) {
            events.emplace_back(HandEntered{std::move(given)});
        } else {
            events.emplace_back(std::move(given));
        }
    }
    return record.append_all(events, [&](const CaseState& state) -> Outcome {
        const RulingCheck check(definition, state, running);
        for (const RulingGiven& given : decisions) {
            if (auto checked = check(given, manner); !checked) return checked;
        }
        return {};
    });
}

}  // namespace

Outcome rule(Record& record, const CaseDefinition& definition, std::span<const RulingGiven> rulings) {
    RunningCount once(definition);
    return rule(record, definition, rulings, once);
}

Outcome rule(Record& record, const CaseDefinition& definition, std::span<const RulingGiven> rulings,
             RunningCount& running) {
    return decide(record, definition, rulings, Manner::ruled, running);
}

Outcome enter(Record& record, const CaseDefinition& definition, std::span<const RulingGiven> entries) {
    RunningCount once(definition);
    return enter(record, definition, entries, once);
}

Outcome enter(Record& record, const CaseDefinition& definition, std::span<const RulingGiven> entries,
              RunningCount& running) {
    return decide(record, definition, entries, Manner::keyed, running);
}

Outcome second(Record& record, const CaseDefinition& definition, const SecondWord& word) {
    const std::string place = to_string(word.item);
    const auto* person = find_person(definition.conference, word.who);
    if (!person || !may_rule(*person)) {
        return refuse(place, "\"" + word.who + "\" may not rule; head, secretary and members of the committee do");
    }
    if (word.answer == Answer::disagrees && base::squeeze_blanks(word.why).empty()) {
        return refuse(place, "needs a reason: why the ruling is not agreed to");
    }
    return record.append_made([&](const CaseState& state) -> Expected<Event, Failure> {
        const SortedRulings sorted =
            sort_rulings(definition.conference, state.rulings, state.answers, state.withdrawals);
        const auto waiting = sorted.waiting.find(word.item);
        if (waiting == sorted.waiting.end() || waiting->second.voices.empty()) {
            return refuse(place, "waits for no second person");
        }
        const auto latest =
            std::ranges::find_if(waiting->second.voices.rbegin(), waiting->second.voices.rend(),
                                 [&](const LoggedRuling& said) { return said.given.who != person->name; });
        if (latest == waiting->second.voices.rend()) {
            return refuse(place, person->name + " ruled so; a second person must agree or disagree");
        }
        if (latest->manner == Manner::keyed && word.answer == Answer::agrees) {
            return refuse(place,
                          "is keyed in; a second person keys it from the paper, without seeing what the first keyed");
        }
        // An agreement with a ruling is answered by that ruling's own number, also where somebody agreed to it before.
        const auto original = std::ranges::find_if(
            state.rulings.rbegin(), state.rulings.rend(),
            [&](const LoggedRuling& r) { return r.given.item == word.item && r.given.ruling == latest->given.ruling; });
        return SecondGiven{original->number, word.answer, person->name, word.why};
    });
}

Outcome take_back(Record& record, const CaseDefinition& definition, const TakenBack& withdrawal) {
    const std::string place = to_string(withdrawal.item);
    const auto* person = find_person(definition.conference, withdrawal.who);
    if (!person || !may_rule(*person)) {
        return refuse(place,
                      "\"" + withdrawal.who + "\" may not rule; head, secretary and members of the committee do");
    }
    return record.append_made([&](const CaseState& state) -> Expected<Event, Failure> {
        const SortedRulings sorted =
            sort_rulings(definition.conference, state.rulings, state.answers, state.withdrawals);
        const auto voices = sorted.voices.find(withdrawal.item);
        if (voices == sorted.voices.end() || !voices->second.contains(person->name)) {
            return refuse(place, person->name + " has said nothing of it that could be taken back");
        }
        return TakenBack{withdrawal.item, person->name, withdrawal.why};
    });
}

Outcome confirm(Record& record, const CaseDefinition& definition, const std::string& who) {
    const auto person = find_confirmer(definition, who, "confirm");
    if (!person) return base::fail(person.error());
    return record.append_made([&](const CaseState& state) -> Expected<Event, Failure> {
        const auto earlier = std::ranges::find(state.confirmations, person->role, &Confirmed::role);
        if (earlier != state.confirmations.end()) return refuse(person->name, "has confirmed these figures already");
        const Count now = station::count(definition, state);
        if (!now.tally.complete()) return refuse("figures", "can't be confirmed: " + what_is_open(now.tally));
        return Confirmed{person->name, person->role, now.figures_digest()};
    });
}

base::Expected<void, Failure> set_batch_aside(Record& record, const CaseDefinition& definition, BatchId batch,
                                              const std::string& who, const std::string& why) {
    const auto* person = find_person(definition.conference, who);
    if (!person) return refuse("--as", "\"" + who + "\" is nobody of the committee");
    if (!may_rule(*person)) {
        return refuse("--as", person->name + " may not set sheets aside; head, secretary and members do");
    }
    if (base::squeeze_blanks(why).empty()) return refuse("--why", "expected a reason");
    return record.append(BatchSetAside{batch, person->name, why});
}

Outcome reopen(Record& record, const CaseDefinition& definition, const std::string& who, const std::string& why) {
    const auto person = find_confirmer(definition, who, "reopen");
    if (!person) return base::fail(person.error());
    if (base::squeeze_blanks(why).empty())
        return refuse("why", "is empty; a confirmed count is reopened with a reason");
    return record.append(Reopened{person->name, why});
}

std::string what_is_open(const Tally& tally) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    if (const int items = tally.pending_items(); items > 0) add(std::to_string(items) + " items wait for rulings");
    for (const StyleTally& style : tally.styles) {
        const std::string name = "style " + style.style.value;
        if (!style.declared) {
            add(name + " has no declared figures");
        } else if (style.scanned != style.collected) {
            add(name + " has " + std::to_string(style.collected) + " ballots collected and " +
                std::to_string(style.scanned) + " scanned");
        }
        if (style.pending_rows > 0)
            add(name + " has " + std::to_string(style.pending_rows) + " rows that count for nothing yet");
    }
    return text;
}

}  // namespace kiemphieu::station
