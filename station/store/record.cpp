#include "station/store/record.hpp"

#include <stdexcept>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "station/store/image_store.hpp"
#include "station/store/log_database.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

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
    Log(const fs::path& folder, LogDatabase database, Clock clock)
        : folder_(folder),
          database_(std::move(database)),
          images_(image_folder(folder)),
          clock_(clock ? std::move(clock) : [] { return std::chrono::system_clock::now(); }) {}

    const CaseState& state() const { return state_; }
    const ImageStore& images() const { return images_; }
    const LogDatabase& database() const { return database_; }

    /// Folds what was appended since, by whomever.
    base::Expected<void, Failure> catch_up() {
        const auto rows = database_.rows_after(state_.last_number);
        if (!rows) return base::fail(rows.error());
        for (const StoredEvent& row : *rows) {
            const auto logged = check_row(row, state_.last_number + 1, state_.fingerprint);
            if (!logged) return base::fail(logged.error());
            state_.apply(*logged);
            if (head_ && head_->number == logged->number && head_->hash != logged->hash) {
                return broken_head("event " + std::to_string(logged->number) + " is not the one this folder had");
            }
        }
        return {};
    }

    /// At opening: the log must reach at least as far as it is known to have reached.
    base::Expected<void, Failure> check_head() {
        const auto head = read_head(folder_);
        if (!head) return base::fail(head.error());
        head_ = *head;
        if (auto folded = catch_up(); !folded) return folded;
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
        if (auto begun = database_.begin(); !begun) return begun;
        // Whatever leaves this scope without having committed, be it an exception, gives the lock back.
        const Rollback rollback{database_};
        return append_locked(propose);
    }

  private:
    struct Rollback {
        LogDatabase& database;
        ~Rollback() { database.rollback(); }
    };

    base::Expected<void, Failure> append_locked(const Proposal& propose) {
        if (auto folded = catch_up(); !folded) return folded;
        auto events = propose(state_);
        if (!events) return base::fail(events.error());
        std::vector<LoggedEvent> added;
        const std::string time = utc_text(clock_());
        std::uint64_t number = state_.last_number;
        base::Digest previous = state_.fingerprint;
        for (const Event& event : *events) {
            const StoredEvent row = make_row(++number, time, to_text(event), previous);
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

    tl::unexpected<Failure> broken_head(std::string message) const {
        return base::fail(
            Failure{FailureClass::broken_evidence, database_file(folder_).string(), "", std::move(message)});
    }

    fs::path folder_;
    LogDatabase database_;
    ImageStore images_;
    Clock clock_;
    CaseState state_;
    std::optional<LogHead> head_;
};

Record::Record(std::unique_ptr<Log> log) : log_(std::move(log)) {}
Record::Record(Record&&) noexcept = default;
Record& Record::operator=(Record&&) noexcept = default;
Record::~Record() = default;

base::Expected<Record, Failure> Record::create(const fs::path& case_folder, const CaseMade& made, Clock clock) {
    auto database = LogDatabase::create(database_file(case_folder));
    if (!database) return base::fail(database.error());
    Record record(std::make_unique<Log>(case_folder, std::move(*database), std::move(clock)));
    if (auto added = record.append(made); !added) return base::fail(added.error());
    return record;
}

base::Expected<Record, Failure> Record::open(const fs::path& case_folder, Clock clock) {
    auto database = LogDatabase::open(database_file(case_folder));
    if (!database) return base::fail(database.error());
    Record record(std::make_unique<Log>(case_folder, std::move(*database), std::move(clock)));
    if (auto checked = record.log_->check_head(); !checked) return base::fail(checked.error());
    return record;
}

const CaseState& Record::state() const {
    return log_->state();
}

base::Expected<void, Failure> Record::refresh() {
    return log_->catch_up();
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
        if (auto stored = log_->images().put(sheet.key.image, sheet.image); !stored) return base::fail(stored.error());
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
                events.emplace_back(BatchOpened{batch.source});
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
    const auto rows = log_->database().rows_after(0);
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

}  // namespace kiemphieu::station
