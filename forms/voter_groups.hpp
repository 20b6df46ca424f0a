#pragma once
// Phụ lục 1: whose confidence is asked, and who votes.

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace kiemphieu::forms {

/// One of the twelve groups, in the plan's words. Source: plan, Phụ lục 1.
struct VoterGroup {
    int number{};
    std::string_view whose;   ///< "Đối với …"
    std::string_view voters;  ///< after "Thành phần ghi phiếu:"; empty where the group has no such words
    std::string_view rule;    ///< what it says instead or besides; may be empty
    int voters_as_group{};    ///< the group whose voters it shares; 0 when it has its own
};

inline constexpr int voter_group_count = 12;
const std::array<VoterGroup, voter_group_count>& voter_groups();
/// Nothing for a number that is none of 1 to 12.
const VoterGroup* find_voter_group(int number);

/// (2) of a ballot: whose confidence is asked, without "Đối với".
std::string positions_of(const VoterGroup& group);
/// (1) of a ballot: who votes; nothing where Phụ lục 1 leaves it to another text.
std::optional<std::string> voters_of(const VoterGroup& group);

}  // namespace kiemphieu::forms
