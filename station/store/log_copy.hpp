#pragma once
// A case's log to look at: looking changes nothing, and needs no right to write beside the case.

#include <filesystem>
#include <memory>
#include <optional>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/store/log_database.hpp"
#include "station/store/log_head.hpp"

namespace kiemphieu::station {

/// A private copy of a file, or a server's log by a connection that may only read.
class LogCopy {
  public:
    /// Takes log and head as they stand at one moment; the log itself is not read yet.
    /// Errors: bad_input when there is no record; world.
    [[nodiscard]] static base::Expected<LogCopy, base::Failure> make(const std::filesystem::path& case_folder);
    LogCopy(LogCopy&& other) noexcept
        : case_folder_(std::move(other.case_folder_)),
          folder_(std::move(other.folder_)),
          head_(std::move(other.head_)) {
        other.folder_.clear();
    }
    LogCopy& operator=(LogCopy&&) = delete;
    ~LogCopy();

    /// Errors: as SqliteLog::open and PostgresLog::open.
    [[nodiscard]] base::Expected<std::unique_ptr<LogDatabase>, base::Failure> open() const;
    using Head = base::Expected<std::optional<LogHead>, base::Failure>;
    /// The head that the case had before its log was copied, as `read_head` gives it.
    const Head& head() const { return head_; }

  private:
    LogCopy(std::filesystem::path case_folder, Head head)
        : case_folder_(std::move(case_folder)), head_(std::move(head)) {}
    [[nodiscard]] base::Expected<void, base::Failure> copy_file();

    std::filesystem::path case_folder_;
    std::filesystem::path folder_;  ///< the copy's; empty where the log is no file
    Head head_;
};

}  // namespace kiemphieu::station
