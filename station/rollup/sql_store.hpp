#pragma once
// The store's tables and statements, written once for both databases.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "station/rollup/rollup_store.hpp"

namespace kiemphieu::station::rollup {

using SqlValue = std::optional<std::string>;  ///< nothing is NULL
using SqlRow = std::vector<SqlValue>;

/// One connection to a database. Statements have $1, $2 … in the order of their values.
/// Errors of every call: world; broken_evidence when the database is damaged.
class SqlConnection {
  public:
    SqlConnection() = default;
    virtual ~SqlConnection() = default;
    SqlConnection(const SqlConnection&) = delete;
    SqlConnection& operator=(const SqlConnection&) = delete;

    /// The rows that a statement gives.
    [[nodiscard]] virtual base::Expected<std::vector<SqlRow>, base::Failure> run(const std::string& statement,
                                                                                 std::span<const SqlValue> values) = 0;
    [[nodiscard]] virtual base::Expected<void, base::Failure> begin() = 0;
    [[nodiscard]] virtual base::Expected<void, base::Failure> commit() = 0;
    virtual void rollback() noexcept = 0;
    virtual std::string name() const = 0;  ///< for failures; without a password
};

/// The version of the tables that this program makes.
inline constexpr const char* rollup_format = "kiemphieu-rollup-1";

/// Statements that make the tables, but for what the databases write differently: `counter` is a column that counts
/// up, `guard` what keeps a table's rows from being changed.
std::vector<std::string> table_statements(const std::string& counter);
/// The tables whose rows are never changed or removed.
std::span<const char* const> kept_tables();

/// Errors: bad_input naming the store when its tables are of another version.
[[nodiscard]] base::Expected<std::unique_ptr<RollupStore>, base::Failure> store_on(
    std::unique_ptr<SqlConnection> connection);

/// FOLDER/rollup.sqlite with its tables.
[[nodiscard]] base::Expected<std::unique_ptr<SqlConnection>, base::Failure> connect_sqlite(const std::string& folder);
/// A server's database with its tables.
[[nodiscard]] base::Expected<std::unique_ptr<SqlConnection>, base::Failure> connect_postgres(const std::string& url);

}  // namespace kiemphieu::station::rollup
