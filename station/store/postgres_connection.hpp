#pragma once
// What every use of the server shares: connecting, and telling what went wrong. Only store/'s .cpp files include this.

#include <memory>
#include <string>

#include <pqxx/pqxx>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station::postgres {

/// "postgresql://host:port/database": what people are told, never more.
std::string name_of(const std::string& url);
/// A connection with our schema in front and durable commits. Throws what pqxx throws.
std::unique_ptr<pqxx::connection> connect(const std::string& url);
base::Failure failure_of(const std::exception& error, const std::string& place);

/// Does something that may be done twice, such as reading or beginning: a server that was started again since is found
/// out only by asking it. Throws what pqxx throws.
template <class Connect, class Work, class IsOpen>
auto again_if_lost(Connect connect_anew, Work work, IsOpen is_open) {
    connect_anew();
    try {
        return work();
    } catch (const pqxx::pqxx_exception&) {
        if (is_open()) throw;
    }
    connect_anew();
    return work();
}

/// Runs work on the server; its exceptions become failures.
template <class Work>
auto guarded(const std::string& place, Work work) -> base::Expected<decltype(work()), base::Failure> {
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const pqxx::pqxx_exception& error) {
        return base::fail(failure_of(error.base(), place));
    }
}

}  // namespace kiemphieu::station::postgres
