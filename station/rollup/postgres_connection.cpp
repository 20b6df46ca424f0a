#include <memory>

#include <pqxx/pqxx>

#include "base/text.hpp"
#include "station/rollup/sql_store.hpp"
#include "station/store/postgres_url.hpp"

namespace kiemphieu::station::rollup {
namespace {

using base::Failure;
using base::FailureClass;

/// Ours alone in a database that may hold other things.
constexpr const char* schema = "kiemphieu_rollup";
/// Two takers that begin at once make the tables once. ("KPRU")
constexpr const char* creation_lock = "SELECT pg_advisory_xact_lock(1263555157)";

Failure failure_of(const std::exception& error, const std::string& place) {
    const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
    // What our own keys and triggers refuse is no fault of the machine's.
    const bool refused = sql != nullptr && (sql->sqlstate().starts_with("23") || sql->sqlstate().starts_with("P0"));
    std::string message = base::find_invalid_utf8(error.what()) ? "the server failed" : error.what();
    while (!message.empty() && message.back() == '\n') message.pop_back();
    return {refused ? FailureClass::broken_evidence : FailureClass::world, place, "", std::move(message)};
}

class PostgresConnection : public SqlConnection {
  public:
    explicit PostgresConnection(const std::string& url) : name_(name_of_postgres(url)), connection_(with_limits(url)) {
        for (const auto& [variable, value] : session_settings(url)) connection_.set_variable(variable, value);
        connection_.set_variable("search_path", schema);
        connection_.set_variable("client_min_messages", "warning");
    }

    base::Expected<std::vector<SqlRow>, Failure> run(const std::string& statement,
                                                     std::span<const SqlValue> values) override {
        return guarded([&] {
            if (transaction_) return rows_of(*transaction_, statement, values);
            pqxx::work alone(connection_);
            auto rows = rows_of(alone, statement, values);
            alone.commit();
            return rows;
        });
    }

    base::Expected<void, Failure> begin() override {
        return guarded([&] { transaction_ = std::make_unique<pqxx::work>(connection_); });
    }
    base::Expected<void, Failure> commit() override {
        return guarded([&] {
            transaction_->commit();
            transaction_.reset();
        });
    }
    void rollback() noexcept override { transaction_.reset(); }
    std::string name() const override { return name_; }

  private:
    static std::vector<SqlRow> rows_of(pqxx::work& work, const std::string& statement,
                                       std::span<const SqlValue> values) {
        std::vector<const char*> texts;
        for (const SqlValue& value : values) texts.push_back(value ? value->c_str() : nullptr);
        const pqxx::result found = work.exec_params(statement, pqxx::prepare::make_dynamic_params(texts));
        std::vector<SqlRow> rows;
        for (const auto& each : found) {
            SqlRow row;
            for (const auto& field : each)
                row.push_back(field.is_null() ? std::nullopt : SqlValue(std::string(field.c_str(), field.size())));
            rows.push_back(std::move(row));
        }
        return rows;
    }

    template <class Work>
    auto guarded(Work work) -> base::Expected<decltype(work()), Failure> {
        try {
            if constexpr (std::is_void_v<decltype(work())>) {
                work();
                return {};
            } else {
                return work();
            }
        } catch (const pqxx::pqxx_exception& error) {
            return base::fail(failure_of(error.base(), name_));
        }
    }

    std::string name_;
    pqxx::connection connection_;
    std::unique_ptr<pqxx::work> transaction_;
};

std::vector<std::string> statements_here() {
    std::vector<std::string> statements{std::string("CREATE SCHEMA IF NOT EXISTS ") + schema};
    for (std::string& each : table_statements("BIGSERIAL PRIMARY KEY")) statements.push_back(std::move(each));
    statements.emplace_back(
        "CREATE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was taken "
        "is never changed'; END $$");
    for (const std::string table : kept_tables()) {
        statements.push_back("CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON " + table +
                             " FOR EACH STATEMENT EXECUTE FUNCTION never_changed()");
    }
    return statements;
}

base::Expected<void, Failure> make_tables(SqlConnection& connection) {
    if (auto begun = connection.begin(); !begun) return begun;
    auto found = connection.run(creation_lock, {});
    if (found) found = connection.run("SELECT to_regclass('" + std::string(schema) + ".rollup_format')", {});
    const bool there = found && found->front().front().has_value();
    if (found && !there) {
        for (const std::string& statement : statements_here()) {
            found = connection.run(statement, {});
            if (!found) break;
        }
    }
    if (!found) {
        connection.rollback();
        return base::fail(found.error());
    }
    return connection.commit();
}

}  // namespace

base::Expected<std::unique_ptr<SqlConnection>, Failure> connect_postgres(const std::string& url) {
    if (auto checked = check_postgres_url(url); !checked) return base::fail(checked.error());
    try {
        auto connection = std::make_unique<PostgresConnection>(url);
        if (auto made = make_tables(*connection); !made) return base::fail(made.error());
        return connection;
    } catch (const pqxx::pqxx_exception& error) {
        return base::fail(failure_of(error.base(), name_of_postgres(url)));
    }
}

}  // namespace kiemphieu::station::rollup
