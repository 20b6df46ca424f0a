#pragma once
// What is wrong with a definition, field by field, and what a roster in a spreadsheet says.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"
#include "station/server/definition_json.hpp"

namespace kiemphieu::station::server {

struct DefinitionProblem {
    std::string field;  ///< "styles.0.candidates.3.name"
    std::optional<int> row{};
    std::string vietnamese;
    std::string english;
};

/// Everything that stands against making a case of it; the first is what `kiemphieu new` would say.
std::vector<DefinitionProblem> problems_of(const DefinitionText& definition);

/// The conference, where nothing is wrong. Errors: bad_input.
[[nodiscard]] base::Expected<forms::Conference, base::Failure> conference_of(const DefinitionText& definition);

struct RosterProblem {
    int row{};           ///< of the people from 1; 0 for the whole file
    std::string column;  ///< number, name, position or empty
    std::string vietnamese;
    std::string english;
};

struct RosterRead {
    std::vector<forms::Candidate> candidates;
    std::vector<RosterProblem> problems;
};

/// Reads what a spreadsheet saved or put on the clipboard: with a header or without, with numbers or without.
RosterRead read_roster_table(std::string_view bytes);

}  // namespace kiemphieu::station::server
