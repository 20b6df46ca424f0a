#pragma once
// The evidence package: one file from which anybody can check a count again. docs/formats/evidence.md specifies it.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "station/case/case_folder.hpp"

namespace kiemphieu::station {

/// What a package's manifest begins with.
inline constexpr const char* package_format = "kiemphieu-evidence-1";

/// What the case's key signs of a manifest.
std::string manifest_signed_text(const std::string& manifest);

/// An event as `chain.jsonl` has it, without its line end; `body` stands for what is withheld.
std::string chain_line(const StoredEvent& event, const base::Digest& body);

/// Whether the chain shows an event's body. What tells of votes, serials or rulings is told by the sorted lists
/// instead.
bool is_withheld(const std::string& kind);

struct ExportSummary {
    std::size_t files{};
    std::size_t images{};
    std::uintmax_t bytes{};
    base::Digest contents{};
    Finality finality{Finality::provisional};  ///< the ballots' key is in it exactly when the count is confirmed
};

/// How many images are packed, and of how many.
using ExportProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Logs the export and writes the package, whole or not at all. The same record gives the same bytes. `documents` are
/// added to those in CASE/minutes/; of one name the one given here.
/// Errors: bad_input; broken_evidence when an image is missing or altered; world.
[[nodiscard]] base::Expected<ExportSummary, base::Failure> export_package(
    CaseFolder& folder, const std::filesystem::path& file, std::span<const std::filesystem::path> documents,
    const ExportProgress& progress = {});

}  // namespace kiemphieu::station
