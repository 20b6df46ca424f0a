#include <set>

#include "base/file.hpp"
#include "station/store/image_store.hpp"
#include "station/store/log_copy.hpp"
#include "station/store/log_place.hpp"
#include "station/store/record.hpp"
#include "station/store/seal.hpp"
#include "station/store/signing_key.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// Follows the chain to its end, telling every fault rather than the first.
class Verifier {
  public:
    Verifier(const fs::path& folder, std::string place) : folder_(folder), place_(std::move(place)) {}

    void follow_chain(const std::vector<StoredEvent>& rows, const LogCopy::Head& read_head) {
        if (!read_head) report_.faults.push_back(read_head.error());
        const std::optional<LogHead> head = read_head.value_or(std::nullopt);
        std::uint64_t number = 0;
        base::Digest previous{};
        for (const StoredEvent& row : rows) {
            ++number;
            if (auto logged = check_row(row, number, previous)) {
                follow(*logged);
            } else {
                add_fault_in_log(logged.error());
            }
            if (auto by_key = check_signature(row, state_.made.public_key); !by_key) {
                add_fault_in_log(by_key.error());
            }
            // Go on from what the row claims, so that one fault is told once.
            if (!base::parse_hex(row.hash, previous)) previous = {};
            number = row.number;
            if (head && head->number == number && head->hash != previous) {
                add_fault(place_, "event " + std::to_string(number) + " is not the one that record.head names");
            }
        }
        report_.events = rows.size();
        report_.fingerprint = previous;
        if (head && head->number > number) {
            add_fault(place_, "events after " + std::to_string(number) + " are missing; record.head names event " +
                                  std::to_string(head->number));
        }
        if (read_head && !head && rows.size() > 1) add_fault(folder_ / "record.head", "is missing");
        if (rows.empty()) add_fault(place_, "has no events");
    }

    /// Every byte of the file, also where no event lies.
    void check_seal(const base::PublicKey& key) {
        const fs::path file = seal_file(folder_);
        const CaseLock lock(folder_, CaseLock::Kind::shared);
        const auto text = base::read_text_file(file);
        if (!text) return add_fault(file, "is missing; it vouches for the bytes of record.sqlite");
        const auto seal = seal_from_text(*text, key);
        if (!seal) return add_fault(file, seal.error().message);
        if (seal->state == SealState::changing) {
            report_.notes.emplace_back(
                "record.seal is open: a command was interrupted while it wrote; any command that writes closes it");
            return;
        }
        const auto found = seal_of_file(database_file(folder_), seal->events);
        if (!found) return add_fault(database_file(folder_), found.error().message);
        if (const std::string places = differing_places(*seal, *found); !places.empty() || *found != *seal) {
            report_.faults.push_back({FailureClass::broken_evidence, database_file(folder_).string(), places,
                                      "the file is not as the program left it"});
        }
    }

    const base::PublicKey& public_key() const { return state_.made.public_key; }

    /// The log can't be read as one. The seal still tells whether and where the file was changed, by the key that lies
    /// in the case; false when nothing tells that this ever was a record.
    bool check_damaged(const Failure& failure) {
        const auto key = read_signing_key(folder_);
        if (!key || !*key) return false;
        state_.made.public_key = (*key)->public_key();
        check_seal(public_key());
        if (report_.faults.empty()) return false;
        report_.faults.insert(report_.faults.begin(),
                              {FailureClass::broken_evidence, database_file(folder_).string(), "", failure.message});
        return true;
    }

    void check_key() {
        const auto key = read_signing_key(folder_);
        if (!key) return add_fault(signing_key_file(folder_), key.error().message);
        if (*key && (*key)->public_key() != state_.made.public_key) {
            add_fault(signing_key_file(folder_), "is not the key that made this case");
        }
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
        for (const AcceptedSheet& sheet : state_.aside) digests.insert(sheet.key.image);
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
            report_.faults.push_back({FailureClass::broken_evidence, place_, "event " + std::to_string(logged.number),
                                      allowed.error().message});
        }
        state_.apply(logged);
    }

    void add_fault_in_log(Failure failure) {
        failure.file = place_;
        report_.faults.push_back(std::move(failure));
    }

    void add_fault(const fs::path& file, std::string message) {
        report_.faults.push_back({FailureClass::broken_evidence, file.string(), "", std::move(message)});
    }

    fs::path folder_;
    std::string place_;  ///< of the log
    CaseState state_;
    VerifyReport report_;
};

}  // namespace

base::Expected<VerifyReport, Failure> verify_record(const fs::path& case_folder) {
    const auto copy = LogCopy::make(case_folder);
    if (!copy) return base::fail(copy.error());
    const auto place = read_log_place(case_folder);
    if (!place) return base::fail(place.error());
    const bool in_file = !place->has_value();
    const auto database = copy->open();
    if (!database && !in_file) return base::fail(database.error());
    Verifier verifier(case_folder, in_file ? database_file(case_folder).string() : (*database)->place());
    const auto rows = database ? (*database)->rows_after(0, LogDatabase::all_rows) : base::fail(database.error());
    if (rows) {
        verifier.follow_chain(*rows, copy->head());
        // A server's bytes are its own; there, hashes and signatures of events are what vouches for them.
        if (in_file) verifier.check_seal(verifier.public_key());
    } else if (!in_file || !verifier.check_damaged(rows.error())) {
        Failure failure = rows.error();
        if (in_file) failure.file = database_file(case_folder).string();
        return base::fail(failure);
    }
    verifier.check_key();
    verifier.check_files();
    return std::move(verifier).check_images();
}

}  // namespace kiemphieu::station
