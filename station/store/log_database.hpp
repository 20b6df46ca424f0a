#pragma once
// The log's table in SQLite. Only store/ includes this; no other room sees SQL.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "station/store/event.hpp"

namespace kiemphieu::station {

/// A row of the log as it stands in the file, nothing checked.
struct StoredEvent {
    std::uint64_t number{};
    std::string time;
    std::string kind;
    std::string body;
    std::string previous;  ///< hash of the event before, hex; 64 zeros for the first
    std::string hash;      ///< hex
};

/// What chains an event to the one before it. docs/formats/record.md gives the bytes.
base::Digest chain_hash(const StoredEvent& event);
/// The row of a new event.
StoredEvent make_row(std::uint64_t number, std::string time, const EventText& text, const base::Digest& previous);
/// Reads a row, which must be number `number` and follow `previous`. Errors: broken_evidence naming the event.
[[nodiscard]] base::Expected<LoggedEvent, base::Failure> check_row(const StoredEvent& row, std::uint64_t number,
                                                                   const base::Digest& previous);

/// CASE/record.sqlite. Errors of every call: world when the disk or another process stands against it,
/// broken_evidence when the file is no database or damaged.
class LogDatabase {
  public:
    /// Errors: also bad_input when it holds a log already.
    [[nodiscard]] static base::Expected<LogDatabase, base::Failure> create(const std::filesystem::path& file);
    /// Errors: also bad_input when there is no file or no log in it.
    [[nodiscard]] static base::Expected<LogDatabase, base::Failure> open(const std::filesystem::path& file);
    LogDatabase(LogDatabase&&) noexcept;
    LogDatabase& operator=(LogDatabase&&) noexcept;
    ~LogDatabase();

    /// Rows after `number`, in order.
    [[nodiscard]] base::Expected<std::vector<StoredEvent>, base::Failure> rows_after(std::uint64_t number) const;
    /// Takes the write lock; until `commit` or `rollback` nobody else appends.
    [[nodiscard]] base::Expected<void, base::Failure> begin();
    [[nodiscard]] base::Expected<void, base::Failure> insert(const StoredEvent& row);
    [[nodiscard]] base::Expected<void, base::Failure> commit();
    /// Takes back what was not committed; does nothing when all is.
    void rollback() noexcept;

  private:
    struct State;
    explicit LogDatabase(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The last event this folder is known to have had, in CASE/record.head: cutting off the log's end shows.
struct LogHead {
    std::uint64_t number{};
    base::Digest hash{};
    bool operator==(const LogHead&) const = default;
};

/// Nothing when there is none yet. Errors: broken_evidence when it can't be understood; world.
[[nodiscard]] base::Expected<std::optional<LogHead>, base::Failure> read_head(const std::filesystem::path& case_folder);
/// Errors: world.
[[nodiscard]] base::Expected<void, base::Failure> write_head(const std::filesystem::path& case_folder,
                                                             const LogHead& head);

/// Where things lie in a case's folder.
std::filesystem::path database_file(const std::filesystem::path& case_folder);
std::filesystem::path image_folder(const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station
