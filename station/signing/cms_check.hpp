#pragma once
// Checks signatures in CMS and tokens of time, taking nothing on trust that no signature covers.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "station/signing/certificate.hpp"

namespace kiemphieu::station {

/// Whom the one who checks trusts. Without anchors no issuer is checked, which the report says.
struct Trust {
    std::vector<std::vector<std::uint8_t>> anchors;  ///< DER
    std::vector<RevocationList> lists;
};

enum class IssuerCheck { not_asked, trusted, not_trusted };

/// How a token of time names RSA: alone, or together with its digest, which says the same.
enum class RsaName { plain_or_none, with_digest };

struct TimestampCheck {
    std::string authority;
    Moment time{};
    RsaName rsa{RsaName::plain_or_none};
    IssuerCheck issuer{IssuerCheck::not_asked};
    std::vector<std::string> faults;
};

struct CmsCheck {
    CertificateOwner signer;
    base::Digest certificate{};  ///< SHA-256 of the signer's
    IssuerCheck issuer{IssuerCheck::not_asked};
    std::optional<TimestampCheck> timestamp;
    std::vector<std::string> faults;  ///< a sentence each; none when the signature holds

    bool holds() const { return faults.empty(); }
};

/// Checks a detached signature over pieces of content that stand one after the other. Every byte of it must matter:
/// it is DER, has one signer, no certificate that leads nowhere, and nothing unsigned but a token of time.
/// `claimed` is when it says that it was made; a token's time goes before it.
/// Source: RFC 5652, 5; RFC 5035; RFC 6211; ETSI EN 319 122-1.
CmsCheck check_cms(base::Bytes der, std::span<const base::Bytes> content, const Trust& trust,
                   std::optional<Moment> claimed);

/// Checks a token over a message. Source: RFC 3161, 2.3 and 2.4.2.
TimestampCheck check_timestamp(base::Bytes der, base::Bytes message, const Trust& trust);

}  // namespace kiemphieu::station
