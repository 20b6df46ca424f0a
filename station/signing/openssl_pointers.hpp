#pragma once
// Owning pointers to OpenSSL's objects, without its headers. Inside station/signing only.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.hpp"

struct CMS_ContentInfo_st;
struct TS_req_st;
struct TS_resp_st;
struct X509_crl_st;
struct evp_pkey_st;
struct x509_st;

namespace kiemphieu::station {

/// Frees what OpenSSL made.
struct OpensslFree {
    void operator()(CMS_ContentInfo_st* object) const;
    void operator()(TS_req_st* object) const;
    void operator()(TS_resp_st* object) const;
    void operator()(X509_crl_st* object) const;
    void operator()(evp_pkey_st* object) const;
    void operator()(x509_st* object) const;
};

using CmsPointer = std::unique_ptr<CMS_ContentInfo_st, OpensslFree>;
using TimestampRequestPointer = std::unique_ptr<TS_req_st, OpensslFree>;
using TimestampResponsePointer = std::unique_ptr<TS_resp_st, OpensslFree>;
using CrlPointer = std::unique_ptr<X509_crl_st, OpensslFree>;
using KeyPointer = std::unique_ptr<evp_pkey_st, OpensslFree>;
using CertificatePointer = std::unique_ptr<x509_st, OpensslFree>;

/// OpenSSL's own word for its last error of this thread, and forgets it.
std::string openssl_reason();

/// Null when the bytes are no certificate, or more than one.
CertificatePointer certificate_from_der(base::Bytes der);
std::vector<std::uint8_t> to_der(x509_st* certificate);

}  // namespace kiemphieu::station
