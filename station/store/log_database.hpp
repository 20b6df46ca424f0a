#pragma once
// Where the rows of a case's log lie. SqliteLog and PostgresLog keep the same rows; no other room sees SQL.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/signature.hpp"
#include "station/store/chain.hpp"

namespace kiemphieu::station {

/// The version of the format that this program writes.
inline constexpr int log_format_version = 2;

/// One log, open. Errors of every call: world when the disk, the network or another process stands against it,
/// broken_evidence when what lies there is damaged.
class LogDatabase {
  public:
    LogDatabase() = default;
    LogDatabase(const LogDatabase&) = delete;
    LogDatabase& operator=(const LogDatabase&) = delete;
    virtual ~LogDatabase() = default;

    static constexpr std::size_t all_rows = static_cast<std::size_t>(-1);
    /// Rows after `number`, in order, so many at most.
    [[nodiscard]] virtual base::Expected<std::vector<StoredEvent>, base::Failure> rows_after(
        std::uint64_t number, std::size_t most) const = 0;
    /// Nothing when there is none.
    [[nodiscard]] virtual base::Expected<std::optional<StoredEvent>, base::Failure> last_row() const = 0;
    /// Takes the write lock; until `commit` or `rollback` nobody else appends.
    [[nodiscard]] virtual base::Expected<void, base::Failure> begin() = 0;
    [[nodiscard]] virtual base::Expected<void, base::Failure> insert(const StoredEvent& row) = 0;
    [[nodiscard]] virtual base::Expected<void, base::Failure> commit() = 0;
    /// Takes back what was not committed; does nothing when all is.
    virtual void rollback() noexcept = 0;

    /// Within begin and commit: ends the log for good, since it goes on elsewhere. Nothing is appended here from now
    /// on.
    [[nodiscard]] virtual base::Expected<void, base::Failure> close_for_good(const std::string& moved_to) = 0;

    enum class Moment { made, appended, closing };
    /// Lets the log put itself in order and vouch for its own bytes, where it can. What fails here is not lost: the
    /// rows are durable already.
    virtual void settle(Moment moment, const base::SigningKey& key, std::uint64_t last_number) = 0;
    /// What a message names as the place of these rows: a file, or an address without secrets.
    virtual std::string place() const = 0;
};

}  // namespace kiemphieu::station
