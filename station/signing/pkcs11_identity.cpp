// A key in a token.

#include <algorithm>

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "station/signing/identity.hpp"
#include "station/signing/openssl_pointers.hpp"
#include "station/signing/pkcs11_token.hpp"

namespace kiemphieu::station {

namespace {

using base::Failure;
using base::FailureClass;
using Octets = std::vector<std::uint8_t>;

/// The form certificates and CMS have of an ECDSA signature. Source: RFC 3279, 2.2.3; PKCS #11 v2.40, 2.3.1.
Octets to_ecdsa_der(const Octets& r_and_s) {
    const int half = static_cast<int>(r_and_s.size() / 2);
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(ECDSA_SIG_new(), &ECDSA_SIG_free);
    BIGNUM* r = BN_bin2bn(r_and_s.data(), half, nullptr);
    BIGNUM* s = BN_bin2bn(r_and_s.data() + half, half, nullptr);
    ECDSA_SIG_set0(signature.get(), r, s);
    unsigned char* out = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &out);
    Octets der(out, out + std::max(size, 0));
    OPENSSL_free(out);
    return der;
}

class TokenIdentity final : public Identity {
  public:
    TokenIdentity(CertificateChain certificates, std::unique_ptr<TokenSession> session, unsigned long key, int key_type,
                  SecretPrompt ask)
        : Identity(session->uri().text, std::move(certificates)),
          session_(std::move(session)),
          key_(key),
          key_type_(key_type),
          ask_(std::move(ask)) {}

    base::Expected<Octets, Failure> sign(base::Bytes message) override {
        if (key_type_ == EVP_PKEY_RSA) return session_->sign_rsa(key_, message, ask_);
        const auto raw = session_->sign_ec(key_, message, ask_);
        if (!raw) return raw;
        return to_ecdsa_der(*raw);
    }

  private:
    std::unique_ptr<TokenSession> session_;
    unsigned long key_;
    int key_type_;
    SecretPrompt ask_;
};

auto refused(const TokenSession& session, const std::string& place, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, session.uri().text, place, message});
}

std::string labels_of(const std::vector<TokenObject>& objects) {
    std::string out;
    for (const TokenObject& object : objects) {
        out += (out.empty() ? "object=" : ", object=") + std::string(object.label.begin(), object.label.end());
    }
    return out.empty() ? "(none is there)" : out;
}

/// Authorities lie beside their people in a token.
bool of_person(const TokenObject& certificate) {
    const CertificatePointer parsed = certificate_from_der(certificate.value);
    return parsed && X509_check_ca(parsed.get()) != 1;
}

}  // namespace

OpenedIdentity open_pkcs11(const std::string& uri, const SecretPrompt& ask) {
    auto session = TokenSession::open(uri);
    if (!session) return base::fail(session.error());
    const TokenUri& wanted = (*session)->uri();
    const auto certificates = (*session)->objects(ObjectKind::certificate);
    if (!certificates) return base::fail(certificates.error());
    std::vector<TokenObject> fitting;
    for (const TokenObject& each : *certificates) {
        const bool named = (!wanted.id || each.id == *wanted.id) && (!wanted.label || each.label == *wanted.label);
        if (named && of_person(each)) fitting.push_back(each);
    }
    if (fitting.size() != 1) {
        return refused(**session, "certificate",
                       "means " + std::to_string(fitting.size()) +
                           " certificates of the token; expected one of: " + labels_of(*certificates));
    }
    const TokenObject& own = fitting.front();
    if (const auto in = (*session)->log_in(ask); !in) return base::fail(in.error());
    const auto keys = (*session)->objects(ObjectKind::private_key);
    if (!keys) return base::fail(keys.error());
    const auto key = std::ranges::find(*keys, own.id, &TokenObject::id);
    if (key == keys->end()) {
        return refused(**session, "key", "the token has no private key with the certificate's id; expected one");
    }
    CertificateChain chain{own.value, {}};
    for (const TokenObject& each : *certificates) {
        if (each.value != own.value) chain.issuers.push_back(each.value);
    }
    const CertificatePointer parsed = certificate_from_der(own.value);
    const int type = EVP_PKEY_get_base_id(X509_get0_pubkey(parsed.get()));
    return std::make_unique<TokenIdentity>(std::move(chain), std::move(*session), key->handle, type, ask);
}

}  // namespace kiemphieu::station
