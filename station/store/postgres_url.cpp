#include "station/store/postgres_url.hpp"

#include <map>
#include <memory>

#include <libpq-fe.h>

namespace kiemphieu::station {
namespace {

using base::Failure;
using base::FailureClass;

bool is_this_machine(const std::string& host) {
    return host.empty() || host.front() == '/' || host == "localhost" || host == "::1" || host.starts_with("127.");
}

}  // namespace

base::Expected<PostgresAddress, Failure> read_postgres_url(const std::string& url) {
    char* message = nullptr;
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfoParse(url.c_str(), &message),
                                                                                 PQconninfoFree);
    const std::unique_ptr<char, void (*)(void*)> freed(message, PQfreemem);
    if (!options) {
        return base::fail(Failure{FailureClass::bad_input, "", "--store",
                                  std::string("is no address of a database") +
                                      (message ? ": " + std::string(message) : "") +
                                      "; expected postgresql://[user@]host[:port]/database"});
    }
    PostgresAddress address;
    const std::map<std::string_view, std::string*> wanted{{"host", &address.host},
                                                          {"port", &address.port},
                                                          {"dbname", &address.database},
                                                          {"password", &address.password},
                                                          {"sslmode", &address.tls}};
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        const auto found = wanted.find(option->keyword);
        if (found != wanted.end() && option->val != nullptr) *found->second = option->val;
    }
    return address;
}

base::Expected<void, Failure> check_postgres_url(const std::string& url) {
    const auto address = read_postgres_url(url);
    if (!address) return base::fail(address.error());
    const auto refuse = [](std::string message) {
        return base::fail(Failure{FailureClass::bad_input, "", "--store", std::move(message)});
    };
    if (!url.starts_with("postgresql://") && !url.starts_with("postgres://")) {
        return refuse("expected postgresql://[user@]host[:port]/database");
    }
    if (!address->password.empty()) {
        return refuse("must not hold a password; put it in ~/.pgpass, readable by you alone");
    }
    if (address->port.find_first_not_of("0123456789") != std::string::npos) {
        return refuse("port \"" + address->port + "\": expected a number");
    }
    if (address->database.empty()) return refuse("names no database; expected postgresql://host/database");
    if (!is_this_machine(address->host) && address->tls != "verify-full") {
        return refuse(
            "leaves this machine without checking whom it talks to; add ?sslmode=verify-full&sslrootcert=FILE");
    }
    return {};
}

}  // namespace kiemphieu::station
