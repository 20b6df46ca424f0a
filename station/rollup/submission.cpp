#include "station/rollup/submission.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace kiemphieu::station::rollup {
namespace {

constexpr std::array<std::string_view, 2> kinds{"package", "report"};
constexpr std::array<std::string_view, 7> reasons{"not_understood", "passphrase", "broken",      "not_confirmed",
                                                  "unknown_unit",   "not_proven", "contradicted"};

template <class Value, std::size_t N>
std::optional<Value> value_of(const std::array<std::string_view, N>& words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    if (found == words.end()) return std::nullopt;
    return static_cast<Value>(found - words.begin());
}

}  // namespace

std::string_view name_of(SubmissionKind kind) {
    return kinds.at(static_cast<std::size_t>(kind));
}
std::string_view name_of(RefusalReason reason) {
    return reasons.at(static_cast<std::size_t>(reason));
}
std::optional<SubmissionKind> submission_kind_of(std::string_view name) {
    return value_of<SubmissionKind>(kinds, name);
}
std::optional<RefusalReason> refusal_reason_of(std::string_view name) {
    return value_of<RefusalReason>(reasons, name);
}

std::optional<std::string> fault_of(const VoteFigures& vote) {
    if (vote.people.empty()) return "has nobody's figures";
    if (vote.issued && *vote.issued < 0) return "has fewer than no ballots issued";
    int expected = 0;
    for (const PersonFigures& person : vote.people) {
        const std::string who = fmt::format("number {}", person.number);
        if (person.number != ++expected) return who + fmt::format(" stands where {} is expected", expected);
        const bool negative = person.valid < 0 || person.invalid < 0 || std::ranges::min(person.levels) < 0;
        if (negative || std::accumulate(person.levels.begin(), person.levels.end(), 0) != person.valid) {
            return who + fmt::format(": {}, {} and {} are not {} valid ballots", person.levels[0], person.levels[1],
                                     person.levels[2], person.valid);
        }
        if (person.valid + person.invalid != vote.collected) {
            return who + fmt::format(": {} valid and {} invalid ballots are not {} collected", person.valid,
                                     person.invalid, vote.collected);
        }
    }
    return std::nullopt;
}

}  // namespace kiemphieu::station::rollup
