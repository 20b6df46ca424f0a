#include "forms/conference.hpp"

#include <algorithm>

namespace kiemphieu::forms {

const BallotStyle* Conference::find_style(const base::StyleId& id) const {
    const auto found = std::ranges::find(styles, id, &BallotStyle::id);
    return found == styles.end() ? nullptr : &*found;
}

std::string_view name_of(CommitteeRole role) {
    switch (role) {
        case CommitteeRole::head:
            return "head";
        case CommitteeRole::secretary:
            return "secretary";
        case CommitteeRole::member:
            return "member";
        case CommitteeRole::technician:
            return "technician";
        case CommitteeRole::observer:
            return "observer";
    }
    return {};
}

std::string_view name_of(CrossedNameRule rule) {
    return rule == CrossedNameRule::ballot ? "ballot" : "row";
}

std::string_view name_of(SealRule rule) {
    return rule == SealRule::ignore ? "ignore" : "require";
}

std::string_view name_of(RehearsalRule rule) {
    return rule == RehearsalRule::advise ? "advise" : "require";
}

std::string_view name_of(MarkBox box) {
    return box == MarkBox::cell ? "cell" : "square";
}

std::string_view name_of(ConferenceKind kind) {
    return kind == ConferenceKind::party ? "party" : "state";
}

std::string_view name_of(SecretMark mark) {
    return mark == SecretMark::none ? "none" : "mat";
}

}  // namespace kiemphieu::forms
