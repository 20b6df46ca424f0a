#pragma once
// What conference.toml and the rosters share: cleaning texts that will be printed, and checking a list of people.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"

namespace kiemphieu::forms {

/// Names a ballot can carry. Source: forms.md "1 to 60 candidates"; a full body of a province has fewer.
inline constexpr std::size_t max_candidates = 60;

/// A printable text: NFC, every run of blanks (no-break and ideographic ones too) made one, invisible joiners dropped.
/// Errors: what is wrong with it (no valid UTF-8, a control character, empty), without a place.
[[nodiscard]] base::Expected<std::string, std::string> clean_text(std::string_view raw);

/// Number of the line, 1-based, that holds the byte at `offset`.
int line_at(std::string_view text, std::size_t offset);

/// Adds a candidate with the next number. Errors: what is wrong (the same name and position again, one too many).
[[nodiscard]] base::Expected<void, std::string> add_candidate(std::vector<Candidate>& list, std::string name,
                                                              std::string position);

}  // namespace kiemphieu::forms
