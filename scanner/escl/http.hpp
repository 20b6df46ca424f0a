#pragma once
// The little HTTP that eSCL needs. Inside scanner/escl only.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kiemphieu::scanner::escl {

/// Why there is no answer at all.
enum class TransportFault {
    unreachable,  ///< no connection
    dropped,      ///< the connection ended before the answer did
    timed_out,    ///< not a byte within the time allowed
    too_large,    ///< more bytes than any page has
};

struct HttpAnswer {
    std::optional<TransportFault> fault;
    std::string fault_text;
    int status{};
    std::string content_type;
    std::string location;
    std::optional<std::chrono::seconds> retry_after;
    std::vector<std::uint8_t> body;

    bool answered() const { return !fault.has_value(); }
    std::string text() const { return {body.begin(), body.end()}; }
};

struct HttpLimits {
    /// A scanner on the same cable answers within milliseconds; one that wakes from sleep takes a few seconds.
    std::chrono::milliseconds connect{10'000};
    /// Time without a byte. The slowest feeder we know of takes 6 s a page; a lamp that warms up half a minute.
    std::chrono::milliseconds silence{60'000};
    std::size_t largest_body{256U << 20U};
};

/// One kept-alive connection. It follows no redirection and asks no proxy: pages come from the address given or not at
/// all.
class HttpClient {
  public:
    explicit HttpClient(const HttpLimits& limits);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    HttpAnswer get(const std::string& url);
    HttpAnswer post(const std::string& url, const std::string& xml);
    HttpAnswer remove(const std::string& url);

  private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
};

}  // namespace kiemphieu::scanner::escl
