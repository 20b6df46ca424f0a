#pragma once
// What a unit sent in and what the board keeps of it: figures that were verified, refusals, and what people settled.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "forms/conference.hpp"
#include "forms/level.hpp"

namespace kiemphieu::station::rollup {

enum class SubmissionKind {
    package,  ///< an evidence package, counted again from its images
    report,   ///< a signed report of Phụ lục 5, its figures read out of the PDF
};

/// One person's figures in one vote. Source: plan II.6.3.
struct PersonFigures {
    int number{};
    std::string name;
    std::string position;
    int valid{};
    int invalid{};
    std::array<int, 3> levels{};  ///< in the order of forms::all_levels
    bool operator==(const PersonFigures&) const = default;

    int count(forms::Level level) const { return levels[forms::index_of(level)]; }
};

/// One ballot style's figures.
struct VoteFigures {
    base::StyleId style;
    std::optional<int> issued;
    int collected{};
    std::vector<PersonFigures> people;
    bool operator==(const VoteFigures&) const = default;
};

/// A file that was verified.
struct Submission {
    base::Digest digest{};  ///< of the file in the clear
    base::Digest came{};    ///< of the file as it came: another one when it was encrypted
    SubmissionKind kind{SubmissionKind::package};
    std::string file;      ///< its name as it came
    forms::Date received;  ///< by the board
    std::string unit;      ///< of the register
    std::string session;   ///< of a package; empty of a report
    forms::Date vote_day;
    std::string conference;            ///< 16 hex digits of a package; empty of a report
    std::string fingerprint;           ///< of the confirmation: whole of a package, its first 16 digits of a report
    std::vector<std::string> signers;  ///< with a signature of a trusted issuer on every report of it, sorted
    std::vector<VoteFigures> votes;    ///< by style
    bool operator==(const Submission&) const = default;
};

/// Why a file was not taken.
enum class RefusalReason {
    not_understood,  ///< neither package nor report, or can't be opened
    passphrase,      ///< encrypted, and none of the passphrases opens it
    broken,          ///< its evidence does not hold
    not_confirmed,   ///< head and secretary have not confirmed
    unknown_unit,    ///< of no unit of the register, or of more than one
    not_proven,      ///< a report without the signatures that the register asks for
    contradicted,    ///< it is not the count whose mark the register has from the signed paper
};

struct Refusal {
    base::Digest digest{};  ///< of the file as it came
    std::string file;
    forms::Date day;
    RefusalReason reason{RefusalReason::not_understood};
    std::string place;    ///< in the file; may be empty
    std::string message;  ///< what was found and what was expected
    bool operator==(const Refusal&) const = default;
};

/// People's word on a conflict: of this vote this submission counts, and those do not.
struct Settlement {
    std::string unit;
    base::StyleId style;
    base::Digest digest{};
    std::vector<base::Digest> against;  ///< what came later is another conflict
    std::string who;
    std::string why;
    forms::Date day;
    bool operator==(const Settlement&) const = default;
};

/// All that a store holds; refusals and settlements in the order they were made.
struct RollupContents {
    std::vector<Submission> submissions;
    std::vector<Refusal> refusals;
    std::vector<Settlement> settlements;
    bool operator==(const RollupContents&) const = default;
};

std::string_view name_of(SubmissionKind kind);
std::string_view name_of(RefusalReason reason);
/// Nothing for a word that is none of them.
std::optional<SubmissionKind> submission_kind_of(std::string_view name);
std::optional<RefusalReason> refusal_reason_of(std::string_view name);

/// What is wrong with figures by themselves, a sentence; nothing when levels add up to valid ballots, valid and invalid
/// to those collected, and nobody stands twice. Source: plan II.6.3, Phụ lục 5.
std::optional<std::string> fault_of(const VoteFigures& vote);

}  // namespace kiemphieu::station::rollup
