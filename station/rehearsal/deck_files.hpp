#pragma once
// The test decks of a case: printed, kept under CASE/rehearsal/, and found again.

#include <filesystem>
#include <vector>

#include "forms/print/test_deck.hpp"
#include "station/case/case_folder.hpp"

namespace kiemphieu::station {

/// Draws serials, writes them to the record as test ballots and prints the deck to `pdf`; beside it the sheet of
/// expected results, `NAME-ket-qua.pdf`, and the same as `NAME.json`. What it holds stays in CASE/rehearsal/.
/// Errors: bad_input; world.
[[nodiscard]] base::Expected<forms::TestDeck, base::Failure> print_test_deck(CaseFolder& folder,
                                                                             const forms::BallotLayout& layout,
                                                                             const std::filesystem::path& pdf);

/// All decks printed for the case, oldest first. Errors: bad_input naming the file; world.
[[nodiscard]] base::Expected<std::vector<forms::TestDeck>, base::Failure> read_test_decks(const CaseFolder& folder);

}  // namespace kiemphieu::station
