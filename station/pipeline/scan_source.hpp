#pragma once
// A scanner's stack into the record: on the disk first, then read, then recorded; a crash loses no page that was given.

#include "scanner/page_source.hpp"
#include "station/pipeline/scan_files.hpp"
#include "station/pipeline/spool.hpp"

namespace kiemphieu::station {

struct SourceSummary {
    ScanSummary scan;
    scanner::EndOfPages end;
    int pages{};  ///< the source gave and the spool kept
    int last_sheet{};
};

/// Takes what crashed runs left in the spool into the record, each run as the batch it was.
/// Errors: as scan_files.
[[nodiscard]] base::Expected<ScanSummary, base::Failure> scan_left_behind(Record& record,
                                                                          const std::filesystem::path& case_folder,
                                                                          const omr::PageReader& reader,
                                                                          const ReadOptions& options,
                                                                          const ScanProgress& progress = {});

/// Runs a source to its end, as a new batch of that source and name. Scanning, reading and recording go on side by
/// side; the source is asked for a page only when the one before is on the disk. `options.stop` ends the run like a
/// stop at the device: what was given is read and recorded. Errors: as scan_files; the spool then keeps what the record
/// has not.
[[nodiscard]] base::Expected<SourceSummary, base::Failure> scan_source(
    Record& record, const std::filesystem::path& case_folder, const omr::PageReader& reader,
    scanner::PageSource& source, const Batch& batch, const ReadOptions& options, const ScanProgress& progress = {});

}  // namespace kiemphieu::station
