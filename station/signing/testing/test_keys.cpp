#include "station/signing/testing/test_keys.hpp"

#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "station/signing/openssl_pointers.hpp"

namespace kiemphieu::station::testing {

namespace {

void expect(bool done, const char* what) {
    if (!done) throw std::runtime_error(std::string(what) + ": " + openssl_reason());
}

KeyPointer make_key(KeyKind kind) {
    switch (kind) {
        case KeyKind::rsa_2048:
            return KeyPointer(EVP_RSA_gen(2048));
        case KeyKind::rsa_1024:
            return KeyPointer(EVP_RSA_gen(1024));
        case KeyKind::ec_256:
            return KeyPointer(EVP_EC_gen("P-256"));
        case KeyKind::ec_384:
            return KeyPointer(EVP_EC_gen("P-384"));
    }
    return nullptr;
}

void add_extension(X509* certificate, X509* issuer, int id, const std::string& value) {
    if (value.empty()) return;
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
    expect(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "extension");
    X509_EXTENSION_free(extension);
}

void set_time(ASN1_TIME* field, std::chrono::seconds from_now) {
    X509_gmtime_adj(field, static_cast<long>(from_now.count()));
}

Octets bytes_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, data + size};
}

struct StackFree {
    void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using StackPointer = std::unique_ptr<STACK_OF(X509), StackFree>;

StackPointer stack_of(std::span<const Octets> certificates) {
    StackPointer stack(sk_X509_new_null());
    for (const Octets& der : certificates) sk_X509_push(stack.get(), certificate_from_der(der).release());
    return stack;
}

ASN1_INTEGER* first_serial(TS_RESP_CTX*, void*) {
    ASN1_INTEGER* serial = ASN1_INTEGER_new();
    ASN1_INTEGER_set(serial, 1);
    return serial;
}

/// A key in memory, as a signer.
class MemoryIdentity final : public Identity {
  public:
    MemoryIdentity(CertificateChain chain, EVP_PKEY* key) : Identity("test", std::move(chain)), key_(key) {
        EVP_PKEY_up_ref(key);
    }
    base::Expected<Octets, base::Failure> sign(base::Bytes message) override {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        std::size_t size = 0;
        expect(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                   EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1,
               "sign");
        Octets signature(size);
        expect(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1, "sign");
        signature.resize(size);
        return signature;
    }

  private:
    KeyPointer key_;
};

}  // namespace

struct TestKey::State {
    KeyPointer key;
    CertificatePointer certificate;
    Octets der;

    /// Signed by `issuer`, or by itself when there is none.
    static std::unique_ptr<State> make(const Wanted& wanted, const State* issuer) {
        auto made = std::make_unique<State>();
        made->key = make_key(wanted.key);
        made->certificate.reset(X509_new());
        X509* own = made->certificate.get();
        X509_set_version(own, X509_VERSION_3);
        std::uint8_t serial[8];
        base::random_bytes(serial);
        std::uint64_t number = 1;
        for (const std::uint8_t byte : serial) number = (number << 7U) ^ byte;
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(own), number);
        set_time(X509_getm_notBefore(own), wanted.from);
        set_time(X509_getm_notAfter(own), wanted.to);
        X509_NAME_add_entry_by_NID(X509_get_subject_name(own), NID_commonName, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(wanted.name.data()),
                                   static_cast<int>(wanted.name.size()), -1, 0);
        X509* above = issuer != nullptr ? issuer->certificate.get() : own;
        X509_set_issuer_name(own, X509_get_subject_name(above));
        X509_set_pubkey(own, made->key.get());
        add_extension(own, above, NID_basic_constraints, wanted.constraints);
        add_extension(own, above, NID_key_usage, wanted.key_usage);
        add_extension(own, above, NID_ext_key_usage, wanted.extended_usage);
        expect(X509_sign(own, issuer != nullptr ? issuer->key.get() : made->key.get(), EVP_sha256()) > 0,
               "certificate");
        made->der = to_der(own);
        return made;
    }
};

TestKey::TestKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
TestKey::~TestKey() = default;
TestKey::TestKey(TestKey&&) noexcept = default;
TestKey& TestKey::operator=(TestKey&&) noexcept = default;

TestKey TestKey::root(const Wanted& wanted) {
    return TestKey(State::make(wanted, nullptr));
}

TestKey TestKey::issue(const Wanted& wanted) const {
    return TestKey(State::make(wanted, state_.get()));
}

const Octets& TestKey::certificate() const {
    return state_->der;
}

Octets TestKey::revoked(std::span<const std::pair<const TestKey*, std::chrono::seconds>> entries,
                        std::chrono::seconds next_update) const {
    const CrlPointer list(X509_CRL_new());
    X509_CRL_set_version(list.get(), 1);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(state_->certificate.get()));
    const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> time(ASN1_TIME_new(), &ASN1_TIME_free);
    set_time(time.get(), std::chrono::hours(-48));
    X509_CRL_set1_lastUpdate(list.get(), time.get());
    set_time(time.get(), next_update);
    X509_CRL_set1_nextUpdate(list.get(), time.get());
    for (const auto& [key, since] : entries) {
        X509_REVOKED* entry = X509_REVOKED_new();
        X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(key->state_->certificate.get()));
        set_time(time.get(), since);
        X509_REVOKED_set_revocationDate(entry, time.get());
        X509_CRL_add0_revoked(list.get(), entry);
    }
    X509_CRL_sort(list.get());
    expect(X509_CRL_sign(list.get(), state_->key.get(), EVP_sha256()) > 0, "list");
    unsigned char* out = nullptr;
    const int size = i2d_X509_CRL(list.get(), &out);
    Octets der(out, out + size);
    OPENSSL_free(out);
    return der;
}

Octets TestKey::pkcs12(const std::string& passphrase, std::span<const Octets> issuers) const {
    const StackPointer others = stack_of(issuers);
    PKCS12* made = PKCS12_create(passphrase.c_str(), "person", state_->key.get(), state_->certificate.get(),
                                 others.get(), 0, 0, 0, 0, 0);
    expect(made != nullptr, "PKCS #12");
    unsigned char* out = nullptr;
    const int size = i2d_PKCS12(made, &out);
    PKCS12_free(made);
    Octets der(out, out + size);
    OPENSSL_free(out);
    return der;
}

std::string TestKey::key_pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    expect(PEM_write_bio_PKCS8PrivateKey(out.get(), state_->key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
           "key");
    const Octets bytes = bytes_of(out.get());
    return {bytes.begin(), bytes.end()};
}

std::unique_ptr<Identity> TestKey::identity(const Octets& certificate, std::span<const Octets> issuers) const {
    CertificateChain chain{certificate, {issuers.begin(), issuers.end()}};
    return std::make_unique<MemoryIdentity>(std::move(chain), state_->key.get());
}

Octets TestKey::answer(base::Bytes request, std::span<const Octets> issuers) const {
    const std::unique_ptr<TS_RESP_CTX, decltype(&TS_RESP_CTX_free)> context(TS_RESP_CTX_new(), &TS_RESP_CTX_free);
    const StackPointer others = stack_of(issuers);
    const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> policy(OBJ_txt2obj("1.2.3.4.1", 1),
                                                                           &ASN1_OBJECT_free);
    expect(TS_RESP_CTX_set_signer_cert(context.get(), state_->certificate.get()) == 1 &&
               TS_RESP_CTX_set_signer_key(context.get(), state_->key.get()) == 1 &&
               TS_RESP_CTX_set_signer_digest(context.get(), EVP_sha256()) == 1 &&
               TS_RESP_CTX_set_ess_cert_id_digest(context.get(), EVP_sha256()) == 1 &&
               TS_RESP_CTX_set_def_policy(context.get(), policy.get()) == 1 &&
               TS_RESP_CTX_set_certs(context.get(), others.get()) == 1 &&
               TS_RESP_CTX_add_md(context.get(), EVP_sha256()) == 1,
           "authority of time");
    TS_RESP_CTX_set_serial_cb(context.get(), &first_serial, nullptr);
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(
        BIO_new_mem_buf(request.data(), static_cast<int>(request.size())), &BIO_free);
    const TimestampResponsePointer response(TS_RESP_create_response(context.get(), in.get()));
    expect(response != nullptr, "answer");
    unsigned char* out = nullptr;
    const int size = i2d_TS_RESP(response.get(), &out);
    Octets der(out, out + size);
    OPENSSL_free(out);
    ERR_clear_error();
    return der;
}

SecretPrompt Prompt::ask() {
    return [this](const SecretRequest& request) -> base::Expected<Secret, base::Failure> {
        asked.push_back(request);
        if (secrets.empty()) return base::fail(base::Failure{base::FailureClass::bad_input, "prompt", "", "no secret"});
        std::string secret = secrets.front();
        secrets.erase(secrets.begin());
        return Secret(std::move(secret));
    };
}

}  // namespace kiemphieu::station::testing
