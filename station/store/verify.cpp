#include <set>

#include "base/file.hpp"
#include "station/store/image_store.hpp"
#include "station/store/log_database.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// Follows the chain to its end, telling every fault rather than the first.
class Verifier {
  public:
    explicit Verifier(const fs::path& folder) : folder_(folder) {}

    void follow_chain(const std::vector<StoredEvent>& rows, const std::optional<LogHead>& head) {
        std::uint64_t number = 0;
        base::Digest previous{};
        for (const StoredEvent& row : rows) {
            ++number;
            if (auto logged = check_row(row, number, previous)) {
                follow(*logged);
            } else {
                report_.faults.push_back(logged.error());
            }
            // Go on from what the row claims, so that one fault is told once.
            if (!base::parse_hex(row.hash, previous)) previous = {};
            number = row.number;
            if (head && head->number == number && head->hash != previous) {
                add_fault(database_file(folder_),
                          "event " + std::to_string(number) + " is not the one this folder had");
            }
        }
        report_.events = rows.size();
        report_.fingerprint = previous;
        if (head && head->number > number) {
            add_fault(database_file(folder_), "events after " + std::to_string(number) +
                                                  " are missing; this folder had " + std::to_string(head->number));
        }
        if (!head && rows.size() > 1) add_fault(folder_ / "record.head", "is missing");
        if (rows.empty()) add_fault(database_file(folder_), "has no events");
    }

    void check_files() {
        for (const auto& [path, digest] : state_.made.files) {
            const auto bytes = base::read_file(folder_ / path);
            if (!bytes) {
                add_fault(folder_ / path, "is missing or can't be read; the count depends on it");
            } else if (base::sha256(*bytes) != digest) {
                add_fault(folder_ / path, "was altered after the case was made");
            }
        }
    }

    VerifyReport check_images() && {
        const ImageStore images(image_folder(folder_));
        std::set<base::Digest> digests;
        for (const AcceptedSheet& sheet : state_.sheets) digests.insert(sheet.key.image);
        std::size_t present = 0;
        for (const base::Digest& digest : digests) {
            present += images.find(digest) ? 1U : 0U;
            if (auto checked = images.check(digest); !checked) report_.faults.push_back(checked.error());
        }
        report_.images = digests.size();
        report_.stray_images = images.count() - present;
        return std::move(report_);
    }

  private:
    void follow(const LoggedEvent& logged) {
        if (auto allowed = state_.allows(logged.event); !allowed) {
            report_.faults.push_back({FailureClass::broken_evidence, database_file(folder_).string(),
                                      "event " + std::to_string(logged.number), allowed.error().message});
        }
        state_.apply(logged);
    }

    void add_fault(const fs::path& file, std::string message) {
        report_.faults.push_back({FailureClass::broken_evidence, file.string(), "", std::move(message)});
    }

    fs::path folder_;
    CaseState state_;
    VerifyReport report_;
};

}  // namespace

base::Expected<VerifyReport, Failure> verify_record(const fs::path& case_folder) {
    const auto database = LogDatabase::open(database_file(case_folder));
    if (!database) return base::fail(database.error());
    const auto rows = database->rows_after(0);
    if (!rows) return base::fail(rows.error());
    Verifier verifier(case_folder);
    std::optional<LogHead> head;
    if (auto read = read_head(case_folder)) {
        head = *read;
    } else {
        return base::fail(read.error());
    }
    verifier.follow_chain(*rows, head);
    verifier.check_files();
    return std::move(verifier).check_images();
}

}  // namespace kiemphieu::station
