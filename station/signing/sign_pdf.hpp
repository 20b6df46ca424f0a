#pragma once
// Adds a signature to a PDF as a new revision behind its bytes. docs/formats/signatures.md specifies it.

#include <optional>
#include <vector>

#include "base/geometry.hpp"
#include "station/signing/identity.hpp"
#include "station/signing/timestamp.hpp"

namespace kiemphieu::station {

/// Where on the paper a signature shows.
struct SignatureBox {
    int page{};  ///< 1-based
    base::PageRect box;
    bool operator==(const SignatureBox&) const = default;
};

/// What is signed, and how.
struct SigningOrder {
    std::string file;                 ///< names the PDF in failures
    std::optional<SignatureBox> box;  ///< the first free one at the foot of the last page when there is none
    std::optional<TimestampAuthority> authority;
    Moment now{};
};

/// The PDF with one signature more; what was there stays byte for byte, so earlier signatures hold on.
/// Errors: bad_input when it is no PDF of plain objects, has no such page, or something stands in the box; as
/// make_cms.
/// Source: ISO 32000-1, 7.5.6 and 12.8; ETSI EN 319 142-1.
[[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> sign_pdf(base::Bytes pdf, Identity& identity,
                                                                                const SigningOrder& order);

}  // namespace kiemphieu::station
