#include "station/server/tls_certificate.hpp"

#include <array>
#include <memory>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "base/file.hpp"
#include "base/hash.hpp"

namespace kiemphieu::station::server {
namespace {

namespace fs = std::filesystem;
using base::Expected;
using base::Failure;
using base::FailureClass;

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

/// A case is counted in a day and checked for years, but served only while it is counted.
constexpr long valid_for_s = 400L * 24 * 3600;

Failure world(const fs::path& file, std::string message) {
    return {FailureClass::world, file.string(), "", std::move(message)};
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) {
        std::array<unsigned char, sizeof(in6_addr)> address{};
        const bool is_address = ::inet_pton(AF_INET, name.c_str(), address.data()) == 1 ||
                                ::inet_pton(AF_INET6, name.c_str(), address.data()) == 1;
        list += (list.empty() ? "" : ",") + std::string(is_address ? "IP:" : "DNS:") + name;
    }
    return list;
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate make_certificate(EVP_PKEY* key, const std::vector<std::string>& names) {
    Certificate certificate(X509_new());
    if (!certificate) return nullptr;
    std::array<std::uint8_t, 16> serial{};
    base::random_bytes(serial);
    serial[0] &= 0x7F;  // a positive number
    const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(serial.data(), serial.size(), nullptr));
    X509_set_version(certificate.get(), 2);
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));
    // An hour of grace for a browser whose clock is behind.
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_for_s);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const auto* title = reinterpret_cast<const unsigned char*>("kiemphieu");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, title, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    const bool whole = add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") &&
                       add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature") &&
                       add_extension(certificate.get(), NID_ext_key_usage, "serverAuth") &&
                       add_extension(certificate.get(), NID_subject_alt_name, alternative_names(names));
    if (!whole || X509_sign(certificate.get(), key, EVP_sha256()) == 0) return nullptr;
    return certificate;
}

Expected<void, Failure> make_files(const TlsCertificate& files, const std::vector<std::string>& names) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = key ? make_certificate(key.get(), names) : nullptr;
    const Bio key_text(BIO_new(BIO_s_mem()));
    const Bio certificate_text(BIO_new(BIO_s_mem()));
    if (!certificate ||
        PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1) {
        return base::fail(world(files.certificate, "a certificate can't be made"));
    }
    std::error_code error;
    fs::create_directories(files.key.parent_path(), error);
    const std::string secret = text_of(key_text.get());
    if (auto written = base::write_file_durably(files.key, base::as_bytes(secret)); !written) return written;
    fs::permissions(files.key, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return base::fail(world(files.key, "permissions can't be set: " + error.message()));
    const std::string shown = text_of(certificate_text.get());
    return base::write_file_durably(files.certificate, base::as_bytes(shown));
}

Expected<std::string, Failure> fingerprint_of(const fs::path& file) {
    const auto text = base::read_text_file(file);
    if (!text) return base::fail(text.error());
    const Bio bio(BIO_new_mem_buf(text->data(), static_cast<int>(text->size())));
    const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    base::Digest digest{};
    unsigned int size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) != 1 ||
        size != digest.size()) {
        return base::fail(Failure{FailureClass::bad_input, file.string(), "", "is no certificate"});
    }
    const std::string hex = base::to_hex(digest);
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        if (i > 0) out += ':';
        for (const char c : hex.substr(i, 2)) out += static_cast<char>(c >= 'a' ? c - 'a' + 'A' : c);
    }
    return out;
}

}  // namespace

Expected<TlsCertificate, Failure> tls_certificate(const fs::path& folder, const std::vector<std::string>& names) {
    TlsCertificate files{folder / "tls.key", folder / "tls.crt", {}};
    std::error_code error;
    if (!fs::exists(files.key, error) || !fs::exists(files.certificate, error)) {
        if (const auto made = make_files(files, names); !made) return base::fail(made.error());
    }
    auto fingerprint = fingerprint_of(files.certificate);
    if (!fingerprint) return base::fail(fingerprint.error());
    files.fingerprint = std::move(*fingerprint);
    return files;
}

std::vector<std::string> own_names() {
    std::vector<std::string> names{"localhost", "127.0.0.1"};
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) == 0 && host[0] != '\0') names.emplace_back(host.data());
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) return names;
    const std::unique_ptr<ifaddrs, Freed<::freeifaddrs>> owner(list);
    for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_LOOPBACK) != 0) {
            continue;
        }
        std::array<char, INET_ADDRSTRLEN> text{};
        const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
        if (::inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size()) != nullptr)
            names.emplace_back(text.data());
    }
    return names;
}

}  // namespace kiemphieu::station::server
