#pragma once
// What an address of a PostgreSQL server may be.

#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station {

/// The parts of an address that we look at, as libpq reads them; empty where it has none.
struct PostgresAddress {
    std::string host;
    std::string port;
    std::string database;
    std::string password;
    std::string tls;      ///< libpq's sslmode
    std::string address;  ///< where the host really is, when that is said beside its name
};

/// Errors: bad_input.
[[nodiscard]] base::Expected<PostgresAddress, base::Failure> read_postgres_url(const std::string& url);

/// Checks what a place's URL may be: no password in it (libpq's own password file has that), and over a network only
/// TLS that checks the server's name. Errors: bad_input saying what was expected.
[[nodiscard]] base::Expected<void, base::Failure> check_postgres_url(const std::string& url);

/// How long a silent network is waited for.
struct NetworkLimits {
    std::string connect_s{"10"};  ///< a hall's network that has gone comes back by a person's hand, not in seconds
    std::string idle_s{"10"};     ///< until a silent peer is asked whether it is there …
    std::string interval_s{"5"};  ///< … and how long each such question waits
    std::string probes{"2"};      ///< unanswered ones that end the connection: 20 s of silence in all
    std::string unanswered_ms{"20000"};  ///< the same of bytes that were sent
};
/// Those of the address, else ours: libpq's own wait two hours for a peer that was cut off, and hold the log's lock on
/// the server meanwhile.
NetworkLimits network_limits(const std::string& url);
/// The address with these limits in it, for libpq.
std::string with_limits(const std::string& url);
/// What every session of ours sets: durable commits, and the same limits at the server's end, which lets go of the
/// locks of a station that was cut off.
std::vector<std::pair<std::string, std::string>> session_settings(const std::string& url);

/// "postgresql://host:port/database": what people are told, never more.
std::string name_of_postgres(const std::string& url);

}  // namespace kiemphieu::station
