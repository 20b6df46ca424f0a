#include "station/signing/cms.hpp"

#include <algorithm>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "station/signing/der.hpp"
#include "station/signing/openssl_pointers.hpp"

namespace kiemphieu::station {

namespace {

using base::Failure;
using base::FailureClass;
using Octets = std::vector<std::uint8_t>;

auto failed(const Identity& identity, const std::string& act) {
    return base::fail(Failure{FailureClass::world, identity.subject(), act, openssl_reason()});
}

/// What is signed: the attributes as a SET in DER, which are sorted by their bytes. Source: RFC 5652, 5.4; X.690, 11.6.
Octets attributes_to_sign(const CMS_SignerInfo* info) {
    std::vector<Octets> all;
    for (int i = 0; i < CMS_signed_get_attr_count(info); ++i) {
        unsigned char* bytes = nullptr;
        const int size = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(info, i), &bytes);
        all.emplace_back(bytes, bytes + std::max(size, 0));
        OPENSSL_free(bytes);
    }
    // Not operator<: GCC 12 warns falsely inside its memcmp at -O3.
    std::ranges::sort(all, [](const Octets& a, const Octets& b) {
        return std::ranges::lexicographical_compare(a, b, [](int x, int y) { return x < y; });
    });
    Octets content;
    for (const Octets& each : all) content.insert(content.end(), each.begin(), each.end());
    return der_element(der::set, content);
}

/// The two algorithms under the signature, so that neither can be exchanged. Source: RFC 6211, 2.
bool protect_algorithms(CMS_SignerInfo* info) {
    X509_ALGOR* digest = nullptr;
    X509_ALGOR* signature = nullptr;
    CMS_SignerInfo_get0_algs(info, nullptr, nullptr, &digest, &signature);
    unsigned char* digest_bytes = nullptr;
    unsigned char* signature_bytes = nullptr;
    const int digest_size = i2d_X509_ALGOR(digest, &digest_bytes);
    const int signature_size = i2d_X509_ALGOR(signature, &signature_bytes);
    Octets content(digest_bytes, digest_bytes + std::max(digest_size, 0));
    const std::size_t tag_at = content.size();
    content.insert(content.end(), signature_bytes, signature_bytes + std::max(signature_size, 0));
    OPENSSL_free(digest_bytes);
    OPENSSL_free(signature_bytes);
    if (digest_size <= 0 || signature_size <= 0) return false;
    content[tag_at] = 0xA1;  // [1] IMPLICIT in place of SEQUENCE
    const Octets value = der_element(der::sequence, content);
    const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> id(OBJ_txt2obj("1.2.840.113549.1.9.52", 1),
                                                                       &ASN1_OBJECT_free);
    return CMS_signed_add1_attr_by_OBJ(info, id.get(), V_ASN1_SEQUENCE, value.data(), static_cast<int>(value.size())) ==
           1;
}

/// The certificates under the signature, the signer's first, so that no byte of any of them can be exchanged.
/// Source: RFC 5035, 3 (SigningCertificateV2; SHA-256 is the default and left out).
Octets signing_certificates(const CertificateChain& chain) {
    Octets all;
    const auto add = [&](const Octets& certificate) {
        const Octets one = der_element(der::sequence, der_element(der::octet_string, base::sha256(certificate)));
        all.insert(all.end(), one.begin(), one.end());
    };
    add(chain.signer);
    for (const Octets& issuer : chain.issuers) add(issuer);
    return der_element(der::sequence, der_element(der::sequence, all));
}

/// A signer of the message without its signature; null when OpenSSL refuses. The time is the PDF's to tell.
CMS_SignerInfo* add_signer(CMS_ContentInfo* cms, X509* certificate, const CertificateChain& chain,
                           const base::Digest& content) {
    CMS_SignerInfo* info = CMS_add1_signer(cms, certificate, X509_get0_pubkey(certificate), EVP_sha256(),
                                           CMS_PARTIAL | CMS_NOSMIMECAP | CMS_BINARY);
    if (info == nullptr) return nullptr;
    const Octets listed = signing_certificates(chain);
    const bool added =
        CMS_signed_add1_attr_by_NID(info, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE, listed.data(),
                                    static_cast<int>(listed.size())) == 1 &&
        CMS_signed_add1_attr_by_NID(info, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1) == 1 &&
        CMS_signed_add1_attr_by_NID(info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, content.data(),
                                    static_cast<int>(content.size())) == 1 &&
        protect_algorithms(info);
    return added ? info : nullptr;
}

bool verifies(X509* certificate, const Octets& message, const Octets& signature) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const bool good =
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, X509_get0_pubkey(certificate)) == 1 &&
        EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace

base::Expected<Octets, Failure> make_cms(Identity& identity, const base::Digest& content,
                                         const std::optional<TimestampAuthority>& authority) {
    const CertificatePointer certificate = certificate_from_der(identity.certificates().signer);
    const CmsPointer cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY));
    const CertificateChain chain = chain_of(identity.certificates().signer, identity.certificates().issuers);
    CMS_SignerInfo* info = cms && certificate ? add_signer(cms.get(), certificate.get(), chain, content) : nullptr;
    if (info == nullptr) return failed(identity, "make a signature");
    for (const Octets& der : chain.issuers) {
        const CertificatePointer issuer = certificate_from_der(der);
        if (CMS_add1_cert(cms.get(), issuer.get()) != 1) return failed(identity, "add a certificate");
    }
    const Octets message = attributes_to_sign(info);
    const auto signature = identity.sign(message);
    if (!signature) return signature;
    if (!verifies(certificate.get(), message, *signature)) {
        return base::fail(Failure{FailureClass::bad_input, identity.subject(), "key",
                                  "does not belong to the certificate; expected the key of this certificate"});
    }
    ASN1_STRING_set(CMS_SignerInfo_get0_signature(info), signature->data(), static_cast<int>(signature->size()));
    if (authority) {
        const auto token = fetch_timestamp(*authority, *signature);
        if (!token) return token;
        if (CMS_unsigned_add1_attr_by_NID(info, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token->data(),
                                          static_cast<int>(token->size())) != 1) {
            return failed(identity, "add the token of time");
        }
    }
    unsigned char* out = nullptr;
    const int size = i2d_CMS_ContentInfo(cms.get(), &out);
    if (size <= 0) return failed(identity, "write the signature");
    Octets der(out, out + size);
    OPENSSL_free(out);
    return der;
}

}  // namespace kiemphieu::station
