#include "station/store/postgres_url.hpp"

#include <map>
#include <memory>
#include <sstream>

#include <libpq-fe.h>

namespace kiemphieu::station {
namespace {

using base::Failure;
using base::FailureClass;

/// An address may name several hosts, each of which may be talked to.
bool is_this_machine(const std::string& hosts) {
    std::istringstream names(hosts);
    for (std::string host; std::getline(names, host, ',');) {
        const bool here =
            host.empty() || host.front() == '/' || host == "localhost" || host == "::1" || host.starts_with("127.");
        if (!here) return false;
    }
    return true;
}

using Options = std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)>;

/// Null when the address can't be understood; then `message` says why, where libpq knows.
Options options_of(const std::string& url, std::string& message) {
    char* told = nullptr;
    Options options(PQconninfoParse(url.c_str(), &told), PQconninfoFree);
    const std::unique_ptr<char, void (*)(void*)> freed(told, PQfreemem);
    if (told) message = told;
    return options;
}

void read_into(const Options& options, const std::map<std::string_view, std::string*>& wanted) {
    for (const PQconninfoOption* option = options.get(); option && option->keyword != nullptr; ++option) {
        const auto found = wanted.find(option->keyword);
        if (found != wanted.end() && option->val != nullptr) *found->second = option->val;
    }
}

}  // namespace

base::Expected<PostgresAddress, Failure> read_postgres_url(const std::string& url) {
    std::string message;
    const Options options = options_of(url, message);
    if (!options) {
        return base::fail(Failure{FailureClass::bad_input, "", "--store",
                                  std::string("is no address of a database") + (message.empty() ? "" : ": " + message) +
                                      "; expected postgresql://[user@]host[:port]/database"});
    }
    PostgresAddress address;
    read_into(options, {{"host", &address.host},
                        {"hostaddr", &address.address},
                        {"port", &address.port},
                        {"dbname", &address.database},
                        {"password", &address.password},
                        {"sslmode", &address.tls}});
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
    const bool here = is_this_machine(address->address.empty() ? address->host : address->address);
    if (!here && address->tls != "verify-full") {
        return refuse(
            "leaves this machine without checking whom it talks to; add ?sslmode=verify-full&sslrootcert=FILE");
    }
    return {};
}

NetworkLimits network_limits(const std::string& url) {
    NetworkLimits limits;
    std::string message;
    read_into(options_of(url, message), {{"connect_timeout", &limits.connect_s},
                                         {"keepalives_idle", &limits.idle_s},
                                         {"keepalives_interval", &limits.interval_s},
                                         {"keepalives_count", &limits.probes},
                                         {"tcp_user_timeout", &limits.unanswered_ms}});
    return limits;
}

std::string with_limits(const std::string& url) {
    const NetworkLimits limits = network_limits(url);
    return url + (url.find('?') == std::string::npos ? "?" : "&") + "connect_timeout=" + limits.connect_s +
           "&keepalives_idle=" + limits.idle_s + "&keepalives_interval=" + limits.interval_s +
           "&keepalives_count=" + limits.probes + "&tcp_user_timeout=" + limits.unanswered_ms;
}

std::vector<std::pair<std::string, std::string>> session_settings(const std::string& url) {
    const NetworkLimits limits = network_limits(url);
    return {{"tcp_keepalives_idle", limits.idle_s},
            {"tcp_keepalives_interval", limits.interval_s},
            {"tcp_keepalives_count", limits.probes},
            {"tcp_user_timeout", limits.unanswered_ms},
            // A commit that is answered is on the server's disk, whatever the server's own setting.
            {"synchronous_commit", "on"}};
}

std::string name_of_postgres(const std::string& url) {
    const auto address = read_postgres_url(url);
    if (!address) return "postgresql";
    return "postgresql://" + address->host + (address->port.empty() ? "" : ":" + address->port) + "/" +
           address->database;
}

}  // namespace kiemphieu::station
