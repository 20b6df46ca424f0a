#pragma once
// Who signs: a certificate and a key that never leaves its holder.

#include <memory>
#include <string>

#include "station/signing/certificate.hpp"
#include "station/signing/secret.hpp"

namespace kiemphieu::station {

/// An open key. Virtual because tokens are hardware.
class Identity {
  public:
    Identity(std::string subject, CertificateChain certificates)
        : subject_(std::move(subject)), certificates_(std::move(certificates)) {}
    virtual ~Identity() = default;
    Identity(const Identity&) = delete;
    Identity& operator=(const Identity&) = delete;

    /// Names the key in messages; no secret is in it.
    const std::string& subject() const { return subject_; }
    const CertificateChain& certificates() const { return certificates_; }
    /// Adds certificates that may lead up from the signer's.
    void add_issuers(const std::vector<std::vector<std::uint8_t>>& more) {
        certificates_.issuers.insert(certificates_.issuers.end(), more.begin(), more.end());
    }
    /// Signs with SHA-256: RSA after PKCS #1 v1.5, or ECDSA as DER. Errors: world when the token fails.
    [[nodiscard]] virtual base::Expected<std::vector<std::uint8_t>, base::Failure> sign(base::Bytes message) = 0;

  private:
    std::string subject_;
    CertificateChain certificates_;
};

using OpenedIdentity = base::Expected<std::unique_ptr<Identity>, base::Failure>;

/// Opens "p12:FILE" or a "pkcs11:" URI, asking for the passphrase or PIN once and never again by itself.
/// Errors: bad_input when the key can't be found, the secret is wrong, or the token says it is locked; world.
/// Source: RFC 7292; RFC 7512 with `module-path`, and `slot-id`, `token`, `serial`, `object` or `id`.
[[nodiscard]] OpenedIdentity open_identity(const std::string& key, const SecretPrompt& ask);

/// The same for the bytes of a PKCS #12 file, which `name` names in failures.
[[nodiscard]] OpenedIdentity open_pkcs12_bytes(base::Bytes bytes, const std::string& name, const SecretPrompt& ask);
/// The same for a PKCS #12 file.
[[nodiscard]] OpenedIdentity open_pkcs12(const std::string& file, const SecretPrompt& ask);
/// The same for a PKCS #11 URI.
[[nodiscard]] OpenedIdentity open_pkcs11(const std::string& uri, const SecretPrompt& ask);

}  // namespace kiemphieu::station
