#pragma once
// Makes the CMS signature that a PDF holds.

#include <optional>
#include <vector>

#include "station/signing/identity.hpp"
#include "station/signing/timestamp.hpp"

namespace kiemphieu::station {

/// A detached CAdES signature over content of this digest, as DER: baseline B, or T with a token of the authority.
/// The signature is checked by the certificate before it is given out. Errors: bad_input when key and certificate do
/// not belong together; world; as Identity::sign and fetch_timestamp. Source: ETSI EN 319 142-1, 6.3; RFC 5652.
[[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> make_cms(
    Identity& identity, const base::Digest& content, const std::optional<TimestampAuthority>& authority);

}  // namespace kiemphieu::station
