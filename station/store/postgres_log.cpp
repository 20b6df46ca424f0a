// The log and the images on a server: all that speaks SQL to PostgreSQL.

#include "station/store/postgres_log.hpp"

#include <optional>

#include <pqxx/pqxx>

#include "station/store/postgres_images.hpp"
#include "station/store/postgres_schema.hpp"
#include "station/store/postgres_url.hpp"

namespace kiemphieu::station {
namespace {

using base::Failure;
using base::FailureClass;

/// Another command of the same case may be writing a batch, as with SQLite.
constexpr const char* lock_timeout = "10s";

FailureClass class_of(const pqxx::sql_error& error) {
    // What our own triggers and keys refuse is no fault of the machine's.
    const std::string state = error.sqlstate();
    return state.starts_with("23") ? FailureClass::broken_evidence : FailureClass::world;
}

Failure failure_of(const std::exception& error, const std::string& place) {
    std::string message = error.what();
    while (!message.empty() && message.back() == '\n') message.pop_back();
    if (dynamic_cast<const pqxx::in_doubt_error*>(&error) != nullptr) {
        message = "the connection was lost while saving; look whether the last act is there before doing it again";
    }
    const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
    return {sql != nullptr ? class_of(*sql) : FailureClass::world, place, "", std::move(message)};
}

/// With our schema in front and durable commits. Throws what pqxx throws.
std::unique_ptr<pqxx::connection> connect(const std::string& url) {
    auto connection = std::make_unique<pqxx::connection>(with_limits(url));
    for (const auto& [variable, value] : session_settings(url)) connection->set_variable(variable, value);
    connection->set_variable("lock_timeout", std::string("'") + lock_timeout + "'");
    connection->set_variable("search_path", "kiemphieu");
    return connection;
}

/// Does something that may be done twice, such as reading or beginning: a server that was started again since is found
/// out only by asking it. Throws what pqxx throws.
template <class Connect, class Work, class IsOpen>
auto again_if_lost(Connect connect_anew, Work work, IsOpen is_open) {
    connect_anew();
    try {
        return work();
    } catch (const pqxx::pqxx_exception&) {
        if (is_open()) throw;
    }
    connect_anew();
    return work();
}

/// Runs work on the server; its exceptions become failures.
template <class Work>
auto guarded(const std::string& place, Work work) -> base::Expected<decltype(work()), Failure> {
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const pqxx::pqxx_exception& error) {
        return base::fail(failure_of(error.base(), place));
    }
}

constexpr auto schema_version = static_cast<int>(postgres_schema_steps.size());

/// 0 when there is no schema yet.
int version_of(pqxx::transaction_base& work) {
    if (work.exec1("SELECT to_regclass('kiemphieu.version') IS NULL")[0].as<bool>()) return 0;
    return work.exec1("SELECT coalesce(max(version), 0) FROM kiemphieu.version")[0].as<int>();
}

std::vector<StoredEvent> rows_of(const pqxx::result& found) {
    std::vector<StoredEvent> rows;
    rows.reserve(found.size());
    for (const pqxx::row& row : found) {
        rows.push_back({row[0].as<std::uint64_t>(), row[1].c_str(), row[2].c_str(), row[3].c_str(), row[4].c_str(),
                        row[5].c_str(), row[6].c_str(), row[7].c_str()});
    }
    return rows;
}

tl::unexpected<Failure> bad(const std::string& place, std::string message) {
    return base::fail(Failure{FailureClass::bad_input, place, "", std::move(message)});
}

}  // namespace

base::Expected<void, Failure> prepare_postgres(const std::string& url) {
    if (auto checked = check_postgres_url(url); !checked) return checked;
    const std::string place = name_of_postgres(url);
    const auto version = guarded(place, [&] {
        const auto connection = connect(url);
        pqxx::work work(*connection);
        work.exec("SELECT pg_advisory_xact_lock(hashtextextended('kiemphieu.version', 0))");
        int reached = version_of(work);
        if (reached == 0) {
            work.exec("CREATE SCHEMA IF NOT EXISTS kiemphieu");
            work.exec(
                "CREATE TABLE IF NOT EXISTS kiemphieu.version (version int PRIMARY KEY, at timestamptz NOT NULL "
                "DEFAULT now())");
        }
        for (; reached < schema_version; ++reached) {
            work.exec(postgres_schema_steps.at(static_cast<std::size_t>(reached)));
            work.exec_params("INSERT INTO kiemphieu.version (version) VALUES ($1)", reached + 1);
        }
        work.commit();
        return reached;
    });
    if (!version) return base::fail(version.error());
    if (*version > schema_version)
        return bad(place, "was prepared by a newer version of this program; use that version");
    return {};
}

struct PostgresLog::State {
    PostgresPlace at;
    std::string name;
    Use use;
    std::unique_ptr<pqxx::connection> connection;
    std::unique_ptr<pqxx::work> work{};  ///< between begin and commit

    void connect_anew() {
        if (connection && connection->is_open()) return;
        connection = connect(at.url);
        if (use == Use::look) connection->set_variable("default_transaction_read_only", "on");
        const std::string rows =
            "SELECT number, time, kind, body, salt, previous, hash, signature FROM events WHERE log = $1";
        connection->prepare("rows", rows + " AND number > $2 ORDER BY number LIMIT $3");
        connection->prepare("last", rows + " ORDER BY number DESC LIMIT 1");
        connection->prepare("insert",
                            "INSERT INTO events (log, number, time, kind, body, salt, previous, hash, signature) "
                            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    }

    /// Runs a question in the transaction that is under way, or in one of its own.
    template <class Question>
    auto ask(Question question) {
        if (work) return question(*work);
        return again_if_lost([&] { connect_anew(); },
                             [&] {
                                 pqxx::read_transaction reading(*connection);
                                 return question(reading);
                             },
                             [&] { return connection->is_open(); });
    }
};

PostgresLog::PostgresLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
PostgresLog::~PostgresLog() = default;

base::Expected<std::unique_ptr<PostgresLog>, Failure> PostgresLog::open(const PostgresPlace& place, Use use) {
    if (auto checked = check_postgres_url(place.url); !checked) return base::fail(checked.error());
    auto state = std::make_unique<State>(State{place, name_of_postgres(place.url), use, nullptr, {}});
    const std::string name = state->name;
    const auto version = guarded(name, [&] {
        const auto connection = connect(place.url);
        pqxx::read_transaction reading(*connection);
        return version_of(reading);
    });
    if (!version) return base::fail(version.error());
    if (*version == 0) return bad(name, "has no schema of this program; expected `kiemphieu store prepare` first");
    if (*version != schema_version) {
        const bool newer = *version > schema_version;
        return bad(name, "has a schema of " + std::string(newer ? "a newer" : "an older") +
                             " version: " + std::to_string(*version) + ", expected " + std::to_string(schema_version) +
                             (newer ? "; use that version" : "; `kiemphieu store prepare` brings it up to date"));
    }
    if (auto connected = guarded(name, [&] { state->connect_anew(); }); !connected) {
        return base::fail(connected.error());
    }
    return std::unique_ptr<PostgresLog>(new PostgresLog(std::move(state)));
}

base::Expected<std::unique_ptr<PostgresLog>, Failure> PostgresLog::create(const PostgresPlace& place) {
    auto log = open(place);
    if (!log) return log;
    const auto rows = (*log)->rows_after(0, 1);
    if (!rows) return base::fail(rows.error());
    if (!rows->empty()) return bad((*log)->place(), "holds a record already; a case is made once");
    return log;
}

std::string PostgresLog::place() const {
    return state_->name + " " + state_->at.log;
}

base::Expected<std::vector<StoredEvent>, Failure> PostgresLog::rows_after(std::uint64_t number,
                                                                          std::size_t most) const {
    return guarded(place(), [&] {
        const auto limit =
            most == all_rows ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(most);
        return rows_of(state_->ask([&](pqxx::transaction_base& work) {
            return work.exec_prepared("rows", state_->at.log, static_cast<std::int64_t>(number), limit);
        }));
    });
}

base::Expected<std::optional<StoredEvent>, Failure> PostgresLog::last_row() const {
    return guarded(place(), [&]() -> std::optional<StoredEvent> {
        auto rows = rows_of(
            state_->ask([&](pqxx::transaction_base& work) { return work.exec_prepared("last", state_->at.log); }));
        if (rows.empty()) return std::nullopt;
        return std::move(rows.front());
    });
}

base::Expected<void, Failure> PostgresLog::begin() {
    return guarded(place(), [&] {
        again_if_lost(
            [&] {
                state_->work.reset();
                state_->connect_anew();
            },
            [&] {
                state_->work = std::make_unique<pqxx::work>(*state_->connection);
                return state_->work->exec_params(
                    "SELECT pg_advisory_xact_lock(hashtextextended('kiemphieu.events ' || $1, 0))", state_->at.log);
            },
            [&] { return state_->connection->is_open(); });
    });
}

base::Expected<void, Failure> PostgresLog::insert(const StoredEvent& row) {
    return guarded(place(), [&] {
        state_->work->exec_prepared("insert", state_->at.log, static_cast<std::int64_t>(row.number), row.time, row.kind,
                                    row.body, row.salt, row.previous, row.hash, row.signature);
    });
}

base::Expected<void, Failure> PostgresLog::commit() {
    auto committed = guarded(place(), [&] { state_->work->commit(); });
    state_->work.reset();
    return committed;
}

void PostgresLog::rollback() noexcept {
    try {
        state_->work.reset();
    } catch (const std::exception&) {
        // The connection is gone, and what it had not committed with it.
    }
}

base::Expected<void, Failure> PostgresLog::close_for_good(const std::string& moved_to) {
    return guarded(place(), [&] {
        state_->work->exec_params(
            "INSERT INTO moved_logs (log, last, moved_to) SELECT $1, coalesce(max(number), 0), $2 "
            "FROM events WHERE log = $1 ON CONFLICT DO NOTHING",
            state_->at.log, moved_to);
    });
}

struct PostgresImages::State {
    std::string url;
    std::string place;
    std::unique_ptr<pqxx::connection> connection;

    pqxx::connection& connected() {
        if (!connection || !connection->is_open()) connection = connect(url);
        return *connection;
    }
};

PostgresImages::PostgresImages(std::unique_ptr<State> state) : state_(std::move(state)) {}
PostgresImages::PostgresImages(PostgresImages&&) noexcept = default;
PostgresImages& PostgresImages::operator=(PostgresImages&&) noexcept = default;
PostgresImages::~PostgresImages() = default;

base::Expected<PostgresImages, Failure> PostgresImages::open(const std::string& url) {
    auto state = std::make_unique<State>(State{url, name_of_postgres(url) + " images", nullptr});
    auto connected = guarded(state->place, [&] { static_cast<void>(state->connected()); });
    if (!connected) return base::fail(connected.error());
    return PostgresImages(std::move(state));
}

base::Expected<void, Failure> PostgresImages::put(const base::Digest& image, base::Bytes bytes) {
    return guarded(state_->place, [&] {
        const pqxx::binarystring content(bytes.data(), bytes.size());
        again_if_lost([&] { static_cast<void>(state_->connected()); },
                      [&] {
                          pqxx::work work(*state_->connection);
                          work.exec_params("INSERT INTO images (image, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                                           base::to_hex(image), content);
                          work.commit();
                      },
                      [&] { return state_->connection->is_open(); });
    });
}

base::Expected<std::vector<std::uint8_t>, Failure> PostgresImages::get(const base::Digest& image) {
    const auto broken = [&](std::string message) {
        return base::fail(
            Failure{FailureClass::broken_evidence, state_->place, base::to_hex(image), std::move(message)});
    };
    auto found = guarded(state_->place, [&]() -> std::optional<std::vector<std::uint8_t>> {
        const pqxx::result rows =
            again_if_lost([&] { static_cast<void>(state_->connected()); },
                          [&] {
                              pqxx::read_transaction reading(*state_->connection);
                              return pqxx::result(reading.exec_params("SELECT bytes FROM images WHERE image = $1",
                                                                      base::to_hex(image)));
                          },
                          [&] { return state_->connection->is_open(); });
        if (rows.empty()) return std::nullopt;
        const pqxx::binarystring content(rows[0][0]);
        return std::vector<std::uint8_t>(content.begin(), content.end());
    });
    if (!found) return base::fail(found.error());
    if (!*found) return broken("is not there");
    if (base::sha256(**found) != image) return broken("was altered: its bytes have another digest than its name");
    return std::move(**found);
}

}  // namespace kiemphieu::station
