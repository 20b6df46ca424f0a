#include <filesystem>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "base/text.hpp"
#include "station/rollup/sql_store.hpp"

namespace kiemphieu::station::rollup {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// Another command may be taking a package in; ten seconds cover the slowest disk by far.
constexpr int busy_timeout_ms = 10'000;

class SqliteConnection : public SqlConnection {
  public:
    explicit SqliteConnection(const fs::path& file)
        : file_(file), database_(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms) {
        database_.exec("PRAGMA journal_mode = WAL");
        database_.exec("PRAGMA synchronous = FULL");
        database_.exec("PRAGMA foreign_keys = ON");
        database_.exec("PRAGMA trusted_schema = OFF");
    }

    bool has_tables() { return database_.tableExists("rollup_format"); }

    base::Expected<std::vector<SqlRow>, Failure> run(const std::string& statement,
                                                     std::span<const SqlValue> values) override {
        try {
            SQLite::Statement query(database_, statement);
            int place = 0;
            for (const SqlValue& value : values) {
                ++place;
                if (value) {
                    query.bind(place, *value);
                } else {
                    query.bind(place);
                }
            }
            std::vector<SqlRow> rows;
            while (query.executeStep()) {
                SqlRow row;
                for (int i = 0; i < query.getColumnCount(); ++i) {
                    const auto column = query.getColumn(i);
                    row.push_back(column.isNull() ? std::nullopt : SqlValue(column.getString()));
                }
                rows.push_back(std::move(row));
            }
            return rows;
        } catch (const SQLite::Exception& error) {
            return base::fail(failure_of(error));
        }
    }

    base::Expected<void, Failure> begin() override { return execute("BEGIN IMMEDIATE"); }
    base::Expected<void, Failure> commit() override { return execute("COMMIT"); }
    void rollback() noexcept override {
        // Fails when SQLite has rolled back by itself, as it does on a full disk.
        if (sqlite3_get_autocommit(database_.getHandle()) == 0)
            sqlite3_exec(database_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    std::string name() const override { return file_.string(); }

  private:
    base::Expected<void, Failure> execute(const char* statement) {
        const auto done = run(statement, {});
        if (!done) return base::fail(done.error());
        return {};
    }

    Failure failure_of(const SQLite::Exception& error) const {
        const int code = error.getErrorCode();
        const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_CONSTRAINT;
        // SQLite repeats names it finds in a damaged file, which need not be text.
        std::string message = base::find_invalid_utf8(error.what()) ? "is damaged" : error.what();
        return {damaged ? FailureClass::broken_evidence : FailureClass::world, file_.string(), "", std::move(message)};
    }

    fs::path file_;
    SQLite::Database database_;
};

base::Expected<void, Failure> make_tables(SqlConnection& connection) {
    if (auto begun = connection.begin(); !begun) return begun;
    auto statements = table_statements("INTEGER PRIMARY KEY AUTOINCREMENT");
    for (const std::string table : kept_tables()) {
        for (const std::string act : {"UPDATE", "DELETE"}) {
            statements.push_back("CREATE TRIGGER " + table + "_never_" + act + " BEFORE " + act + " ON " + table +
                                 " BEGIN SELECT RAISE(ABORT, 'what was taken is never changed'); END");
        }
    }
    for (const std::string& statement : statements) {
        if (const auto done = connection.run(statement, {}); !done) {
            connection.rollback();
            return base::fail(done.error());
        }
    }
    return connection.commit();
}

}  // namespace

base::Expected<std::unique_ptr<SqlConnection>, Failure> connect_sqlite(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_directory(folder)) {
        return base::fail(Failure{FailureClass::bad_input, folder, "--store",
                                  "is no folder and can't be made one; expected a folder or postgresql://…"});
    }
    try {
        auto connection = std::make_unique<SqliteConnection>(fs::path(folder) / "rollup.sqlite");
        if (!connection->has_tables()) {
            if (auto made = make_tables(*connection); !made) return base::fail(made.error());
        }
        return connection;
    } catch (const SQLite::Exception& thrown) {
        const bool other = thrown.getErrorCode() == SQLITE_NOTADB || thrown.getErrorCode() == SQLITE_CORRUPT;
        return base::fail(Failure{other ? FailureClass::broken_evidence : FailureClass::world,
                                  (fs::path(folder) / "rollup.sqlite").string(), "",
                                  other ? "is no database of this program, or damaged" : thrown.what()});
    }
}

}  // namespace kiemphieu::station::rollup
