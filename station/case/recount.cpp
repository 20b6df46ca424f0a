#include "station/case/recount.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "base/file.hpp"
#include "omr/read_page.hpp"
#include "scanner/document.hpp"
#include "station/case/case_folder.hpp"
#include "station/case/documents.hpp"
#include "station/evidence/document_check.hpp"
#include "station/evidence/package_files.hpp"
#include "station/pipeline/read_file.hpp"
#include "station/review/audit.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// As it was read then: through the profile that decided a row of it, or through none.
omr::SheetReading read_again(const omr::PageReader& reader, const fs::path& image, int page,
                             const std::optional<omr::ScannerProfile>& profile) {
    omr::SheetReading damaged;
    damaged.status = omr::PageStatus::unreadable;
    damaged.reason = omr::UnreadableReason::damaged_image;
    const auto bytes = base::read_file(image);
    if (!bytes) return damaged;
    const auto document = scanner::open_document(*bytes, image.string());
    if (!document) return damaged;
    const auto pixels = (*document)->page(page - 1, scanner::WantedPixels::gray);
    if (!pixels) return damaged;
    omr::DebugPictures none;
    return reader.read(pixels->gray(), colour_of(**document, page - 1), none, profile);
}

/// Reads a case's sheets again on several threads; each takes the next until none is left.
class ImageCheck {
  public:
    ImageCheck(const CaseFolder& folder, const omr::PageReader& reader, const RecountProgress& progress)
        : folder_(folder), sheets_(folder.record().state().sheets), reader_(reader), progress_(progress) {}

    std::vector<std::optional<Failure>> run(int jobs) {
        found_.resize(sheets_.size());
        std::vector<std::jthread> threads;
        for (int i = 0; i < jobs; ++i) threads.emplace_back([this] { work(); });
        threads.clear();
        return std::move(found_);
    }

  private:
    void work() {
        for (std::size_t i = next_++; i < sheets_.size(); i = next_++) {
            try {
                found_[i] = check(sheets_[i]);
            } catch (const std::exception& error) {
                found_[i] = Failure{FailureClass::broken_evidence, base::to_hex(sheets_[i].key.image), "",
                                    std::string("can't be read: ") + error.what()};
            }
            const std::lock_guard lock(telling_);
            ++done_;
            if (progress_) progress_(done_, sheets_.size());
        }
    }

    std::optional<Failure> check(const AcceptedSheet& sheet) const {
        const auto image = folder_.record().image_path(sheet.key.image);
        if (!image) return image.error();
        if (read_again(reader_, *image, sheet.key.page_in_file, sheet.reading.profile) == sheet.reading)
            return std::nullopt;
        return Failure{FailureClass::broken_evidence, image->string(), "page " + std::to_string(sheet.key.page_in_file),
                       "reads otherwise than the record says; expected the recorded reading"};
    }

    const CaseFolder& folder_;
    const std::vector<AcceptedSheet>& sheets_;
    const omr::PageReader& reader_;
    const RecountProgress& progress_;
    std::vector<std::optional<Failure>> found_;
    std::atomic<std::size_t> next_{};
    std::mutex telling_;
    std::size_t done_{};
};

/// The documents in the case against its record and count.
base::Expected<void, Failure> check_papers(const CaseFolder& folder, const Trust& trust, Recount& out) {
    const auto events = folder.record().events();
    if (!events) return base::fail(events.error());
    std::vector<std::string> hashes;
    for (const LoggedEvent& event : *events) hashes.push_back(base::to_hex(event.hash));
    std::vector<fs::path> papers;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(kept_documents(folder), error)) {
        if (entry.is_regular_file()) papers.push_back(entry.path());
    }
    std::ranges::sort(papers);
    const Count count = folder.count();
    const CaseState& state = folder.record().state();
    DocumentCheck check(
        {state.minutes, state.signings, hashes, folder.definition().conference, count.tally, count.finality, trust});
    for (const fs::path& paper : papers) {
        const auto bytes = base::read_file(paper);
        if (!bytes) return base::fail(bytes.error());
        if (auto looked = check.look_at(paper.string(), *bytes); !looked) return looked;
    }
    DocumentsFound found = std::move(check).finish();
    out.documents = found.looked_at;
    out.signatures = found.signatures.size();
    out.faults.insert(out.faults.end(), found.faults.begin(), found.faults.end());
    return {};
}

}  // namespace

base::Expected<Recount, Failure> recount(const fs::path& case_folder, const RecountOptions& options,
                                         const RecountProgress& progress) {
    auto report = verify_record(case_folder);
    if (!report) return tl::unexpected(report.error());
    Recount out{std::move(*report), {}, 0, 0, 0};
    if (!out.record.holds()) return out;
    auto folder = CaseFolder::open(case_folder, Access::look);
    if (!folder) return tl::unexpected(folder.error());
    out.faults = audit(folder->definition(), folder->record().state());
    const auto reader = folder->reader();
    if (!reader) return tl::unexpected(reader.error());
    ImageCheck images(*folder, *reader, progress);
    for (std::optional<Failure>& fault :
         images.run(threads_for(options.jobs, folder->record().state().sheets.size()))) {
        ++out.sides_read;
        if (fault) out.faults.push_back(std::move(*fault));
    }
    if (auto checked = check_papers(*folder, options.trust, out); !checked) return base::fail(checked.error());
    return out;
}

}  // namespace kiemphieu::station
