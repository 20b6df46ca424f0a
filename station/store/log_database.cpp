#include "station/store/log_database.hpp"

#include <sstream>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "base/file.hpp"
#include "base/text.hpp"

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

std::string to_text(const LogHead& head) {
    return std::to_string(head.number) + " " + base::to_hex(head.hash) + "\n";
}

}  // namespace

struct LogDatabase::State {
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

LogDatabase::LogDatabase(std::unique_ptr<State> state) : state_(std::move(state)) {}
LogDatabase::LogDatabase(LogDatabase&&) noexcept = default;
LogDatabase& LogDatabase::operator=(LogDatabase&&) noexcept = default;
LogDatabase::~LogDatabase() = default;

base::Expected<LogDatabase, Failure> LogDatabase::create(const fs::path& file) {
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
    return LogDatabase(std::move(*made));
}

base::Expected<LogDatabase, Failure> LogDatabase::open(const fs::path& file) {
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
    return LogDatabase(std::move(*opened));
}

base::Expected<int, Failure> LogDatabase::version_of(const fs::path& file) {
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

base::Expected<std::vector<StoredEvent>, Failure> LogDatabase::rows_after(std::uint64_t number,
                                                                          std::size_t most) const {
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

base::Expected<std::vector<StoredEvent>, Failure> LogDatabase::rows_of_version_1(const fs::path& file) {
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

base::Expected<void, Failure> LogDatabase::begin() {
    return guarded(state_->file, [&] { state_->database.exec("BEGIN IMMEDIATE"); });
}

base::Expected<void, Failure> LogDatabase::insert(const StoredEvent& row) {
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

base::Expected<void, Failure> LogDatabase::commit() {
    return guarded(state_->file, [&] { state_->database.exec("COMMIT"); });
}

void LogDatabase::rollback() noexcept {
    // Fails when SQLite has rolled back by itself, as it does on a full disk.
    if (sqlite3_get_autocommit(state_->database.getHandle()) == 0) {
        sqlite3_exec(state_->database.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

base::Expected<void, Failure> LogDatabase::move_log_into_file() {
    return guarded(state_->file, [&] {
        // Most of it first while others may append; who appends waits only for the rest.
        state_->database.exec("PRAGMA wal_checkpoint(PASSIVE)");
        state_->database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    });
}

std::uintmax_t LogDatabase::log_bytes() const {
    std::error_code error;
    const auto size = fs::file_size(state_->file.string() + "-wal", error);
    return error ? 0 : size;
}

void LogDatabase::leave_no_side_files() noexcept {
    state_->keep_log_on_close(0);
}

base::Expected<std::optional<LogHead>, Failure> read_head(const fs::path& case_folder) {
    const fs::path file = case_folder / "record.head";
    std::error_code error;
    if (!fs::exists(file, error)) return std::optional<LogHead>{};
    const auto text = base::read_text_file(file);
    if (!text) return base::fail(text.error());
    std::istringstream in(*text);
    LogHead head;
    std::string hash;
    if (!(in >> head.number >> hash) || !base::parse_hex(hash, head.hash) || *text != to_text(head)) {
        return base::fail(Failure{FailureClass::broken_evidence, file.string(), "", "is not a number and a hash"});
    }
    return head;
}

base::Expected<void, Failure> write_head(const fs::path& case_folder, const LogHead& head) {
    return base::write_file_durably(case_folder / "record.head", base::as_bytes(to_text(head)));
}

fs::path database_file(const fs::path& case_folder) {
    return case_folder / "record.sqlite";
}
fs::path signing_key_file(const fs::path& case_folder) {
    return case_folder / "keys" / "record.key";
}
fs::path seal_file(const fs::path& case_folder) {
    return case_folder / "record.seal";
}
fs::path image_folder(const fs::path& case_folder) {
    return case_folder / "images";
}

}  // namespace kiemphieu::station
