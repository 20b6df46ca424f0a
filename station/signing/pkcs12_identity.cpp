// A key in a file.

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include "base/file.hpp"
#include "station/signing/identity.hpp"
#include "station/signing/openssl_pointers.hpp"

namespace kiemphieu::station {

namespace {

using base::Failure;
using base::FailureClass;

struct Pkcs12Free {
    void operator()(PKCS12* file) const { PKCS12_free(file); }
};

class Pkcs12Identity final : public Identity {
  public:
    Pkcs12Identity(std::string subject, CertificateChain certificates, KeyPointer key)
        : Identity(std::move(subject), std::move(certificates)), key_(std::move(key)) {}

    base::Expected<std::vector<std::uint8_t>, Failure> sign(base::Bytes message) override {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        std::size_t size = 0;
        std::vector<std::uint8_t> signature;
        bool signed_so = EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                         EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1;
        if (signed_so) {
            signature.resize(size);
            signed_so = EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1;
        }
        if (!signed_so) {
            return base::fail(Failure{FailureClass::world, subject(), "", "can't sign: " + openssl_reason()});
        }
        signature.resize(size);
        return signature;
    }

  private:
    KeyPointer key_;
};

/// Pops what PKCS12_parse found; the caller owns it.
std::vector<std::vector<std::uint8_t>> take(STACK_OF(X509) * certificates) {
    std::vector<std::vector<std::uint8_t>> out;
    for (int i = 0; i < sk_X509_num(certificates); ++i) out.push_back(to_der(sk_X509_value(certificates, i)));
    sk_X509_pop_free(certificates, X509_free);
    return out;
}

auto refused(const std::string& file, const std::string& place, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, file, place, message});
}

}  // namespace

OpenedIdentity open_pkcs12(const std::string& file, const SecretPrompt& ask) {
    const auto bytes = base::read_file(file, 1U << 20U);  // a key and a chain are a few KB
    if (!bytes) return base::fail(bytes.error());
    return open_pkcs12_bytes(*bytes, file, ask);
}

OpenedIdentity open_pkcs12_bytes(base::Bytes bytes, const std::string& file, const SecretPrompt& ask) {
    const unsigned char* at = bytes.data();
    const std::unique_ptr<PKCS12, Pkcs12Free> opened(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
    ERR_clear_error();
    if (!opened) return refused(file, "", "is no PKCS #12 file; expected .p12 or .pfx");
    const auto passphrase = ask({file, TriesLeft::not_told});
    if (!passphrase) return base::fail(passphrase.error());
    if (PKCS12_verify_mac(opened.get(), passphrase->characters().c_str(), -1) != 1) {
        ERR_clear_error();
        return refused(file, "passphrase", "does not open the file; expected the one it was made with");
    }
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    STACK_OF(X509)* others = nullptr;
    if (PKCS12_parse(opened.get(), passphrase->characters().c_str(), &key, &certificate, &others) != 1) {
        return refused(file, "", "can't be read: " + openssl_reason() + "; expected a key and a certificate");
    }
    KeyPointer own_key(key);
    const CertificatePointer own(certificate);
    CertificateChain chain{{}, take(others)};
    if (!own_key) return refused(file, "key", "is missing; expected a private key");
    if (!own || X509_check_private_key(own.get(), own_key.get()) != 1) {
        ERR_clear_error();
        return refused(file, "certificate", "does not belong to the key; expected the certificate of this key");
    }
    chain.signer = to_der(own.get());
    return std::make_unique<Pkcs12Identity>(file, std::move(chain), std::move(own_key));
}

OpenedIdentity open_identity(const std::string& key, const SecretPrompt& ask) {
    if (key.starts_with("p12:")) return open_pkcs12(key.substr(4), ask);
    if (key.starts_with("pkcs11:")) return open_pkcs11(key, ask);
    return refused(key, "", "is no key; expected p12:FILE or pkcs11:…?module-path=…");
}

}  // namespace kiemphieu::station
