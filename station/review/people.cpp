#include "station/review/people.hpp"

#include "base/text.hpp"

namespace kiemphieu::station {
namespace {

std::string plain(std::string_view name) {
    return base::to_nfc(base::squeeze_blanks(name));
}

}  // namespace

const forms::CommitteeMember* find_person(const forms::Conference& conference, std::string_view name) {
    if (base::find_invalid_utf8(name)) return nullptr;
    const std::string wanted = plain(name);
    const forms::CommitteeMember* found = nullptr;
    for (const forms::CommitteeMember& person : conference.committee) {
        // Roles are listed from head to observer.
        if (plain(person.name) == wanted && (!found || person.role < found->role)) found = &person;
    }
    return found;
}

bool may_rule(const forms::CommitteeMember& person) {
    return may_confirm(person) || person.role == forms::CommitteeRole::member;
}

bool may_confirm(const forms::CommitteeMember& person) {
    return person.role == forms::CommitteeRole::head || person.role == forms::CommitteeRole::secretary;
}

}  // namespace kiemphieu::station
