#pragma once
// Where a case keeps its log: in CASE/record.sqlite, or where CASE/record.store says.

#include <filesystem>
#include <memory>
#include <optional>

#include "station/store/log_database.hpp"
#include "station/store/postgres_log.hpp"

namespace kiemphieu::station {

std::filesystem::path place_file(const std::filesystem::path& case_folder);
/// Nothing when the log is the folder's own file. Errors: bad_input when the file can't be understood; world.
[[nodiscard]] base::Expected<std::optional<PostgresPlace>, base::Failure> read_log_place(
    const std::filesystem::path& case_folder);
/// Errors: world.
[[nodiscard]] base::Expected<void, base::Failure> write_log_place(const std::filesystem::path& case_folder,
                                                                  const PostgresPlace& place);

/// Begins the log of a case. Errors: bad_input when the place holds one already; world.
[[nodiscard]] base::Expected<std::unique_ptr<LogDatabase>, base::Failure> create_log(
    const std::filesystem::path& case_folder);
/// Opens the log of a case to append to. Errors: as SqliteLog::open and PostgresLog::open.
[[nodiscard]] base::Expected<std::unique_ptr<LogDatabase>, base::Failure> open_log(
    const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station
