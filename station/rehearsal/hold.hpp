#pragma once
// Holding a rehearsal: the scanned deck is read, compared, reported and recorded. Nothing of it is ever counted.

#include <filesystem>
#include <string>
#include <vector>

#include "station/case/case_folder.hpp"
#include "station/pipeline/read_files.hpp"
#include "station/rehearsal/compare.hpp"

namespace kiemphieu::station {

struct RehearsalOrder {
    std::vector<std::filesystem::path> files;  ///< scans of one deck or of several
    std::string who;                           ///< may be empty
    std::filesystem::path report;              ///< CASE/rehearsal/dien-tap-NNN-STYLE.pdf when empty
    ReadOptions reading{};
};

struct HeldRehearsal {
    Rehearsal rehearsal;
    std::filesystem::path report;
};

/// How many sides were read so far.
using SidesProgress = std::function<void(std::size_t sides)>;

/// One rehearsal for each deck that any of the scans is of. Each goes into the record, its report is printed, and what
/// came out is kept as CASE/rehearsal/ket-qua/NNN.json.
/// Errors: bad_input when a file can't be read, `who` is nobody of the committee, no scan is of a deck, or it was
/// stopped; world.
[[nodiscard]] base::Expected<std::vector<HeldRehearsal>, base::Failure> hold_rehearsal(
    CaseFolder& folder, const RehearsalOrder& order, const SidesProgress& progress = {});

/// A line for people each; all of them would make one event of a megabyte out of a deck of another conference, so they
/// end after 100 with how many more there are.
std::vector<std::string> lines_of(const Rehearsal& rehearsal);

/// As `rehearse --json` prints it. docs/formats/test-deck.md
std::string to_json(const HeldRehearsal& held);

/// Where the result of a rehearsal lies, by its number from 1.
std::filesystem::path rehearsal_result_file(const std::filesystem::path& case_folder, std::size_t number);

}  // namespace kiemphieu::station
