#pragma once
// What an address of a PostgreSQL server may be.

#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station {

/// The parts of an address that we look at, as libpq reads them; empty where it has none.
struct PostgresAddress {
    std::string host;
    std::string port;
    std::string database;
    std::string password;
    std::string tls;  ///< libpq's sslmode
};

/// Errors: bad_input.
[[nodiscard]] base::Expected<PostgresAddress, base::Failure> read_postgres_url(const std::string& url);

/// Checks what a place's URL may be: no password in it (libpq's own password file has that), and over a network only
/// TLS that checks the server's name. Errors: bad_input saying what was expected.
[[nodiscard]] base::Expected<void, base::Failure> check_postgres_url(const std::string& url);

}  // namespace kiemphieu::station
