#include "station/store/sqlite_log.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "station/store/log_head.hpp"
#include "station/store/seal.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// Marks the file as ours ("KPHI").
constexpr int application_id = 0x4B504849;
/// Another command of the same case may be writing a batch; ten seconds cover the slowest disk we met by far.
constexpr int busy_timeout_ms = 10'000;

constexpr const char* schema = R"sql(
CREATE TABLE events (
    number   INTEGER PRIMARY KEY CHECK (number >= 1),
    time     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    body     TEXT NOT NULL,
    salt     TEXT NOT NULL,
    previous TEXT NOT NULL UNIQUE,
    hash     TEXT NOT NULL UNIQUE,
    signature TEXT NOT NULL
) STRICT;
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM events)
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
)sql";

Failure failure_of(const SQLite::Exception& error, const fs::path& file) {
    const int code = error.getErrorCode();
    const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_CONSTRAINT;
    // SQLite repeats names it finds in a damaged file, which need not be text.
    std::string message = base::find_invalid_utf8(error.what()) ? "is damaged" : error.what();
    return {damaged ? FailureClass::broken_evidence : FailureClass::world, file.string(), "", std::move(message)};
}

/// Runs work on the database; its exceptions become failures.
template <class Work>
auto guarded(const fs::path& file, Work work) -> base::Expected<decltype(work()), Failure> {
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const SQLite::Exception& error) {
        return base::fail(failure_of(error, file));
    }
}

tl::unexpected<Failure> bad(const fs::path& file, std::string message) {
    return base::fail(Failure{FailureClass::bad_input, file.string(), "", std::move(message)});
}

/// The columns that every version has.
StoredEvent row_of(SQLite::Statement& query) {
    return {static_cast<std::uint64_t>(query.getColumn(0).getInt64()),
            query.getColumn(1).getString(),
            query.getColumn(2).getString(),
            query.getColumn(3).getString(),
            {},
            query.getColumn(4).getString(),
            query.getColumn(5).getString(),
            {}};
}

}  // namespace

struct SqliteLog::State {
    fs::path file;
    SQLite::Database database;

    State(const fs::path& path, int flags) : file(path), database(path.string(), flags, busy_timeout_ms) {
        database.exec("PRAGMA synchronous = FULL");
        database.exec("PRAGMA trusted_schema = OFF");
        // The file changes only when the record says so, so that its seal can be made anew.
        database.exec("PRAGMA wal_autocheckpoint = 0");
        keep_log_on_close(1);
    }

    void keep_log_on_close(int keep) noexcept {
        sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep, nullptr);
    }
};

SqliteLog::SqliteLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
SqliteLog::~SqliteLog() = default;

base::Expected<std::unique_ptr<SqliteLog>, Failure> SqliteLog::create(const fs::path& file) {
    using Made = std::unique_ptr<State>;
    auto made = guarded(file, [&]() -> Made {
        auto state = std::make_unique<State>(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        state->database.exec("PRAGMA journal_mode = WAL");
        SQLite::Transaction transaction(state->database, SQLite::TransactionBehavior::IMMEDIATE);
        // A creation that was interrupted leaves tables without an event; it is then simply completed.
        if (state->database.tableExists("events")) {
            if (state->database.execAndGet("SELECT count(*) FROM events").getInt() > 0) return nullptr;
        } else {
            state->database.exec("PRAGMA application_id = " + std::to_string(application_id));
            state->database.exec("PRAGMA user_version = " + std::to_string(log_format_version));
            state->database.exec(schema);
        }
        transaction.commit();
        return state;
    });
    if (!made) return base::fail(made.error());
    if (!*made) return bad(file, "holds a record already; a case is made once");
    return std::unique_ptr<SqliteLog>(new SqliteLog(std::move(*made)));
}

base::Expected<std::unique_ptr<SqliteLog>, Failure> SqliteLog::open(const fs::path& file) {
    const auto version = version_of(file);
    if (!version) return base::fail(version.error());
    if (*version != log_format_version) {
        const bool newer = *version > log_format_version;
        return bad(file, "was written by " + std::string(newer ? "a newer" : "an older") +
                             " version of this program: format " + std::to_string(*version) + ", expected " +
                             std::to_string(log_format_version) +
                             (newer ? "; use that version" : "; any command that writes brings it up to date"));
    }
    auto opened = guarded(file, [&] { return std::make_unique<State>(file, SQLite::OPEN_READWRITE); });
    if (!opened) return base::fail(opened.error());
    return std::unique_ptr<SqliteLog>(new SqliteLog(std::move(*opened)));
}

base::Expected<int, Failure> SqliteLog::version_of(const fs::path& file) {
    std::error_code error;
    if (!fs::exists(file, error)) return bad(file, "no such record; expected a case made by `kiemphieu new`");
    const auto version = guarded(file, [&]() -> std::optional<int> {
        State state(file, SQLite::OPEN_READWRITE);
        if (state.database.execAndGet("PRAGMA application_id").getInt() != application_id ||
            !state.database.tableExists("events")) {
            return std::nullopt;
        }
        return state.database.execAndGet("PRAGMA user_version").getInt();
    });
    if (!version) return base::fail(version.error());
    if (!*version) return bad(file, "is no record of this program");
    return **version;
}

base::Expected<std::vector<StoredEvent>, Failure> SqliteLog::rows_after(std::uint64_t number, std::size_t most) const {
    return guarded(state_->file, [&] {
        SQLite::Statement query(state_->database,
                                "SELECT number, time, kind, body, previous, hash, salt, signature FROM events WHERE "
                                "number > ? ORDER BY number LIMIT ?");
        query.bind(1, static_cast<std::int64_t>(number));
        query.bind(2, most == all_rows ? std::int64_t{-1} : static_cast<std::int64_t>(most));
        std::vector<StoredEvent> rows;
        while (query.executeStep()) {
            rows.push_back(row_of(query));
            rows.back().salt = query.getColumn(6).getString();
            rows.back().signature = query.getColumn(7).getString();
        }
        return rows;
    });
}

base::Expected<std::optional<StoredEvent>, Failure> SqliteLog::last_row() const {
    const auto number = guarded(state_->file, [&] {
        return state_->database.execAndGet("SELECT coalesce(max(number), 0) FROM events").getInt64();
    });
    if (!number) return base::fail(number.error());
    if (*number == 0) return std::optional<StoredEvent>{};
    auto rows = rows_after(static_cast<std::uint64_t>(*number) - 1, 1);
    if (!rows) return base::fail(rows.error());
    return rows->empty() ? std::nullopt : std::optional(std::move(rows->front()));
}

base::Expected<std::vector<StoredEvent>, Failure> SqliteLog::rows_of_version_1(const fs::path& file) {
    return guarded(file, [&] {
        State state(file, SQLite::OPEN_READWRITE);
        state.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        SQLite::Statement query(state.database,
                                "SELECT number, time, kind, body, previous, hash FROM events ORDER BY number");
        std::vector<StoredEvent> rows;
        while (query.executeStep()) rows.push_back(row_of(query));
        return rows;
    });
}

base::Expected<void, Failure> SqliteLog::begin() {
    return guarded(state_->file, [&] { state_->database.exec("BEGIN IMMEDIATE"); });
}

base::Expected<void, Failure> SqliteLog::insert(const StoredEvent& row) {
    return guarded(state_->file, [&] {
        SQLite::Statement insertion(state_->database,
                                    "INSERT INTO events (number, time, kind, body, salt, previous, hash, signature) "
                                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        insertion.bind(1, static_cast<std::int64_t>(row.number));
        insertion.bind(2, row.time);
        insertion.bind(3, row.kind);
        insertion.bind(4, row.body);
        insertion.bind(5, row.salt);
        insertion.bind(6, row.previous);
        insertion.bind(7, row.hash);
        insertion.bind(8, row.signature);
        insertion.exec();
    });
}

base::Expected<void, Failure> SqliteLog::commit() {
    return guarded(state_->file, [&] { state_->database.exec("COMMIT"); });
}

void SqliteLog::rollback() noexcept {
    // Fails when SQLite has rolled back by itself, as it does on a full disk.
    if (sqlite3_get_autocommit(state_->database.getHandle()) == 0) {
        sqlite3_exec(state_->database.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

base::Expected<void, Failure> SqliteLog::close_for_good(const std::string& moved_to) {
    return guarded(state_->file, [&] {
        SQLite::Statement quoted(state_->database, "SELECT quote(?)");
        quoted.bind(1, "the record moved to " + moved_to + "; nothing is added here");
        quoted.executeStep();
        state_->database.exec(
            "CREATE TRIGGER IF NOT EXISTS events_moved BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, " +
            quoted.getColumn(0).getString() + "); END");
    });
}

std::string SqliteLog::place() const {
    return state_->file.string();
}

void SqliteLog::settle(Moment moment, const base::SigningKey& key, std::uint64_t last_number) {
    if (moment == Moment::appended) {
        if (log_is_long()) seal_beside(key, last_number);
        return;
    }
    if (sealer_.joinable()) sealer_.join();
    const CaseLock lock(state_->file.parent_path(), CaseLock::Kind::exclusive);
    if (moment != Moment::closing || log_bytes() > 0) seal_anew(key, last_number);
    if (moment == Moment::closing && log_bytes() == 0) leave_no_side_files();
}

/// On a thread and a connection of its own, as another process would: whoever appends waits for no digest of the whole
/// file.
void SqliteLog::seal_beside(const base::SigningKey& key, std::uint64_t last_number) {
    if (sealing_.exchange(true)) return;
    sealer_ = std::jthread([this, key, last_number, file = state_->file] {
        try {
            const CaseLock lock(file.parent_path(), CaseLock::Kind::exclusive);
            if (auto own = open(file)) (*own)->seal_anew(key, last_number);
        } catch (const std::exception&) {
            // The log stays long, and the next append tries again.
        }
        sealing_ = false;
    });
}

/// Moving costs the digest of the whole file, so it waits until the log has grown by a good part of that.
bool SqliteLog::log_is_long() const {
    constexpr std::uintmax_t least_bytes = 4U << 20U;
    std::error_code error;
    const auto file_bytes = fs::file_size(state_->file, error);
    return log_bytes() > std::max(least_bytes, error ? 0 : file_bytes / 4);
}

/// Under the case's lock. A file that is not as it was sealed is left alone: what was done to it stays to be found.
void SqliteLog::seal_anew(const base::SigningKey& key, std::uint64_t last_number) {
    const fs::path sealed_by = seal_file(state_->file.parent_path());
    const auto write = [&](const Seal& seal) {
        return base::write_file_durably(sealed_by, base::as_bytes(to_text(seal, key))).has_value();
    };
    if (const auto text = base::read_text_file(sealed_by)) {
        const auto seal = seal_from_text(*text, key.public_key());
        if (!seal) return;
        const auto found = seal_of_file(state_->file, seal->events);
        if (!found || (seal->state == SealState::whole && *found != *seal)) return;
    }
    if (!write({SealState::changing, last_number, 0, {}, {}})) return;
    static_cast<void>(move_log_into_file().has_value());
    if (const auto sealed = seal_of_file(state_->file, last_number)) static_cast<void>(write(*sealed));
}

base::Expected<void, Failure> SqliteLog::move_log_into_file() {
    return guarded(state_->file, [&] {
        // Most of it first while others may append; who appends waits only for the rest.
        state_->database.exec("PRAGMA wal_checkpoint(PASSIVE)");
        state_->database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    });
}

std::uintmax_t SqliteLog::log_bytes() const {
    std::error_code error;
    const auto size = fs::file_size(state_->file.string() + "-wal", error);
    return error ? 0 : size;
}

void SqliteLog::leave_no_side_files() noexcept {
    state_->keep_log_on_close(0);
}

}  // namespace kiemphieu::station
