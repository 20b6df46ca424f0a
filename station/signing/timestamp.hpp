#pragma once
// Tokens of an authority of time (RFC 3161): over HTTP on this machine, or by files carried to it.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::station {

/// Where tokens come from.
struct TimestampAuthority {
    std::string address;  ///< "http://127.0.0.1:PORT/…", or "folder:DIR" for requests and answers as files
    std::chrono::seconds patience{60};  ///< how long an answer is waited for
};

/// A token over `message`, as DER. The answer must be granted, be about this message and this request, and its
/// signature must hold. In a folder the request is NAME.tsq and the answer is expected as NAME.tsr.
/// Errors: bad_input for an address that is neither on this machine nor a folder, or an answer that is about something
/// else; world when there is none. Source: RFC 3161, 2.4 and 3.
[[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> fetch_timestamp(
    const TimestampAuthority& authority, base::Bytes message);

}  // namespace kiemphieu::station
