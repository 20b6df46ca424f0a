#pragma once
// A signer's certificate, and whether it may sign now.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::station {

/// A signer's certificate and those above it, as DER.
struct CertificateChain {
    std::vector<std::uint8_t> signer;
    std::vector<std::vector<std::uint8_t>> issuers;
    bool operator==(const CertificateChain&) const = default;
};

/// What a certificate says of its owner, in UTF-8.
struct CertificateOwner {
    std::string name;     ///< common name; the whole subject when it has none
    std::string issuer;   ///< the same of who issued it
    std::string subject;  ///< the whole of it, as RFC 4514 writes it
    bool operator==(const CertificateOwner&) const = default;
};

/// The signer's certificate with those of `pool` that lead up from it, each the issuer of the one before; others are
/// left out.
CertificateChain chain_of(const std::vector<std::uint8_t>& signer, std::span<const std::vector<std::uint8_t>> pool);

/// Empty names when the bytes are no certificate.
CertificateOwner owner_of(base::Bytes certificate);

using Moment = std::chrono::system_clock::time_point;

/// A list of revoked certificates, read from a file. PEM or DER.
struct RevocationList {
    std::filesystem::path file;
    std::vector<std::uint8_t> der;
};

/// Errors: bad_input naming the file; world.
[[nodiscard]] base::Expected<RevocationList, base::Failure> read_revocation_list(const std::filesystem::path& file);

/// One or more certificates of a PEM or DER file, as DER. Errors: bad_input naming the file; world.
[[nodiscard]] base::Expected<std::vector<std::vector<std::uint8_t>>, base::Failure> read_certificates(
    const std::filesystem::path& file);

/// Whether the signer's certificate may sign a document at this moment: within its time, for signing documents, of a
/// person, with a key that is strong enough, and not on a list. A list counts only when it is its issuer's, signed by
/// it, and not outdated. `subject` names the key in failures. Errors: bad_input saying what was expected.
/// Source: RFC 5280, 4.2.1.3, 4.2.1.9, 5.1; NIST SP 800-131A (RSA of 2048 bits, curves of 256).
[[nodiscard]] base::Expected<void, base::Failure> check_certificate(const CertificateChain& chain, Moment now,
                                                                    std::span<const RevocationList> lists,
                                                                    const std::string& subject);

}  // namespace kiemphieu::station
