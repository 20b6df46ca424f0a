#include "station/signing/signed_data.hpp"

#include <algorithm>

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "station/signing/openssl_pointers.hpp"

namespace kiemphieu::station {

namespace {

std::optional<int> small_number(const std::optional<DerItem>& item) {
    if (!item || item->content.size() != 1 || item->content[0] > 127) return std::nullopt;
    return item->content[0];
}

/// Attributes of a set, each of one value; nothing when one is not.
std::optional<std::vector<SignedAttribute>> attributes_of(base::Bytes set) {
    std::vector<SignedAttribute> out;
    DerReader all(set);
    while (!all.at_end()) {
        const auto one = all.next(der::sequence);
        if (!one) return std::nullopt;
        DerReader parts(one->content);
        const auto type = parts.next(der::object_id);
        const auto values = parts.next(der::set);
        if (!type || !values || !parts.at_end()) return std::nullopt;
        DerReader inside(values->content);
        const auto value = inside.next();
        if (!value || !inside.at_end()) return std::nullopt;
        out.push_back({type->content, value->whole});
    }
    return out;
}

bool read_signer(base::Bytes signer, SignedDataFrame& frame) {
    DerReader parts(signer);
    const auto version = small_number(parts.next(der::integer));
    const auto who = parts.next();
    const auto digest = parts.next(der::sequence);
    const auto attributes = parts.next(der::tagged_0);
    const auto algorithm = parts.next(der::sequence);
    const auto signature = parts.next(der::octet_string);
    const auto unsigned_ones = parts.next(der::tagged_1);
    if (!version || !who || !digest || !attributes || !algorithm || !signature || !parts.at_end()) return false;
    auto signed_list = attributes_of(attributes->content);
    auto unsigned_list = attributes_of(unsigned_ones ? unsigned_ones->content : base::Bytes{});
    if (!signed_list || !unsigned_list) return false;
    frame.signer_version = *version;
    frame.signer_id = who->whole;
    frame.digest_algorithm = digest->whole;
    frame.signed_attributes = std::move(*signed_list);
    frame.signature_algorithm = algorithm->whole;
    frame.signature = signature->content;
    frame.unsigned_attributes = std::move(*unsigned_list);
    return true;
}

/// Whether a certificate among others hangs together with them.
bool belongs(const CertificatePointer& one, const std::vector<CertificatePointer>& all, bool is_signer) {
    bool issues_another = is_signer;
    for (const CertificatePointer& other : all) {
        if (other != one && X509_check_issued(one.get(), other.get()) == X509_V_OK) issues_another = true;
        if (X509_check_issued(other.get(), one.get()) == X509_V_OK &&
            X509_verify(one.get(), X509_get0_pubkey(other.get())) != 1) {
            return false;
        }
    }
    return issues_another;
}

/// Issuer and serial number as a certificate has them, byte for byte: OpenSSL takes a name in other letters for the
/// same. Source: RFC 5280, 4.1; RFC 5652, 10.2.4.
std::optional<std::vector<std::uint8_t>> issuer_and_serial(base::Bytes certificate) {
    DerReader outside(certificate);
    const auto whole = outside.next(der::sequence);
    DerReader in_whole(whole ? whole->content : base::Bytes{});
    const auto signed_part = in_whole.next(der::sequence);
    DerReader parts(signed_part ? signed_part->content : base::Bytes{});
    static_cast<void>(parts.next(der::tagged_0));
    const auto serial = parts.next(der::integer);
    static_cast<void>(parts.next(der::sequence));
    const auto issuer = parts.next(der::sequence);
    if (!serial || !issuer) return std::nullopt;
    std::vector<std::uint8_t> both(issuer->whole.begin(), issuer->whole.end());
    both.insert(both.end(), serial->whole.begin(), serial->whole.end());
    return der_element(der::sequence, both);
}

/// Whether the algorithm that a signature names is one of the digest it names. Source: RFC 8017, A.2.4; RFC 5758, 3.2.
bool algorithms_agree(const SignedDataFrame& frame) {
    DerReader outside(frame.signature_algorithm);
    const auto sequence = outside.next(der::sequence);
    DerReader parts(sequence ? sequence->content : base::Bytes{});
    const auto id = parts.next(der::object_id);
    DerReader in_digest(frame.digest_algorithm);
    const auto digest_sequence = in_digest.next(der::sequence);
    DerReader digest_parts(digest_sequence ? digest_sequence->content : base::Bytes{});
    const auto digest = digest_parts.next(der::object_id);
    if (!id || !digest || id->content.size() < 2 || digest->content.empty()) return false;
    const std::uint8_t which = id->content.back();
    const base::Bytes family = id->content.first(id->content.size() - 1);
    // SHA-256, SHA-384 and SHA-512 end in 1, 2, 3.
    const std::uint8_t step = static_cast<std::uint8_t>(digest->content.back() - 1U);
    constexpr std::uint8_t plain_rsa = 0x01, pss = 0x0A, sha256_with_rsa = 0x0B, ecdsa_with_sha256 = 0x02;
    if (same(family, object_ids::rsa)) return which == plain_rsa || which == pss || which == sha256_with_rsa + step;
    return same(family, object_ids::ecdsa) && which == ecdsa_with_sha256 + step && parts.at_end();
}

}  // namespace

bool same(base::Bytes a, base::Bytes b) {
    return std::ranges::equal(a, b);
}

std::optional<SignedDataFrame> read_signed_data(base::Bytes bytes) {
    DerReader outside(bytes);
    const auto info = outside.next(der::sequence);
    if (!info || !outside.at_end()) return std::nullopt;
    DerReader in_info(info->content);
    const auto type = in_info.next(der::object_id);
    const auto wrapped = in_info.next(der::tagged_0);
    if (!type || !wrapped || !in_info.at_end()) return std::nullopt;
    DerReader in_wrapped(wrapped->content);
    const auto data = in_wrapped.next(der::sequence);
    if (!data || !in_wrapped.at_end()) return std::nullopt;

    DerReader parts(data->content);
    const auto version = small_number(parts.next(der::integer));
    const auto digests = parts.next(der::set);
    const auto content = parts.next(der::sequence);
    const auto certificates = parts.next(der::tagged_0);
    const auto lists = parts.next(der::tagged_1);
    const auto signers = parts.next(der::set);
    if (!version || !digests || !content || lists || !signers || !parts.at_end()) return std::nullopt;
    SignedDataFrame frame;
    frame.version = *version;
    frame.digest_algorithms = digests->content;
    DerReader in_content(content->content);
    const auto content_type = in_content.next(der::object_id);
    if (!content_type) return std::nullopt;
    frame.content_type = content_type->content;
    DerReader bag(certificates ? certificates->content : base::Bytes{});
    while (!bag.at_end()) {
        const auto one = bag.next(der::sequence);
        if (!one) return std::nullopt;
        frame.certificates.push_back(one->whole);
    }
    DerReader in_signers(signers->content);
    const auto signer = in_signers.next(der::sequence);
    if (!signer || !in_signers.at_end() || !read_signer(signer->content, frame)) return std::nullopt;
    return frame;
}

std::optional<base::Bytes> attribute(const std::vector<SignedAttribute>& attributes, base::Bytes type) {
    std::optional<base::Bytes> found;
    for (const SignedAttribute& each : attributes) {
        if (!same(each.type, type)) continue;
        if (found) return std::nullopt;
        found = each.value;
    }
    return found;
}

std::optional<std::size_t> rsa_with_digest(base::Bytes der, const SignedDataFrame& frame) {
    DerReader outside(frame.signature_algorithm);
    const auto sequence = outside.next(der::sequence);
    DerReader parts(sequence ? sequence->content : base::Bytes{});
    const auto id = parts.next(der::object_id);
    if (!id || id->content.size() != std::size(object_ids::rsa) + 1) return std::nullopt;
    if (!same(id->content.first(std::size(object_ids::rsa)), object_ids::rsa)) return std::nullopt;
    constexpr std::uint8_t sha256_with_rsa = 0x0B, sha512_with_rsa = 0x0D;
    const std::uint8_t which = id->content.back();
    if (which < sha256_with_rsa || which > sha512_with_rsa) return std::nullopt;
    return static_cast<std::size_t>(&id->content.back() - der.data());
}

std::vector<std::string> frame_faults(const SignedDataFrame& frame, base::Bytes signer_certificate) {
    std::vector<std::string> faults;
    // Source: RFC 5652, 5.1 and 5.3, for plain certificates and a signer named by issuer and serial number.
    const int version = same(frame.content_type, object_ids::data) ? 1 : 3;
    if (frame.version != version || frame.signer_version != 1)
        faults.emplace_back("a version number is not what it must be");
    if (!same(frame.digest_algorithms, frame.digest_algorithm)) {
        faults.emplace_back("the digest algorithms named are not the signer's");
    }
    const auto named = issuer_and_serial(signer_certificate);
    if (!named || !same(frame.signer_id, *named)) {
        faults.emplace_back("the signer named is not the certificate's, letter for letter");
    }
    if (!algorithms_agree(frame)) faults.emplace_back("the algorithm named is none of this digest");
    std::vector<CertificatePointer> all;
    for (const base::Bytes der : frame.certificates) all.push_back(certificate_from_der(der));
    if (std::ranges::any_of(all, [](const CertificatePointer& each) { return !each; })) {
        faults.emplace_back("a certificate can't be read");
        return faults;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!belongs(all[i], all, same(frame.certificates[i], signer_certificate))) {
            faults.emplace_back("a certificate does not hang together with the others");
        }
    }
    ERR_clear_error();
    return faults;
}

}  // namespace kiemphieu::station
