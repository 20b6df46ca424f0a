#pragma once
// A stack of image files into the record: read, stored, acknowledged.

#include "calibration/drift.hpp"
#include "station/pipeline/read_files.hpp"
#include "station/pipeline/sheet_notes.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

struct ScanSummary {
    int accepted{};
    int already_known{};
    int read{};  ///< of the accepted: sides with rows or nothing to mark
    int blank{};
    int unreadable{};
    int flagged{};                               ///< of the accepted: sides with something for people to rule on
    std::optional<calibration::StackLook> look;  ///< of the current batch, where the scanner's profile is known
    std::vector<std::string> refused;  ///< files that are no images at all, with the reason; nothing of them is kept
    SheetNotes notes;                  ///< of the accepted: what scanner and printer need
    bool stopped{false};

    /// Counts another run's figures in.
    void add(const ScanSummary& other);
};

/// Called after sides became durable: how many files' sides were dealt with.
using ScanProgress = std::function<void(const ScanSummary&, std::size_t sides)>;

/// Reads files and takes every side into the record; a side is durable before it is counted in the summary, so the same
/// call may be made again after any failure.
/// A file that exists but can't be decoded is kept as an unreadable sheet, for people to rule on.
/// Errors: world and broken_evidence, as Record::accept.
[[nodiscard]] base::Expected<ScanSummary, base::Failure> scan_files(Record& record, const omr::PageReader& reader,
                                                                    const std::vector<std::filesystem::path>& files,
                                                                    Batch batch, const ReadOptions& options,
                                                                    const ScanProgress& progress = {});

/// The files of a folder in their names' order, numbers by value; dotfiles and unfinished `.part` files are left out.
/// Errors: bad_input when it is no folder.
[[nodiscard]] base::Expected<std::vector<std::filesystem::path>, base::Failure> files_of_folder(
    const std::filesystem::path& folder);

}  // namespace kiemphieu::station
