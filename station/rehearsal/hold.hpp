#pragma once
// A rehearsal is held: readings beside the decks they are of, a report printed, the outcome recorded and kept.

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "station/case/case_folder.hpp"
#include "station/rehearsal/compare.hpp"

namespace kiemphieu::station {

struct HeldRehearsal {
    Rehearsal rehearsal;
    std::filesystem::path report;
};

/// The lines of the record: all of them would make one event of a megabyte out of a deck of another conference.
std::vector<std::string> lines_of(const Rehearsal& rehearsal, std::string (*say)(const Difference&) = in_vietnamese);

/// Compares readings with every deck of the case that they are of, prints a report for each and records it. The report
/// lies in CASE/rehearsal/ when no file is named; what came out is kept there in any case. `who` may be empty.
/// Errors: bad_input when `who` is nobody, or no reading is of a deck of this case; world.
[[nodiscard]] base::Expected<std::vector<HeldRehearsal>, base::Failure> hold_rehearsal(
    CaseFolder& folder, std::span<const omr::SheetReading> readings, const std::string& who,
    const std::optional<std::filesystem::path>& report = std::nullopt);

/// The report of the n-th rehearsal of a case, counted from 1, where it was not printed elsewhere.
std::filesystem::path rehearsal_report(const std::filesystem::path& case_folder, std::size_t n,
                                       const base::StyleId& style);
/// What came out of it, as JSON.
std::filesystem::path rehearsal_result(const std::filesystem::path& case_folder, std::size_t n);

/// As `rehearse --json` prints it and rehearsal_result has it. docs/formats/test-deck.md
std::string to_json(const HeldRehearsal& held);

}  // namespace kiemphieu::station
