#pragma once
// The log's rows in PostgreSQL: schema kiemphieu, docs/formats/postgresql.md.

#include <optional>

#include "station/store/log_database.hpp"

namespace kiemphieu::station {

/// Where a log lies on a server.
struct PostgresPlace {
    std::string url;  ///< postgresql://[user@]host[:port]/database[?options]; never a password
    std::string log;  ///< name of the log in the schema, as CASE/record.store keeps it
    bool operator==(const PostgresPlace&) const = default;
};

/// Makes the schema, its triggers and the roles kiemphieu_append and kiemphieu_read, or brings an older schema up to
/// date; the URL's user must own the database. Does nothing when all is there.
/// Errors: bad_input when the schema is newer than this program; world.
[[nodiscard]] base::Expected<void, base::Failure> prepare_postgres(const std::string& url);

/// Errors of every call: as LogDatabase's; broken_evidence when the server refuses a row that does not follow.
class PostgresLog final : public LogDatabase {
  public:
    enum class Use { append, look };
    /// Begins a log. Errors: bad_input when there is one of this name with events, or the schema is missing; world.
    [[nodiscard]] static base::Expected<std::unique_ptr<PostgresLog>, base::Failure> create(const PostgresPlace& place);
    /// Errors: bad_input when there is no such log, or the schema is of another version; world.
    [[nodiscard]] static base::Expected<std::unique_ptr<PostgresLog>, base::Failure> open(const PostgresPlace& place,
                                                                                          Use use = Use::append);
    ~PostgresLog() override;

    [[nodiscard]] base::Expected<std::vector<StoredEvent>, base::Failure> rows_after(std::uint64_t number,
                                                                                     std::size_t most) const override;
    [[nodiscard]] base::Expected<std::optional<StoredEvent>, base::Failure> last_row() const override;
    /// Connects anew when the connection was lost.
    [[nodiscard]] base::Expected<void, base::Failure> begin() override;
    [[nodiscard]] base::Expected<void, base::Failure> insert(const StoredEvent& row) override;
    /// Errors: world saying so when the connection was lost and nobody can tell whether the rows are in.
    [[nodiscard]] base::Expected<void, base::Failure> commit() override;
    void rollback() noexcept override;
    [[nodiscard]] base::Expected<void, base::Failure> close_for_good(const std::string& moved_to) override;
    void settle(Moment, const base::SigningKey&, std::uint64_t) override {}
    std::string place() const override;

  private:
    struct State;
    explicit PostgresLog(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kiemphieu::station
