#include "station/evidence/package_readings.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "omr/read_page.hpp"
#include "scanner/document.hpp"
#include "station/evidence/package_files.hpp"
#include "station/evidence/zip_file.hpp"
#include "station/pipeline/read_file.hpp"

namespace kiemphieu::station {
namespace {

using base::Failure;
using base::FailureClass;

omr::SheetReading read_image(const omr::PageReader& reader, base::Bytes bytes,
                             const std::optional<omr::ScannerProfile>& profile) {
    omr::SheetReading damaged;
    damaged.status = omr::PageStatus::unreadable;
    damaged.reason = omr::UnreadableReason::damaged_image;
    const auto document = scanner::open_document(bytes, "image");
    if (!document) return damaged;
    const auto pixels = (*document)->page(0, scanner::WantedPixels::gray);
    if (!pixels) return damaged;
    omr::DebugPictures none;
    return reader.read(pixels->gray(), colour_of(**document, 0), none, profile);
}

std::string difference(const omr::SheetReading& stored, const omr::SheetReading& now) {
    std::string text = "reads otherwise than the package says";
    for (const omr::RowReading& row : stored.rows) {
        const auto other = std::ranges::find(now.rows, row.number, &omr::RowReading::number);
        if (other == now.rows.end()) {
            text += "; row " + std::to_string(row.number) + ": not read";
        } else if (*other != row) {
            text += "; row " + std::to_string(row.number) + ": " + std::string(omr::name_of(row.decision)) + ", now " +
                    std::string(omr::name_of(other->decision));
        }
    }
    return text;
}

/// One thread's share: takes the next sheet until none is left.
class Worker {
  public:
    Worker(const PackedImages& images, const omr::PageReader& reader, std::span<const AcceptedSheet> sheets)
        : images_(images), reader_(reader), sheets_(sheets) {}

    std::vector<std::optional<Failure>> run(int jobs, const VerifyProgress& progress) {
        found_.resize(sheets_.size());
        std::vector<std::jthread> threads;
        for (int i = 0; i < jobs; ++i) threads.emplace_back([&] { work(progress); });
        threads.clear();
        return std::move(found_);
    }

    std::size_t not_yet_readable() const { return not_yet_readable_; }

  private:
    void work(const VerifyProgress& progress) {
        auto zip = ZipReader::open(images_.package);
        for (std::size_t i = next_++; i < sheets_.size(); i = next_++) {
            try {
                found_[i] = zip ? check(*zip, sheets_[i]) : std::optional(zip.error());
            } catch (const std::exception& error) {
                found_[i] = Failure{FailureClass::broken_evidence, base::to_hex(sheets_[i].key.image), "",
                                    std::string("can't be read: ") + error.what()};
            }
            const std::lock_guard lock(telling_);
            ++done_;
            if (progress) progress(done_, sheets_.size());
        }
    }

    std::optional<Failure> check(ZipReader& zip, const AcceptedSheet& sheet) {
        const std::string& name = images_.names.at(sheet.key.image);
        const auto bytes = zip.read(name);
        if (!bytes) return bytes.error();
        omr::SheetReading now = read_image(reader_, *bytes, sheet.reading.profile);
        omr::SheetReading said = sheet.reading;
        // Without the key nothing proves a code; what the case proved is then taken as said.
        if (!images_.key) {
            now.authentic = said.authentic;
            if (said.authentic == false) std::erase(said.flags, omr::Flag::not_authentic);
        }
        if (now == said) return std::nullopt;
        if (!images_.key && sheet.reading.authentic && now.reason == omr::UnreadableReason::no_code) {
            ++not_yet_readable_;
            return std::nullopt;
        }
        return Failure{FailureClass::broken_evidence, name, "", difference(sheet.reading, now)};
    }

    const PackedImages& images_;
    const omr::PageReader& reader_;
    std::span<const AcceptedSheet> sheets_;
    std::vector<std::optional<Failure>> found_;
    std::atomic<std::size_t> next_{};
    std::atomic<std::size_t> not_yet_readable_{};
    std::mutex telling_;
    std::size_t done_{};
};

}  // namespace

std::pair<std::string, std::string> ReadAgain::told(std::size_t sheets) const {
    std::string english = fmt::format("{} sides read again, {} otherwise", sheets - not_yet_readable, differing.size());
    std::string vietnamese = fmt::format("đọc lại {} mặt, {} khác", sheets - not_yet_readable, differing.size());
    if (!proven) {
        english += "; codes not proven, the count is not confirmed";
        vietnamese += "; mã chưa kiểm được vì kết quả chưa xác nhận";
    }
    if (not_yet_readable > 0) {
        english += fmt::format("; {} sides with ruined codes wait for the key", not_yet_readable);
        vietnamese += fmt::format("; {} mặt hỏng mã phải chờ khóa", not_yet_readable);
    }
    return {std::move(english), std::move(vietnamese)};
}

base::Expected<ReadAgain, Failure> read_images_again(const PackedImages& images, std::span<const AcceptedSheet> sheets,
                                                     int jobs, const VerifyProgress& progress) {
    auto reader = omr::PageReader::create(images.layouts, {images.key, {}, images.seal});
    if (!reader) return base::fail(reader.error());
    const int threads = threads_for(jobs, sheets.size());
    ReadAgain out;
    out.proven = images.key.has_value();
    Worker worker(images, *reader, sheets);
    for (std::optional<Failure>& found : worker.run(threads, progress)) {
        if (found) out.differing.push_back(std::move(*found));
    }
    out.not_yet_readable = worker.not_yet_readable();
    return out;
}

}  // namespace kiemphieu::station
