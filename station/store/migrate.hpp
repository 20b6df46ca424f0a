#pragma once
// Moves a case's log between SQLite and PostgreSQL: the same rows, byte for byte.

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/ids.hpp"

namespace kiemphieu::station {

/// The name of a case's log in a server's schema; `moves` counts how often it went there, from 1.
std::string postgres_log_name(const base::ConferenceId& conference, int moves);

/// Copies every row to a new log on the server, checks the copy, and lets the case use it; record.sqlite stays beside
/// it under another name. A move that was interrupted goes on. Nobody may have the case open for writing meanwhile:
/// whoever appends waits, and is then refused. Errors: bad_input when the case is on a server already; broken_evidence
/// when the log or the copy does not hold; world.
[[nodiscard]] base::Expected<std::uint64_t, base::Failure> move_record_to_postgres(
    const std::filesystem::path& case_folder, const std::string& url);
/// The way back: the server's log stays there, closed for good. Returns how many events there are.
/// Errors: bad_input when the case is in its folder already; broken_evidence; world.
[[nodiscard]] base::Expected<std::uint64_t, base::Failure> move_record_to_sqlite(
    const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station
