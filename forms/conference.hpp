#pragma once
// The definition of a conference, as conference.toml and the rosters give it.

#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"

namespace kiemphieu::forms {

/// A calendar day, checked to exist.
struct Date {
    int year{};
    int month{};
    int day{};
    auto operator<=>(const Date&) const = default;
};

/// Whose look the documents have: the Party's or the State's.
enum class ConferenceKind { party, state };

/// What a struck name voids. Source: plan II.6.3 "phiếu gạch xoá họ tên"; some bodies void only the row.
enum class CrossedNameRule { ballot, row };

/// Whether the red seal is looked for on every ballot.
enum class SealRule { ignore, require };

/// Whether the first official sheet waits for a passed rehearsal of every style, or is only advised to.
enum class RehearsalRule { advise, require };

/// The ô to mark: the table cell itself (as in Phụ lục 4) or a thin 8 mm square in it.
enum class MarkBox { cell, square };

enum class CommitteeRole { head, secretary, member, technician, observer };

/// A row of the list: một người được lấy phiếu.
struct Candidate {
    int number{};  ///< 1-based, in printed order
    std::string name;
    std::string position;
    bool operator==(const Candidate&) const = default;
};

/// A ballot style (loại phiếu): one list of people put to one body of voters.
struct BallotStyle {
    base::StyleId id;
    std::string voters;     ///< (1) thành phần ghi phiếu
    std::string positions;  ///< (2) chức danh được lấy phiếu
    std::vector<Candidate> candidates;
    int members{};
    int summoned{};
    int present{};
    int absent_at_start{};
    int present_at_vote{};
    std::optional<int> group{};  ///< of Phụ lục 1, 1 to 12
    bool operator==(const BallotStyle&) const = default;
};

struct CommitteeMember {
    std::string name;
    CommitteeRole role{CommitteeRole::member};
    bool operator==(const CommitteeMember&) const = default;
};

struct Policy {
    CrossedNameRule crossed_name{CrossedNameRule::ballot};
    bool two_person{false};
    SealRule seal{SealRule::ignore};
    MarkBox mark_box{MarkBox::cell};
    RehearsalRule rehearsal{RehearsalRule::advise};
    bool operator==(const Policy&) const = default;
};

/// The mark of secrecy that stands on the counting minutes.
enum class SecretMark { none, mat };

/// What the counting minutes need beyond the ballot. Source: plan II.5.1 (three copies and where they go).
struct DocumentSettings {
    SecretMark mark{SecretMark::none};
    std::optional<std::string> chair;       ///< who presides over the conference
    std::optional<std::string> minutes_to;  ///< where copies 1 and 2 go; "cấp trên trực tiếp" while not given
    std::optional<std::string> minutes_kept_at;  ///< where copy 3 is kept; the organisation while not given
    bool operator==(const DocumentSettings&) const = default;
};

struct Conference {
    std::string organisation;
    std::optional<std::string> parent_organisation;
    std::string place;
    Date date;
    std::string session;
    ConferenceKind kind{ConferenceKind::party};
    std::vector<BallotStyle> styles;
    std::vector<CommitteeMember> committee;
    Policy policy;
    DocumentSettings documents{};

    /// The style of that id, or nothing.
    const BallotStyle* find_style(const base::StyleId& id) const;
    bool operator==(const Conference&) const = default;
};

std::string_view name_of(CommitteeRole role);
std::string_view name_of(CrossedNameRule rule);
std::string_view name_of(SealRule rule);
std::string_view name_of(MarkBox box);
std::string_view name_of(RehearsalRule rule);
std::string_view name_of(ConferenceKind kind);
std::string_view name_of(SecretMark mark);

}  // namespace kiemphieu::forms
