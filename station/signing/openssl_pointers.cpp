#include "station/signing/openssl_pointers.hpp"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

namespace kiemphieu::station {

void OpensslFree::operator()(CMS_ContentInfo_st* object) const {
    CMS_ContentInfo_free(object);
}
void OpensslFree::operator()(TS_req_st* object) const {
    TS_REQ_free(object);
}
void OpensslFree::operator()(TS_resp_st* object) const {
    TS_RESP_free(object);
}
void OpensslFree::operator()(X509_crl_st* object) const {
    X509_CRL_free(object);
}
void OpensslFree::operator()(evp_pkey_st* object) const {
    EVP_PKEY_free(object);
}
void OpensslFree::operator()(x509_st* object) const {
    X509_free(object);
}

std::string openssl_reason() {
    const unsigned long code = ERR_peek_last_error();
    const char* reason = ERR_reason_error_string(code);
    std::string text = reason != nullptr ? reason : "no reason given";
    ERR_clear_error();
    return text;
}

CertificatePointer certificate_from_der(base::Bytes der) {
    const unsigned char* at = der.data();
    CertificatePointer certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (certificate && at != der.data() + der.size()) certificate.reset();
    ERR_clear_error();
    return certificate;
}

std::vector<std::uint8_t> to_der(x509_st* certificate) {
    const int size = i2d_X509(certificate, nullptr);
    std::vector<std::uint8_t> der(size > 0 ? static_cast<std::size_t>(size) : 0);
    unsigned char* at = der.data();
    if (size > 0) i2d_X509(certificate, &at);
    return der;
}

}  // namespace kiemphieu::station
