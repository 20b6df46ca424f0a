#pragma once
// The record of a case: CASE/record.sqlite, a log of hash-chained events that refuses change, and CASE/images/.
// docs/formats/record.md specifies both.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "station/store/case_state.hpp"
#include "station/store/chain.hpp"

namespace kiemphieu::station {

/// Tells the time for the log.
using Clock = std::function<std::chrono::system_clock::time_point()>;

/// A sheet side to be taken in. The image's bytes must stay until accept returns.
struct NewSheet {
    SheetKey key;  ///< `image` is the SHA-256 of the bytes
    std::string file;
    base::Bytes image;  ///< the file as it came, whole
    omr::SheetReading reading;
    std::filesystem::path spooled{};  ///< the same bytes as a durable file within the case, where there is one
};

/// One run of the scanner or one list of files. It enters the log with its first new sheet, so that scanning
/// the same stack again changes nothing.
struct Batch {
    std::string source;
    std::optional<BatchId> id;            ///< set by the first acceptance
    std::string name{};                   ///< the operator's; may be empty
    std::optional<BatchOrigin> origin{};  ///< of a batch that another station scanned
};

enum class Acceptance {
    accepted,       ///< new, and durable now
    already_known,  ///< the record has this very image
};

/// What a record is opened for.
enum class Access {
    append,
    take_in,  ///< to append sheets to: what was read off them is not kept in memory, so `state` can't be counted
    look,     ///< a private copy of the log: nothing in the case's folder changes, which may be read-only
};

/// The log and the images of one case. Several processes may have it open; every append sees what the others appended.
class Record {
  public:
    /// Makes the key that signs the case's events, and the first of them; `made.public_key` is set here.
    /// Errors: bad_input when the folder holds a record already; world.
    [[nodiscard]] static base::Expected<Record, base::Failure> create(const std::filesystem::path& case_folder,
                                                                      const CaseMade& made, Clock clock = {});
    /// Reads the log, checking every hash and the last signature, which stands for all before it. A record of an older
    /// version is first brought up to date, its file kept as it was.
    /// Errors: bad_input when there is no record or one of a newer version; broken_evidence when the chain does not
    /// hold or events are missing; world.
    [[nodiscard]] static base::Expected<Record, base::Failure> open(const std::filesystem::path& case_folder,
                                                                    Clock clock = {}, Access access = Access::append);
    Record(Record&&) noexcept;
    Record& operator=(Record&&) noexcept;
    ~Record();

    /// The case as far as this process has read; `refresh` and every append bring it up to date.
    const CaseState& state() const;
    [[nodiscard]] base::Expected<void, base::Failure> refresh();
    bool knows(const SheetKey& key) const;
    /// After taking in: folds the log again, readings and all, so that it can be counted. Errors: as open.
    [[nodiscard]] base::Expected<void, base::Failure> recall_readings();

    /// Adds an event; it is durable on return. Errors: bad_input when the state does not allow it; world.
    [[nodiscard]] base::Expected<void, base::Failure> append(const Event& event);

    /// What an append asks of the state it follows, under the log's lock.
    using Condition = std::function<base::Expected<void, base::Failure>(const CaseState&)>;
    /// Adds events, all or none. Errors: as append, and the condition's.
    [[nodiscard]] base::Expected<void, base::Failure> append_all(std::span<const Event> events,
                                                                 const Condition& condition);

    /// Makes an event from the state it will follow.
    using Making = std::function<base::Expected<Event, base::Failure>(const CaseState&)>;
    /// Adds the event made under the log's lock. Errors: as append, and the making's.
    [[nodiscard]] base::Expected<void, base::Failure> append_made(const Making& make);

    /// Takes sheets in: images first, then their events in one transaction. What is returned as accepted is durable;
    /// on an error none of these sheets is, and the same call can be made again.
    [[nodiscard]] base::Expected<std::vector<Acceptance>, base::Failure> accept(Batch& batch,
                                                                                std::span<const NewSheet> sheets);

    /// Where an accepted image lies. Errors: broken_evidence when it is not there.
    [[nodiscard]] base::Expected<std::filesystem::path, base::Failure> image_path(const base::Digest& image) const;

    /// All events, for documents and evidence.
    [[nodiscard]] base::Expected<std::vector<LoggedEvent>, base::Failure> events() const;
    /// The same as they stand in the log, with salts and signatures.
    [[nodiscard]] base::Expected<std::vector<StoredEvent>, base::Failure> stored_events() const;
    /// Those after a number, as far as `state` has them.
    [[nodiscard]] base::Expected<std::vector<StoredEvent>, base::Failure> stored_events_after(
        std::uint64_t number) const;

  private:
    class Log;
    explicit Record(std::unique_ptr<Log> log);
    std::unique_ptr<Log> log_;
};

/// What a check of a record found.
struct VerifyReport {
    std::uint64_t events{};
    std::size_t images{};
    std::vector<base::Failure> faults;  ///< each of class broken_evidence, naming file and place
    std::size_t stray_images{};         ///< images no event speaks of, as an interrupted scan leaves them
    std::vector<std::string> notes;     ///< what is no fault but should be known, a sentence each
    base::Digest fingerprint{};

    bool holds() const { return faults.empty(); }
};

/// Checks every byte of the log's file, chain, signatures, the files the count depends on, and every image's digest.
/// Nothing in the folder changes; it may be read-only.
/// Errors: bad_input when there is no record; world when it can't be read. What does not hold is in the report.
[[nodiscard]] base::Expected<VerifyReport, base::Failure> verify_record(const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station
