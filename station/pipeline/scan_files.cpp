#include "station/pipeline/scan_files.hpp"

#include <algorithm>

#include "scanner/file_list.hpp"
#include "station/pipeline/intake.hpp"

namespace kiemphieu::station {

void ScanSummary::add(const ScanSummary& other) {
    accepted += other.accepted;
    already_known += other.already_known;
    read += other.read;
    blank += other.blank;
    unreadable += other.unreadable;
    flagged += other.flagged;
    if (other.look) look = other.look;
    notes.add(other.notes);
    refused.insert(refused.end(), other.refused.begin(), other.refused.end());
    stopped = stopped || other.stopped;
}

base::Expected<ScanSummary, base::Failure> scan_files(Record& record, const omr::PageReader& reader,
                                                      const std::vector<std::filesystem::path>& files, Batch batch,
                                                      const ReadOptions& options, const ScanProgress& progress) {
    Intake intake(record, std::move(batch), progress);
    const auto read = read_files(reader, files, options, [&](ReadSide&& side) { return intake.take(std::move(side)); });
    // What was read before a failure is kept all the same.
    const auto kept = intake.close();
    if (!read) return tl::unexpected(read.error());
    if (!kept) return tl::unexpected(kept.error());
    ScanSummary summary = intake.summary();
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
