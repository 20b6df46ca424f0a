#pragma once
// Who may ask for what.

#include <initializer_list>
#include <string>
#include <string_view>

#include "forms/conference.hpp"

namespace kiemphieu::station::server {

/// What somebody who calls is: a role of the committee, the one who makes a case, or nobody known.
enum class Role { head, secretary, member, technician, observer, setup, anyone };

class Roles {
  public:
    constexpr Roles(std::initializer_list<Role> roles) {
        for (const Role role : roles) bits_ |= bit(role);
    }
    constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }

  private:
    static constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
    unsigned bits_{0};
};

/// Everyone of the committee, observers too: to read.
inline constexpr Roles everybody{Role::head, Role::secretary, Role::member, Role::technician, Role::observer};
/// Who rules and keys. Source: rules.md "The words".
inline constexpr Roles rulers{Role::head, Role::secretary, Role::member};

constexpr Role role_of(forms::CommitteeRole role) {
    switch (role) {
        case forms::CommitteeRole::head:
            return Role::head;
        case forms::CommitteeRole::secretary:
            return Role::secretary;
        case forms::CommitteeRole::member:
            return Role::member;
        case forms::CommitteeRole::technician:
            return Role::technician;
        case forms::CommitteeRole::observer:
            break;
    }
    return Role::observer;
}

constexpr std::string_view name_of(Role role) {
    constexpr std::string_view names[]{"head", "secretary", "member", "technician", "observer", "setup", "anyone"};
    return names[static_cast<std::size_t>(role)];
}

/// Whoever signed in.
struct Caller {
    Role role{Role::anyone};
    std::string name{};   ///< empty for `setup` and `anyone`
    std::string token{};  ///< of the session
};

}  // namespace kiemphieu::station::server
