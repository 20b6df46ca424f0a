#pragma once
// A private copy of a case's log to look at: looking changes nothing, and needs no right to write beside the case.

#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/store/log_database.hpp"

namespace kiemphieu::station {

class LogCopy {
  public:
    /// Copies log and head as they stand at one moment. Errors: bad_input when there is no record; world.
    [[nodiscard]] static base::Expected<LogCopy, base::Failure> make(const std::filesystem::path& case_folder);
    LogCopy(LogCopy&& other) noexcept : folder_(std::move(other.folder_)), head_(std::move(other.head_)) {
        other.folder_.clear();
    }
    LogCopy& operator=(LogCopy&&) = delete;
    ~LogCopy();

    std::filesystem::path database() const { return database_file(folder_); }
    using Head = base::Expected<std::optional<LogHead>, base::Failure>;
    /// The head that the case had before its log was copied, as `read_head` gives it.
    const Head& head() const { return head_; }

  private:
    LogCopy(std::filesystem::path folder, Head head) : folder_(std::move(folder)), head_(std::move(head)) {}

    std::filesystem::path folder_;
    Head head_;
};

}  // namespace kiemphieu::station
