#pragma once
// The log's table in SQLite: CASE/record.sqlite.

#include <atomic>
#include <filesystem>
#include <thread>

#include "station/store/log_database.hpp"

namespace kiemphieu::station {

/// Errors of every call: as LogDatabase's, broken_evidence when the file is no database or damaged.
class SqliteLog final : public LogDatabase {
  public:
    /// Errors: also bad_input when it holds a log already.
    [[nodiscard]] static base::Expected<std::unique_ptr<SqliteLog>, base::Failure> create(
        const std::filesystem::path& file);
    /// Errors: also bad_input when there is no file, no log in it, or one of another version of this program.
    [[nodiscard]] static base::Expected<std::unique_ptr<SqliteLog>, base::Failure> open(
        const std::filesystem::path& file);
    /// The version of the format a file is in. Errors: also bad_input when there is no file or no log in it.
    [[nodiscard]] static base::Expected<int, base::Failure> version_of(const std::filesystem::path& file);
    /// The rows of a file of version 1, salts and signatures empty; its write-ahead log is moved into it.
    [[nodiscard]] static base::Expected<std::vector<StoredEvent>, base::Failure> rows_of_version_1(
        const std::filesystem::path& file);
    ~SqliteLog() override;

    [[nodiscard]] base::Expected<std::vector<StoredEvent>, base::Failure> rows_after(std::uint64_t number,
                                                                                     std::size_t most) const override;
    [[nodiscard]] base::Expected<std::optional<StoredEvent>, base::Failure> last_row() const override;
    [[nodiscard]] base::Expected<void, base::Failure> begin() override;
    [[nodiscard]] base::Expected<void, base::Failure> insert(const StoredEvent& row) override;
    [[nodiscard]] base::Expected<void, base::Failure> commit() override;
    void rollback() noexcept override;
    [[nodiscard]] base::Expected<void, base::Failure> close_for_good(const std::string& moved_to) override;
    /// Moves the write-ahead log into the file when it has grown long or the case is closed, and seals the file.
    void settle(Moment moment, const base::SigningKey& key, std::uint64_t last_number) override;
    std::string place() const override;

    /// Moves the write-ahead log into the file, as far as other readers let it. Nothing else ever does.
    [[nodiscard]] base::Expected<void, base::Failure> move_log_into_file();
    /// Lets SQLite remove its side files when this is the last connection; only once the log is moved.
    void leave_no_side_files() noexcept;

  private:
    struct State;
    explicit SqliteLog(std::unique_ptr<State> state);
    /// Bytes of the write-ahead log that are not in the file yet.
    std::uintmax_t log_bytes() const;
    bool log_is_long() const;
    void seal_anew(const base::SigningKey& key, std::uint64_t last_number);
    void seal_beside(const base::SigningKey& key, std::uint64_t last_number);

    std::unique_ptr<State> state_;
    std::atomic<bool> sealing_{false};
    std::jthread sealer_;  ///< last, so that it ends before what it uses
};

}  // namespace kiemphieu::station
