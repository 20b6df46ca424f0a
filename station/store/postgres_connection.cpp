#include "station/store/postgres_connection.hpp"

#include "station/store/postgres_url.hpp"

namespace kiemphieu::station::postgres {
namespace {

using base::Failure;
using base::FailureClass;

/// Another command of the same case may be writing a batch, as with SQLite.
constexpr const char* lock_timeout = "10s";

FailureClass class_of(const pqxx::sql_error& error) {
    // What our own triggers and keys refuse is no fault of the machine's.
    const std::string state = error.sqlstate();
    return state.starts_with("23") ? FailureClass::broken_evidence : FailureClass::world;
}

}  // namespace

std::string name_of(const std::string& url) {
    const auto address = read_postgres_url(url);
    if (!address) return "postgresql";
    return "postgresql://" + address->host + (address->port.empty() ? "" : ":" + address->port) + "/" +
           address->database;
}

Failure failure_of(const std::exception& error, const std::string& place) {
    std::string message = error.what();
    while (!message.empty() && message.back() == '\n') message.pop_back();
    if (dynamic_cast<const pqxx::in_doubt_error*>(&error) != nullptr) {
        message = "the connection was lost while saving; look whether the last act is there before doing it again";
    }
    const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
    return {sql != nullptr ? class_of(*sql) : FailureClass::world, place, "", std::move(message)};
}

std::unique_ptr<pqxx::connection> connect(const std::string& url) {
    auto connection = std::make_unique<pqxx::connection>(url);
    connection->set_variable("lock_timeout", std::string("'") + lock_timeout + "'");
    // A commit that is answered is on the server's disk, whatever the server's own setting.
    connection->set_variable("synchronous_commit", "on");
    connection->set_variable("search_path", "kiemphieu");
    return connection;
}

}  // namespace kiemphieu::station::postgres
