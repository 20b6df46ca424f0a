#include "station/store/record.hpp"

#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/file.hpp"
#include "station/store/image_store.hpp"
#include "station/store/log_copy.hpp"
#include "station/store/log_database.hpp"
#include "station/store/seal.hpp"
#include "station/store/signing_key.hpp"
#include "station/store/upgrade.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// Events folded between two readings of the log: a few megabytes of text, so that a long log needs no more memory.
constexpr std::size_t rows_at_once = 1000;

std::string utc_text(std::chrono::system_clock::time_point time) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(milliseconds);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                       (milliseconds - seconds).count());
}

}  // namespace

/// The open log, its fold, and the images.
class Record::Log {
  public:
    Log(const fs::path& folder, LogDatabase database, Clock clock, std::optional<base::SigningKey> key,
        std::unique_ptr<LogCopy> copy = nullptr)
        : folder_(folder),
          copy_(std::move(copy)),
          database_(std::move(database)),
          images_(image_folder(folder)),
          clock_(clock ? std::move(clock) : [] { return std::chrono::system_clock::now(); }),
          key_(key) {}
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    ~Log() {
        if (sealer_.joinable()) sealer_.join();
        if (copy_ || !key_) return;
        try {
            const CaseLock lock(folder_, CaseLock::Kind::exclusive);
            if (database_.log_bytes() > 0) seal_file_anew(database_, state_.last_number);
            if (database_.log_bytes() == 0) database_.leave_no_side_files();
        } catch (const std::exception&) {
            // What was acknowledged is in the write-ahead log; the next command moves it.
        }
    }

    const CaseState& state() const { return state_; }
    const ImageStore& images() const { return images_; }
    const LogDatabase& database() const { return database_; }

    /// Folds what was appended since, by whomever.
    base::Expected<void, Failure> catch_up() {
        std::optional<StoredEvent> last;
        while (true) {
            auto rows = database_.rows_after(state_.last_number, rows_at_once);
            if (!rows) return base::fail(rows.error());
            for (const StoredEvent& row : *rows) {
                if (auto folded = fold(row); !folded) return folded;
            }
            const std::size_t found = rows->size();
            if (found > 0) last = std::move(rows->back());
            if (found < rows_at_once) break;
        }
        // The last hash stands for all events before it, so its signature does too.
        return last ? check_signature(*last, state_.made.public_key) : base::Expected<void, Failure>{};
    }

    /// Begins the fold anew.
    base::Expected<void, Failure> fold_all(Readings readings) {
        state_ = CaseState{};
        state_.readings = readings;
        return catch_up();
    }

    /// At opening: the log must reach at least as far as it is known to have reached.
    base::Expected<void, Failure> check_head(Readings readings) {
        const auto head = copy_ ? copy_->head() : read_head(folder_);
        if (!head) return base::fail(head.error());
        head_ = *head;
        if (auto folded = fold_all(readings); !folded) return folded;
        if (head_ && head_->number > state_.last_number) {
            return broken_head("events after " + std::to_string(state_.last_number) + " are missing; this folder had " +
                               std::to_string(head_->number));
        }
        if (state_.last_number == 0) {
            return base::fail(Failure{FailureClass::bad_input, folder_.string(), "", "holds a record without a case"});
        }
        return {};
    }

    /// Under the log's lock: `propose` sees the newest state and gives the events to add.
    using Proposal = std::function<base::Expected<std::vector<Event>, Failure>(const CaseState&)>;

    base::Expected<void, Failure> append(const Proposal& propose) {
        if (copy_) return refuse("was opened to be looked at; nothing is added");
        if (!key_) return refuse("has no keys/record.key; without it nothing can be added");
        if (auto begun = database_.begin(); !begun) return begun;
        // Whatever leaves this scope without having committed, be it an exception, gives the lock back.
        const Rollback rollback{database_};
        auto appended = append_locked(propose);
        if (appended && log_is_long()) seal_beside();
        return appended;
    }

    /// Moves the log into the file and seals it.
    void seal() {
        const CaseLock lock(folder_, CaseLock::Kind::exclusive);
        seal_file_anew(database_, state_.last_number);
    }

  private:
    /// The same on a thread and a connection of its own, as another process would: whoever appends waits for no digest
    /// of the whole file.
    void seal_beside() {
        if (sealing_.exchange(true)) return;
        sealer_ = std::jthread([this, events = state_.last_number] {
            try {
                const CaseLock lock(folder_, CaseLock::Kind::exclusive);
                if (auto own = LogDatabase::open(database_file(folder_))) seal_file_anew(*own, events);
            } catch (const std::exception&) {
                // The log stays long, and the next append tries again.
            }
            sealing_ = false;
        });
    }

    struct Rollback {
        LogDatabase& database;
        ~Rollback() { database.rollback(); }
    };

    base::Expected<void, Failure> fold(const StoredEvent& row) {
        const auto logged = check_row(row, state_.last_number + 1, state_.fingerprint);
        if (!logged) return base::fail(logged.error());
        state_.apply(*logged);
        if (head_ && head_->number == logged->number && head_->hash != logged->hash) {
            return broken_head("event " + std::to_string(logged->number) + " is not the one this folder had");
        }
        return {};
    }

    base::Expected<void, Failure> append_locked(const Proposal& propose) {
        if (auto folded = catch_up(); !folded) return folded;
        auto events = propose(state_);
        if (!events) return base::fail(events.error());
        std::vector<LoggedEvent> added;
        const std::string time = utc_text(clock_());
        std::uint64_t number = state_.last_number;
        base::Digest previous = state_.fingerprint;
        for (const Event& event : *events) {
            const StoredEvent row = make_row(++number, time, to_text(event), previous, *key_);
            // What is folded is what will be read back, never what was meant to be written.
            auto logged = check_row(row, number, previous);
            if (!logged) throw std::logic_error("an event does not read back: " + base::to_string(logged.error()));
            if (auto inserted = database_.insert(row); !inserted) return inserted;
            previous = logged->hash;
            added.push_back(std::move(*logged));
        }
        if (auto committed = database_.commit(); !committed) return committed;
        for (const LoggedEvent& logged : added) state_.apply(logged);
        // A head left behind by a crash or a full disk is behind, never ahead, and is brought up by the next append.
        if (!added.empty()) static_cast<void>(write_head(folder_, {number, previous}).has_value());
        return {};
    }

    /// Moving costs the digest of the whole file, so it waits until the log has grown by a good part of that.
    bool log_is_long() const {
        constexpr std::uintmax_t least_bytes = 4U << 20U;
        std::error_code error;
        const auto file_bytes = fs::file_size(database_file(folder_), error);
        return database_.log_bytes() > std::max(least_bytes, error ? 0 : file_bytes / 4);
    }

    /// Under the case's lock. A file that is not as it was sealed is left alone: what was done to it
    /// stays to be found. What fails here is not lost: the write-ahead log has it, and the next command moves it.
    void seal_file_anew(LogDatabase& database, std::uint64_t events) const {
        const fs::path file = database_file(folder_);
        const auto text = base::read_text_file(seal_file(folder_));
        if (text) {
            const auto seal = seal_from_text(*text, key_->public_key());
            if (!seal) return;
            const auto found = seal_of_file(file, seal->events);
            if (!found || (seal->state == SealState::whole && *found != *seal)) return;
        }
        if (!write_seal({SealState::changing, events, 0, {}, {}})) return;
        static_cast<void>(database.move_log_into_file().has_value());
        if (const auto sealed = seal_of_file(file, events)) static_cast<void>(write_seal(*sealed));
    }

    bool write_seal(const Seal& seal) const {
        return base::write_file_durably(seal_file(folder_), base::as_bytes(to_text(seal, *key_))).has_value();
    }

    tl::unexpected<Failure> refuse(std::string message) const {
        return base::fail(Failure{FailureClass::bad_input, folder_.string(), "", std::move(message)});
    }

    tl::unexpected<Failure> broken_head(std::string message) const {
        return base::fail(
            Failure{FailureClass::broken_evidence, database_file(folder_).string(), "", std::move(message)});
    }

    fs::path folder_;
    std::unique_ptr<LogCopy> copy_;  ///< when it is only looked at
    LogDatabase database_;
    ImageStore images_;
    Clock clock_;
    CaseState state_;
    std::optional<LogHead> head_;
    std::optional<base::SigningKey> key_;
    std::atomic<bool> sealing_{false};
    std::jthread sealer_;
};

Record::Record(std::unique_ptr<Log> log) : log_(std::move(log)) {}
Record::Record(Record&&) noexcept = default;
Record& Record::operator=(Record&&) noexcept = default;
Record::~Record() = default;

base::Expected<Record, Failure> Record::create(const fs::path& case_folder, const CaseMade& made, Clock clock) {
    auto database = LogDatabase::create(database_file(case_folder));
    if (!database) return base::fail(database.error());
    const auto key = make_signing_key(case_folder);
    if (!key) return base::fail(key.error());
    Record record(std::make_unique<Log>(case_folder, std::move(*database), std::move(clock), *key));
    CaseMade signed_made = made;
    signed_made.public_key = key->public_key();
    if (auto added = record.append(signed_made); !added) return base::fail(added.error());
    record.log_->seal();
    return record;
}

base::Expected<Record, Failure> Record::open(const fs::path& case_folder, Clock clock, Access access) {
    std::unique_ptr<LogCopy> copy;
    if (access == Access::look) {
        auto made = LogCopy::make(case_folder);
        if (!made) return base::fail(made.error());
        copy = std::make_unique<LogCopy>(std::move(*made));
    } else if (auto upgraded = upgrade_record(case_folder); !upgraded) {
        return base::fail(upgraded.error());
    }
    auto database = LogDatabase::open(copy ? copy->database() : database_file(case_folder));
    if (!database) return base::fail(database.error());
    const auto key = read_signing_key(case_folder);
    if (!key) return base::fail(key.error());
    Record record(std::make_unique<Log>(case_folder, std::move(*database), std::move(clock), *key, std::move(copy)));
    if (auto checked = record.log_->check_head(access == Access::take_in ? Readings::let_go : Readings::kept); !checked)
        return base::fail(checked.error());
    return record;
}

const CaseState& Record::state() const {
    return log_->state();
}

base::Expected<void, Failure> Record::refresh() {
    return log_->catch_up();
}

base::Expected<void, Failure> Record::recall_readings() {
    return log_->fold_all(Readings::kept);
}

bool Record::knows(const SheetKey& key) const {
    return state().known.contains(key);
}

base::Expected<void, Failure> Record::append(const Event& event) {
    return append_all(std::span(&event, 1), [](const CaseState&) { return base::Expected<void, Failure>{}; });
}

base::Expected<void, Failure> Record::append_all(std::span<const Event> events, const Condition& condition) {
    return log_->append([&](const CaseState& state) -> base::Expected<std::vector<Event>, Failure> {
        for (const Event& event : events) {
            if (auto allowed = state.allows(event); !allowed) return base::fail(allowed.error());
        }
        if (auto met = condition(state); !met) return base::fail(met.error());
        return std::vector<Event>(events.begin(), events.end());
    });
}

base::Expected<void, Failure> Record::append_made(const Making& make) {
    return log_->append([&](const CaseState& state) -> base::Expected<std::vector<Event>, Failure> {
        auto event = make(state);
        if (!event) return base::fail(event.error());
        if (auto allowed = state.allows(*event); !allowed) return base::fail(allowed.error());
        return std::vector<Event>{std::move(*event)};
    });
}

base::Expected<std::vector<Acceptance>, Failure> Record::accept(Batch& batch, std::span<const NewSheet> sheets) {
    for (const NewSheet& sheet : sheets) {
        if (knows(sheet.key)) continue;
        if (auto stored = log_->images().put(sheet.key.image, sheet.image, sheet.spooled); !stored)
            return base::fail(stored.error());
    }
    std::vector<Acceptance> result;
    std::optional<BatchId> id = batch.id;
    auto appended = log_->append([&](const CaseState& state) -> base::Expected<std::vector<Event>, Failure> {
        std::vector<Event> events;
        std::set<SheetKey> fresh;
        for (const NewSheet& sheet : sheets) {
            const bool known = state.known.contains(sheet.key) || !fresh.insert(sheet.key).second;
            result.push_back(known ? Acceptance::already_known : Acceptance::accepted);
            if (known) continue;
            if (!id) {
                id = BatchId{state.last_number + 1};
                events.emplace_back(BatchOpened{batch.source, batch.name});
            }
            events.emplace_back(SheetAccepted{{sheet.key, *id, sheet.file, sheet.reading}});
        }
        if (events.empty()) return events;
        if (auto allowed = state.allows(events.front()); !allowed) return base::fail(allowed.error());
        return events;
    });
    if (!appended) return base::fail(appended.error());
    batch.id = id;
    return result;
}

base::Expected<fs::path, Failure> Record::image_path(const base::Digest& image) const {
    return log_->images().find(image);
}

base::Expected<std::vector<LoggedEvent>, Failure> Record::events() const {
    const auto rows = stored_events();
    if (!rows) return base::fail(rows.error());
    std::vector<LoggedEvent> events;
    base::Digest previous{};
    for (const StoredEvent& row : *rows) {
        auto logged = check_row(row, events.size() + 1, previous);
        if (!logged) return base::fail(logged.error());
        previous = logged->hash;
        events.push_back(std::move(*logged));
    }
    return events;
}

base::Expected<std::vector<StoredEvent>, Failure> Record::stored_events() const {
    return log_->database().rows_after(0, LogDatabase::all_rows);
}

base::Expected<std::vector<StoredEvent>, Failure> Record::stored_events_after(std::uint64_t number) const {
    const std::uint64_t last = state().last_number;
    return log_->database().rows_after(number, last > number ? static_cast<std::size_t>(last - number) : 0);
}

}  // namespace kiemphieu::station
