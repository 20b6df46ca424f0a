#include "station/signing/certificate.hpp"

#include <ctime>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/file.hpp"
#include "station/signing/openssl_pointers.hpp"

namespace kiemphieu::station {

namespace {

using base::Failure;
using base::FailureClass;

/// Certificates and lists are small; more is another file. Source: measurement (a list of 20,000 entries: 0.8 MB).
constexpr std::uintmax_t max_file_bytes = 64ULL << 20U;

struct BioFree {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPointer = std::unique_ptr<BIO, BioFree>;

BioPointer reading(base::Bytes bytes) {
    return BioPointer(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

std::string utf8(const ASN1_STRING* text) {
    unsigned char* bytes = nullptr;
    const int size = ASN1_STRING_to_UTF8(&bytes, text);
    if (size < 0) return {};
    std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return out;
}

std::string whole_name(const X509_NAME* name) {
    const BioPointer out(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string{};
}

std::string name_in(const X509_NAME* name) {
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    return at >= 0 ? utf8(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at))) : whole_name(name);
}

std::string in_words(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable time";
    char text[32];
    const auto size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
    return {text, size};
}

auto refused(const std::string& subject, const std::string& place, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, subject, place, message});
}

/// Null when the bytes are no list.
CrlPointer list_from(base::Bytes bytes) {
    const unsigned char* at = bytes.data();
    CrlPointer list(d2i_X509_CRL(nullptr, &at, static_cast<long>(bytes.size())));
    if (!list) list.reset(PEM_read_bio_X509_CRL(reading(bytes).get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    return list;
}

base::Expected<void, Failure> check_usage(X509* certificate, const std::string& subject) {
    if (X509_check_ca(certificate) == 1) {
        return refused(subject, "basic constraints", "is an authority's certificate; expected a person's");
    }
    const std::uint32_t flags = X509_get_extension_flags(certificate);
    if ((flags & EXFLAG_INVALID) != 0) return refused(subject, "extensions", "can't be read; expected X.509 version 3");
    if ((flags & EXFLAG_KUSAGE) != 0 &&
        (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0) {
        return refused(subject, "key usage",
                       "is not for signing documents; expected digitalSignature or nonRepudiation");
    }
    // What servers and authorities of time use signs no documents. Source: RFC 5280, 4.2.1.12.
    constexpr std::uint32_t of_people = XKU_SMIME | XKU_SSL_CLIENT | XKU_CODE_SIGN | XKU_ANYEKU;
    constexpr std::uint32_t of_machines = XKU_SSL_SERVER | XKU_TIMESTAMP | XKU_OCSP_SIGN;
    const std::uint32_t extended = (flags & EXFLAG_XKUSAGE) != 0 ? X509_get_extended_key_usage(certificate) : 0;
    if ((extended & of_machines) != 0 && (extended & of_people) == 0) {
        return refused(subject, "extended key usage",
                       "is for a server or an authority of time; expected one for signing documents");
    }
    const EVP_PKEY* key = X509_get0_pubkey(certificate);
    const int type = key != nullptr ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;
    if ((type != EVP_PKEY_RSA || EVP_PKEY_get_bits(key) < 2048) &&
        (type != EVP_PKEY_EC || EVP_PKEY_get_bits(key) < 256)) {
        return refused(subject, "public key",
                       "is of a kind that does not serve; expected RSA from 2048 bits or EC from 256");
    }
    return {};
}

base::Expected<void, Failure> check_list(X509* certificate, const CertificateChain& chain, const RevocationList& file,
                                         std::time_t now, const std::string& subject) {
    const CrlPointer list = list_from(file.der);
    if (!list) return refused(file.file.string(), "", "is no list of revoked certificates (CRL); expected PEM or DER");
    if (X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_issuer_name(certificate)) != 0) return {};
    bool signed_by_issuer = false;
    for (const auto& der : chain.issuers) {
        const CertificatePointer issuer = certificate_from_der(der);
        if (!issuer || X509_check_issued(issuer.get(), certificate) != X509_V_OK) continue;
        signed_by_issuer = signed_by_issuer || X509_CRL_verify(list.get(), X509_get0_pubkey(issuer.get())) == 1;
    }
    ERR_clear_error();
    if (!signed_by_issuer) {
        return refused(
            file.file.string(), "signature",
            "does not verify by the issuer's certificate; expected the issuer's own list and its certificate "
            "beside the signer's");
    }
    const ASN1_TIME* next = X509_CRL_get0_nextUpdate(list.get());
    if (next != nullptr && X509_cmp_time(next, &now) < 0) {
        return refused(file.file.string(), "next update", "ran out on " + in_words(next) + "; expected a later list");
    }
    X509_REVOKED* entry = nullptr;
    if (X509_CRL_get0_by_cert(list.get(), &entry, certificate) != 1) return {};
    const ASN1_TIME* since = X509_REVOKED_get0_revocationDate(entry);
    if (X509_cmp_time(since, &now) > 0) return {};
    return refused(
        subject, "revocation",
        "was revoked on " + in_words(since) + " (" + file.file.string() + "); expected a certificate in force");
}

}  // namespace

CertificateChain chain_of(const std::vector<std::uint8_t>& signer, std::span<const std::vector<std::uint8_t>> pool) {
    CertificateChain chain{signer, {}};
    CertificatePointer below = certificate_from_der(signer);
    constexpr std::size_t deepest = 8;  // chains of people end after two or three
    while (below && chain.issuers.size() < deepest && X509_check_issued(below.get(), below.get()) != X509_V_OK) {
        CertificatePointer next;
        for (const auto& der : pool) {
            CertificatePointer candidate = certificate_from_der(der);
            if (next || !candidate || X509_check_issued(candidate.get(), below.get()) != X509_V_OK) continue;
            if (X509_verify(below.get(), X509_get0_pubkey(candidate.get())) != 1) continue;
            chain.issuers.push_back(der);
            next = std::move(candidate);
        }
        below = std::move(next);
    }
    ERR_clear_error();
    return chain;
}

CertificateOwner owner_of(base::Bytes der) {
    const CertificatePointer certificate = certificate_from_der(der);
    if (!certificate) return {};
    const X509_NAME* subject = X509_get_subject_name(certificate.get());
    return {name_in(subject), name_in(X509_get_issuer_name(certificate.get())), whole_name(subject)};
}

base::Expected<RevocationList, Failure> read_revocation_list(const std::filesystem::path& file) {
    auto bytes = base::read_file(file, max_file_bytes);
    if (!bytes) return base::fail(bytes.error());
    if (!list_from(*bytes)) {
        return refused(file.string(), "", "is no list of revoked certificates (CRL); expected PEM or DER");
    }
    return RevocationList{file, std::move(*bytes)};
}

base::Expected<std::vector<std::vector<std::uint8_t>>, Failure> read_certificates(const std::filesystem::path& file) {
    const auto bytes = base::read_file(file, max_file_bytes);
    if (!bytes) return base::fail(bytes.error());
    std::vector<std::vector<std::uint8_t>> out;
    if (certificate_from_der(*bytes)) {
        out.push_back(*bytes);
        return out;
    }
    const BioPointer pem = reading(*bytes);
    while (const CertificatePointer one{PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr)}) {
        out.push_back(to_der(one.get()));
    }
    ERR_clear_error();
    if (out.empty()) return refused(file.string(), "", "holds no certificate; expected PEM or DER");
    return out;
}

base::Expected<void, Failure> check_certificate(const CertificateChain& chain, Moment now,
                                                std::span<const RevocationList> lists, const std::string& subject) {
    const CertificatePointer certificate = certificate_from_der(chain.signer);
    if (!certificate) return refused(subject, "certificate", "can't be read; expected X.509");
    std::time_t moment = std::chrono::system_clock::to_time_t(now);
    const ASN1_TIME* from = X509_get0_notBefore(certificate.get());
    const ASN1_TIME* to = X509_get0_notAfter(certificate.get());
    if (X509_cmp_time(from, &moment) > 0) {
        return refused(subject, "validity",
                       "is not valid before " + in_words(from) + "; expected one that is valid now");
    }
    if (X509_cmp_time(to, &moment) < 0) {
        return refused(subject, "validity", "expired on " + in_words(to) + "; expected one that is valid now");
    }
    if (auto checked = check_usage(certificate.get(), subject); !checked) return checked;
    for (const RevocationList& list : lists) {
        if (auto checked = check_list(certificate.get(), chain, list, moment, subject); !checked) return checked;
    }
    return {};
}

}  // namespace kiemphieu::station
