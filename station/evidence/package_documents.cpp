#include "station/evidence/package_documents.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include <fmt/format.h>

#include "base/file.hpp"
#include "station/evidence/report_figures.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "kiemphieu-papers-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code error;
        if (!path_.empty()) fs::remove_all(path_, error);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// Whether the bytes are a document of the record, or one with revisions added behind it, as signing adds them.
bool is_known(base::Bytes bytes, const std::set<base::Digest>& known) {
    if (known.contains(base::sha256(bytes))) return true;
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    constexpr std::string_view end = "%%EOF";
    for (auto place = text.find(end); place != std::string_view::npos; place = text.find(end, place + 1)) {
        // What was logged ended here, with or without its line end.
        for (std::size_t tail = 0; tail <= 2; ++tail) {
            const std::size_t length = place + end.size() + tail;
            if (length <= bytes.size() && known.contains(base::sha256(bytes.first(length)))) return true;
        }
    }
    return false;
}

class DocumentsChecker {
  public:
    DocumentsChecker(std::span<const MinutesMade> minutes, std::span<const std::string> hashes, const Tally& tally,
                     Finality finality)
        : hashes_(hashes), tally_(tally), finality_(finality) {
        for (const MinutesMade& made : minutes) {
            for (const auto& [name, digest] : made.files) known_.insert(digest);
        }
    }

    base::Expected<void, Failure> look_at(const std::string& name, base::Bytes bytes) {
        ++found_.looked_at;
        const bool known = is_known(bytes, known_);
        known_count_ += known ? 1U : 0U;
        if (!name.ends_with(".pdf")) return {};
        const fs::path file = folder_.path() / "paper.pdf";
        if (auto written = base::write_file_durably(file, bytes); !written) return written;
        const auto text = text_of_pdf(file);
        if (!text && text.error().failure_class == FailureClass::world) return base::fail(text.error());
        const auto report = text ? figures_in_text(*text) : std::nullopt;
        if (!report) return {};
        ++reports_;
        if (finality_ == Finality::confirmed && !known) fault(name, "is no document that the record knows");
        compare(name, *report);
        return {};
    }

    DocumentsCheck finish() && {
        found_.detail = fmt::format("{} documents, {} known to the record, {} reports compared", found_.looked_at,
                                    known_count_, reports_);
        found_.detail_vi = fmt::format("{} văn bản, {} có trong bản ghi, đối chiếu {} báo cáo", found_.looked_at,
                                       known_count_, reports_);
        return std::move(found_);
    }

  private:
    void fault(const std::string& name, std::string message) {
        found_.faults.push_back({FailureClass::broken_evidence, name, "", std::move(message)});
    }

    void compare(const std::string& name, const ReportFigures& report) {
        const bool of_this_record = !report.fingerprint.empty() && std::ranges::any_of(hashes_, [&](const auto& hash) {
            return hash.starts_with(report.fingerprint);
        });
        if (!of_this_record) fault(name, "bears the mark of another record");
        const StyleTally* style = report.style ? tally_.find_style(*report.style) : nullptr;
        if (style == nullptr) return fault(name, "is of no style of this conference");
        for (std::string& sentence : differences(report, *style)) fault(name, std::move(sentence));
    }

    TemporaryFolder folder_;
    std::set<base::Digest> known_;
    std::span<const std::string> hashes_;
    const Tally& tally_;
    Finality finality_;
    DocumentsCheck found_;
    std::size_t known_count_{};
    std::size_t reports_{};
};

}  // namespace

base::Expected<DocumentsCheck, Failure> check_package_documents(ZipReader& zip, std::span<const MinutesMade> minutes,
                                                                std::span<const std::string> hashes, const Tally& tally,
                                                                Finality finality) {
    DocumentsChecker checker(minutes, hashes, tally, finality);
    for (const ZipEntry& entry : std::vector(zip.entries())) {
        if (!entry.name.starts_with("documents/")) continue;
        const auto bytes = zip.read(entry.name);
        if (!bytes) return base::fail(bytes.error());
        if (auto looked = checker.look_at(entry.name, *bytes); !looked) return base::fail(looked.error());
    }
    return std::move(checker).finish();
}

}  // namespace kiemphieu::station
