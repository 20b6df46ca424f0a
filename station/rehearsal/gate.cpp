#include "station/rehearsal/gate.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "station/review/people.hpp"

namespace kiemphieu::station {
namespace {

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& message) {
    return base::fail(base::Failure{base::FailureClass::bad_input, "", field, message});
}

bool passed(const CaseState& state, const base::StyleId& style) {
    const auto last = std::find_if(state.rehearsals.rbegin(), state.rehearsals.rend(),
                                   [&](const Rehearsed& rehearsed) { return rehearsed.style == style; });
    return last != state.rehearsals.rend() && last->differences.empty();
}

}  // namespace

std::vector<base::StyleId> unrehearsed(const CaseState& state) {
    std::vector<base::StyleId> styles;
    for (const Printed& printed : state.printings) {
        if (printed.kind != forms::BallotKind::official || passed(state, printed.style)) continue;
        if (std::ranges::find(styles, printed.style) == styles.end()) styles.push_back(printed.style);
    }
    return styles;
}

base::Expected<void, base::Failure> may_open_count(const CaseDefinition& definition, const CaseState& state) {
    if (definition.conference.policy.rehearsal != forms::RehearsalRule::require) return {};
    if (!state.batches.empty() || state.rehearsal_waived) return {};
    const std::vector<base::StyleId> open = unrehearsed(state);
    if (open.empty()) return {};
    std::string names;
    for (const base::StyleId& style : open) names += (names.empty() ? "" : ", ") + style.value;
    return refuse("policy.rehearsal", "style " + names +
                                          " has no passed rehearsal; expected `forms --kind test-deck` and `rehearse`, "
                                          "or the head's `rehearse --waive`");
}

base::Expected<void, base::Failure> waive_rehearsal(Record& record, const CaseDefinition& definition,
                                                    const std::string& who, const std::string& why) {
    const auto* person = find_person(definition.conference, who);
    if (!person) return refuse("--as", "\"" + who + "\" is nobody of the committee");
    if (person->role != forms::CommitteeRole::head) {
        return refuse("--as", person->name + " may not waive the rehearsal; the head of the committee does");
    }
    if (base::squeeze_blanks(why).empty()) return refuse("--why", "expected a reason");
    return record.append(RehearsalWaived{person->name, why});
}

}  // namespace kiemphieu::station
