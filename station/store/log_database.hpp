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
#include "station/store/chain.hpp"

namespace kiemphieu::station {

/// CASE/record.sqlite. Errors of every call: world when the disk or another process stands against it,
/// broken_evidence when the file is no database or damaged.
class LogDatabase {
  public:
    /// Errors: also bad_input when it holds a log already.
    [[nodiscard]] static base::Expected<LogDatabase, base::Failure> create(const std::filesystem::path& file);
    /// Errors: also bad_input when there is no file, no log in it, or one of another version of this program.
    [[nodiscard]] static base::Expected<LogDatabase, base::Failure> open(const std::filesystem::path& file);
    /// The version of the format a file is in. Errors: also bad_input when there is no file or no log in it.
    [[nodiscard]] static base::Expected<int, base::Failure> version_of(const std::filesystem::path& file);
    /// The rows of a file of version 1, salts and signatures empty; its write-ahead log is moved into it.
    [[nodiscard]] static base::Expected<std::vector<StoredEvent>, base::Failure> rows_of_version_1(
        const std::filesystem::path& file);
    LogDatabase(LogDatabase&&) noexcept;
    LogDatabase& operator=(LogDatabase&&) noexcept;
    ~LogDatabase();

    static constexpr std::size_t all_rows = static_cast<std::size_t>(-1);
    /// Rows after `number`, in order, so many at most.
    [[nodiscard]] base::Expected<std::vector<StoredEvent>, base::Failure> rows_after(std::uint64_t number,
                                                                                     std::size_t most) const;
    /// Takes the write lock; until `commit` or `rollback` nobody else appends.
    [[nodiscard]] base::Expected<void, base::Failure> begin();
    [[nodiscard]] base::Expected<void, base::Failure> insert(const StoredEvent& row);
    [[nodiscard]] base::Expected<void, base::Failure> commit();
    /// Takes back what was not committed; does nothing when all is.
    void rollback() noexcept;

    /// Moves the write-ahead log into the file, as far as other readers let it. Nothing else ever does.
    [[nodiscard]] base::Expected<void, base::Failure> move_log_into_file();
    /// Bytes of the write-ahead log that are not in the file yet.
    std::uintmax_t log_bytes() const;
    /// Lets SQLite remove its side files when this is the last connection; only while `log_bytes` is 0.
    void leave_no_side_files() noexcept;

  private:
    struct State;
    explicit LogDatabase(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The version of the format that this program writes.
inline constexpr int log_format_version = 2;

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
std::filesystem::path signing_key_file(const std::filesystem::path& case_folder);
std::filesystem::path seal_file(const std::filesystem::path& case_folder);
std::filesystem::path database_file(const std::filesystem::path& case_folder);
std::filesystem::path image_folder(const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station
