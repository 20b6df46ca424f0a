#include "station/review/audit.hpp"

#include "station/review/people.hpp"

namespace kiemphieu::station {

std::vector<base::Failure> audit(const CaseDefinition& definition, const CaseState& state) {
    std::vector<base::Failure> faults;
    const auto add = [&](const std::string& place, std::string message) {
        faults.push_back({base::FailureClass::broken_evidence, "record.sqlite", place, std::move(message)});
    };
    for (const LoggedRuling& logged : state.rulings) {
        const auto* person = find_person(definition.conference, logged.given.who);
        if (!person || !may_rule(*person)) {
            add("event " + std::to_string(logged.number), "a ruling by \"" + logged.given.who + "\", who may not rule");
        }
    }
    for (const LoggedAnswer& logged : state.answers) {
        const auto* person = find_person(definition.conference, logged.given.who);
        if (!person || !may_rule(*person)) {
            add("event " + std::to_string(logged.number),
                "an answer by \"" + logged.given.who + "\", who may not rule");
        }
    }
    for (const LoggedWithdrawal& logged : state.withdrawals) {
        const auto* person = find_person(definition.conference, logged.given.who);
        if (!person || !may_rule(*person)) {
            add("event " + std::to_string(logged.number),
                "a withdrawal by \"" + logged.given.who + "\", who may not rule");
        }
    }
    if (state.confirmations.empty()) return faults;
    const Count now = count(definition, state);
    if (!now.tally.complete()) add("confirmation", "figures are confirmed while something is open");
    for (const Confirmed& confirmation : state.confirmations) {
        const auto* person = find_person(definition.conference, confirmation.who);
        if (!person || person->role != confirmation.role) {
            add("confirmation", "\"" + confirmation.who + "\" does not hold the role it was given in");
        }
        if (confirmation.figures != now.figures_digest()) {
            add("confirmation", confirmation.who + " confirmed other figures than the record counts to");
        }
    }
    return faults;
}

}  // namespace kiemphieu::station
