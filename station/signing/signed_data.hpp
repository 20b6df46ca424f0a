#pragma once
// The frame of a SignedData, read by hand to check what OpenSSL takes as it comes. Inside station/signing only.

#include <optional>
#include <string>
#include <vector>

#include "station/signing/der.hpp"

namespace kiemphieu::station {

/// One attribute with its only value.
struct SignedAttribute {
    base::Bytes type;   ///< the object id's content
    base::Bytes value;  ///< whole
};

/// The parts of a SignedData with one signer. Views into the bytes it was read from.
struct SignedDataFrame {
    int version{};
    base::Bytes digest_algorithms;  ///< content of the set
    base::Bytes content_type;       ///< the object id's content
    std::vector<base::Bytes> certificates;
    int signer_version{};
    base::Bytes signer_id;         ///< whole
    base::Bytes digest_algorithm;  ///< whole
    std::vector<SignedAttribute> signed_attributes;
    base::Bytes signature_algorithm;  ///< whole
    base::Bytes signature;            ///< content
    std::vector<SignedAttribute> unsigned_attributes;
};

/// Nothing when the bytes are no ContentInfo with such a SignedData, or more than it. Source: RFC 5652, 3 and 5.1.
std::optional<SignedDataFrame> read_signed_data(base::Bytes der);

/// The value of the only attribute of this type; nothing when there is none, or several.
std::optional<base::Bytes> attribute(const std::vector<SignedAttribute>& attributes, base::Bytes type);

/// What is unprotected in the frame yet does not say what it must, a sentence each. Every certificate but the signer's
/// must be the issuer of another one, and its own signature must hold where its issuer is there.
std::vector<std::string> frame_faults(const SignedDataFrame& frame, base::Bytes signer_certificate);

/// Where the last byte of RSA's name stands when a signature names RSA together with its digest: the one byte by which
/// that name differs from plain RSA's, which says the same. Nothing otherwise. Source: RFC 5754, 3.2.
std::optional<std::size_t> rsa_with_digest(base::Bytes der, const SignedDataFrame& frame);

/// Object ids as DER has them.
namespace object_ids {
inline constexpr std::uint8_t data[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01};
inline constexpr std::uint8_t timestamp_info[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04};
inline constexpr std::uint8_t content_type[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03};
inline constexpr std::uint8_t message_digest[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04};
inline constexpr std::uint8_t algorithm_protection[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x34};
inline constexpr std::uint8_t signing_certificate[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D,
                                                       0x01, 0x09, 0x10, 0x02, 0x0C};
inline constexpr std::uint8_t signing_certificate_v2[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D,
                                                          0x01, 0x09, 0x10, 0x02, 0x2F};
inline constexpr std::uint8_t timestamp_token[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x0E};
inline constexpr std::uint8_t sha256[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01};
inline constexpr std::uint8_t sha384[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02};
inline constexpr std::uint8_t rsa[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01};  ///< and which of PKCS #1
inline constexpr std::uint8_t ecdsa[] = {0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03};      ///< and with which digest
inline constexpr std::uint8_t sha512[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03};
}  // namespace object_ids

bool same(base::Bytes a, base::Bytes b);

}  // namespace kiemphieu::station
