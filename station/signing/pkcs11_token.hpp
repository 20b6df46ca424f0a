#pragma once
// One token behind a PKCS #11 module: found, opened, logged in to once. Inside station/signing only.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "station/signing/secret.hpp"

namespace kiemphieu::station {

/// What a PKCS #11 URI says. Source: RFC 7512.
struct TokenUri {
    std::string text;                                ///< as it was given
    std::string module_path;                         ///< the token's driver
    std::optional<std::vector<std::uint8_t>> id;     ///< CKA_ID of certificate and key
    std::optional<std::vector<std::uint8_t>> label;  ///< CKA_LABEL of the certificate
};

enum class ObjectKind { certificate, private_key };

/// An object of the token; lives as long as the session.
struct TokenObject {
    unsigned long handle{};
    std::vector<std::uint8_t> id;
    std::vector<std::uint8_t> label;
    std::vector<std::uint8_t> value;  ///< a certificate's DER; empty for a key
};

/// An open session with one token.
class TokenSession {
  public:
    /// Loads the module and finds the one token the URI means.
    /// Errors: bad_input when the URI is wrong, holds a PIN, or means no token or several; world when the module fails.
    [[nodiscard]] static base::Expected<std::unique_ptr<TokenSession>, base::Failure> open(const std::string& uri);
    ~TokenSession();
    TokenSession(const TokenSession&) = delete;
    TokenSession& operator=(const TokenSession&) = delete;

    const TokenUri& uri() const;
    /// Errors: world.
    [[nodiscard]] base::Expected<std::vector<TokenObject>, base::Failure> objects(ObjectKind kind) const;
    /// Asks for the PIN and tries it once; a locked token is refused without asking, and so is a second try.
    /// Errors: bad_input telling the tries left as far as the token tells them; world.
    [[nodiscard]] base::Expected<void, base::Failure> log_in(const SecretPrompt& ask);
    /// RSA PKCS #1 v1.5 over the SHA-256 of the message. Errors: world; bad_input when a PIN is asked for and wrong.
    [[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> sign_rsa(unsigned long key,
                                                                                    base::Bytes message,
                                                                                    const SecretPrompt& ask);
    /// ECDSA over the SHA-256 of the message: r and s, as long as each other. Errors: as sign_rsa.
    [[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> sign_ec(unsigned long key,
                                                                                   base::Bytes message,
                                                                                   const SecretPrompt& ask);

  private:
    struct State;
    explicit TokenSession(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kiemphieu::station
