#pragma once
// Readings into the record, a group at a time. Inside the pipeline only.

#include <string>
#include <vector>

#include "station/pipeline/read_files.hpp"
#include "station/pipeline/scan_files.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

/// Whether a person will have to look at the side: a row that does not count by itself, or a code that proves nothing.
bool needs_people(const omr::SheetReading& reading);

class Intake {
  public:
    Intake(Record& record, Batch batch, const ScanProgress& progress)
        : record_(record), first_source_(batch.source), batch_(std::move(batch)), progress_(progress) {}

    /// Takes a side in; it may wait for others. `spooled` is the file's name within the case, where it has one.
    [[nodiscard]] base::Expected<void, base::Failure> take(ReadSide&& side, const std::filesystem::path& spooled = {});
    /// Makes what waits durable.
    [[nodiscard]] base::Expected<void, base::Failure> flush();
    /// The same at a batch's end; what its scans look like goes into the record.
    [[nodiscard]] base::Expected<void, base::Failure> close();
    bool idle() const { return waiting_.empty(); }
    const ScanSummary& summary() const { return summary_; }

  private:
    struct Waiting {
        ReadSide side;
        std::filesystem::path spooled;
    };
    void begin_next_batch();
    void note(Acceptance acceptance, const omr::SheetReading& reading);

    Record& record_;
    std::string first_source_;
    int stack_{1};
    Batch batch_;
    const ScanProgress& progress_;
    std::vector<Waiting> waiting_;
    ScanSummary summary_;
    calibration::StackWatch watch_;
    std::size_t sides_{};
};

}  // namespace kiemphieu::station
