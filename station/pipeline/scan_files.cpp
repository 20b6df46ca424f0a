#include "station/pipeline/scan_files.hpp"

#include <algorithm>

#include "scanner/file_list.hpp"

namespace kiemphieu::station {

namespace {

/// Sides made durable together: one flush of the disk costs as much as reading a sheet, sixteen sheets share it, and at
/// most that many are read again after a power cut.
constexpr std::size_t sides_a_transaction = 16;

class Intake {
  public:
    Intake(Record& record, const std::string& source, const ScanProgress& progress)
        : record_(record), batch_{source, std::nullopt}, progress_(progress) {}

    base::Expected<void, base::Failure> take(ReadSide&& side) {
        if (side.bytes == nullptr) {  // missing or no file: there is nothing to keep
            summary_.refused.push_back(side.fault);
            return {};
        }
        waiting_.push_back(std::move(side));
        return waiting_.size() >= sides_a_transaction ? flush() : base::Expected<void, base::Failure>{};
    }

    base::Expected<void, base::Failure> flush() {
        if (waiting_.empty()) return {};
        std::vector<NewSheet> sheets;
        for (const ReadSide& side : waiting_) {
            sheets.push_back({{side.image, side.page_in_file}, side.file, *side.bytes, side.reading});
        }
        const auto accepted = record_.accept(batch_, sheets);
        if (!accepted) return tl::unexpected(accepted.error());
        for (std::size_t i = 0; i < accepted->size(); ++i) note((*accepted)[i], waiting_[i].reading.status);
        sides_ += waiting_.size();
        waiting_.clear();
        if (progress_) progress_(summary_, sides_);
        return {};
    }

    ScanSummary take_summary() { return std::move(summary_); }

  private:
    void note(Acceptance acceptance, omr::PageStatus status) {
        if (acceptance == Acceptance::already_known) {
            ++summary_.already_known;
            return;
        }
        ++summary_.accepted;
        ++(status == omr::PageStatus::read ? summary_.read
                                           : (status == omr::PageStatus::blank ? summary_.blank : summary_.unreadable));
    }

    Record& record_;
    Batch batch_;
    const ScanProgress& progress_;
    std::vector<ReadSide> waiting_;
    ScanSummary summary_;
    std::size_t sides_{};
};

}  // namespace

base::Expected<ScanSummary, base::Failure> scan_files(Record& record, const omr::PageReader& reader,
                                                      const std::vector<std::filesystem::path>& files,
                                                      const std::string& source, const ReadOptions& options,
                                                      const ScanProgress& progress) {
    Intake intake(record, source, progress);
    const auto read = read_files(reader, files, options, [&](ReadSide&& side) { return intake.take(std::move(side)); });
    // What was read before a failure is kept all the same.
    const auto kept = intake.flush();
    if (!read) return tl::unexpected(read.error());
    if (!kept) return tl::unexpected(kept.error());
    ScanSummary summary = intake.take_summary();
    summary.stopped = options.stop != nullptr && options.stop->load();
    return summary;
}

base::Expected<std::vector<std::filesystem::path>, base::Failure> files_of_folder(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        return base::fail(base::Failure{base::FailureClass::bad_input, folder.string(), "", "expected a folder"});
    }
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_regular_file() || name.starts_with(".") || entry.path().extension() == ".part") continue;
        out.push_back(entry.path());
    }
    if (error) {
        return base::fail(
            base::Failure{base::FailureClass::world, folder.string(), "", "can't be listed: " + error.message()});
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return scanner::comes_before(a.filename().string(), b.filename().string());
    });
    return out;
}

}  // namespace kiemphieu::station
