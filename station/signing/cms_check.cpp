#include "station/signing/cms_check.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include <openssl/asn1.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "station/signing/openssl_pointers.hpp"
#include "station/signing/signed_data.hpp"

namespace kiemphieu::station {

namespace {

using Octets = std::vector<std::uint8_t>;

/// The digest an AlgorithmIdentifier names; null for one that is not strong enough to sign with today.
const EVP_MD* digest_named(base::Bytes algorithm) {
    DerReader outside(algorithm);
    const auto sequence = outside.next(der::sequence);
    if (!sequence) return nullptr;
    DerReader inside(sequence->content);
    const auto id = inside.next(der::object_id);
    if (!id) return nullptr;
    if (same(id->content, object_ids::sha256)) return EVP_sha256();
    if (same(id->content, object_ids::sha384)) return EVP_sha384();
    if (same(id->content, object_ids::sha512)) return EVP_sha512();
    return nullptr;
}

Octets digest_of(const EVP_MD* method, std::span<const base::Bytes> pieces) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), method, nullptr);
    for (const base::Bytes piece : pieces) EVP_DigestUpdate(context.get(), piece.data(), piece.size());
    Octets out(static_cast<std::size_t>(EVP_MD_get_size(method)));
    EVP_DigestFinal_ex(context.get(), out.data(), nullptr);
    return out;
}

/// A certificate that is under the signature, by its digest.
struct ListedCertificate {
    const EVP_MD* method{};
    base::Bytes digest;

    bool is(base::Bytes certificate) const {
        const std::array<base::Bytes, 1> whole{certificate};
        return method != nullptr && same(digest, digest_of(method, whole));
    }
};

/// The certificates that the signature refers to, the signer's first; none when it refers to none that can be read.
/// Source: RFC 5035, 3 and 5.4.
std::vector<ListedCertificate> listed_certificates(const SignedDataFrame& frame) {
    const auto v2 = attribute(frame.signed_attributes, object_ids::signing_certificate_v2);
    const auto v1 = attribute(frame.signed_attributes, object_ids::signing_certificate);
    if (!v2 && !v1) return {};
    DerReader outside(v2 ? *v2 : *v1);
    const auto value = outside.next(der::sequence);
    DerReader in_value(value ? value->content : base::Bytes{});
    const auto list = in_value.next(der::sequence);
    DerReader in_list(list ? list->content : base::Bytes{});
    std::vector<ListedCertificate> out;
    while (const auto one = in_list.next(der::sequence)) {
        DerReader in_one(one->content);
        const auto algorithm = v2 ? in_one.next(der::sequence) : std::nullopt;
        const auto hash = in_one.next(der::octet_string);
        if (!hash) return {};
        // Version 1 is SHA-1, which authorities of time still write; the signer's is also named by the signature's key.
        out.push_back({algorithm ? digest_named(algorithm->whole) : v2 ? EVP_sha256() : EVP_sha1(), hash->content});
    }
    return out;
}

/// What stands against the certificates that came along, a sentence each. Where the signature refers to more than its
/// signer's, no byte of any other certificate may be another one.
std::vector<std::string> certificate_faults(const SignedDataFrame& frame, base::Bytes signer) {
    const auto listed = listed_certificates(frame);
    if (listed.empty() || !listed.front().is(signer)) return {"the signer's certificate is not the one signed for"};
    std::vector<std::string> faults;
    for (const base::Bytes each : frame.certificates) {
        const auto is_it = [&](const ListedCertificate& one) { return one.is(each); };
        if (listed.size() > 1 && std::ranges::none_of(listed, is_it)) {
            faults.emplace_back("a certificate is not one of those signed for");
        }
    }
    return faults;
}

/// The algorithms as the signature protects them; true when it does not. Source: RFC 6211, 2.
bool algorithms_hold(const SignedDataFrame& frame) {
    const auto protection = attribute(frame.signed_attributes, object_ids::algorithm_protection);
    if (!protection) return true;
    DerReader outside(*protection);
    const auto value = outside.next(der::sequence);
    if (!value) return false;
    DerReader parts(value->content);
    const auto digest = parts.next(der::sequence);
    const auto signature = parts.next(der::tagged_1);
    DerReader own(frame.signature_algorithm);
    const auto own_signature = own.next(der::sequence);
    return digest && signature && own_signature && same(digest->whole, frame.digest_algorithm) &&
           same(signature->content, own_signature->content);
}

bool is_object_id(const std::optional<base::Bytes>& value, base::Bytes id) {
    if (!value) return false;
    DerReader reader(*value);
    const auto item = reader.next(der::object_id);
    return item && same(item->content, id);
}

/// One signed message, with what both a signature and a token must keep.
class SignedMessage {
  public:
    explicit SignedMessage(base::Bytes bytes) : bytes_(bytes), frame_(read_signed_data(bytes)) {
        if (!frame_) {
            faults.emplace_back("is no signature in CMS with one signer");
            return;
        }
        const unsigned char* at = bytes.data();
        cms_.reset(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(bytes.size())));
        if (!cms_ || at != bytes.data() + bytes.size() || !same_when_written()) {
            faults.emplace_back("is not in DER");
            return;
        }
        find_signer();
    }

    /// Checks the signature over the attributes, and that they are about this content of this type.
    void check(base::Bytes content_type, std::span<const base::Bytes> content) {
        if (signer_ == nullptr) return;
        const EVP_MD* method = digest_named(frame_->digest_algorithm);
        if (method == nullptr) {
            faults.emplace_back("has a digest that does not serve; expected SHA-256, SHA-384 or SHA-512");
            return;
        }
        if (!same(frame_->content_type, content_type) ||
            !is_object_id(attribute(frame_->signed_attributes, object_ids::content_type), content_type)) {
            faults.emplace_back("is about another type of content");
        }
        const auto digest = attribute(frame_->signed_attributes, object_ids::message_digest);
        DerReader in_digest(digest.value_or(base::Bytes{}));
        const auto octets = in_digest.next(der::octet_string);
        if (!octets || !same(octets->content, digest_of(method, content))) {
            // Whoever signed signed something else; nothing else can be said of this content.
            faults.emplace_back("the content was altered: its digest is not the one signed");
            return;
        }
        CMS_SignerInfo* info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms_.get()), 0);
        if (CMS_SignerInfo_verify(info) != 1) faults.emplace_back("the signature does not verify by the signer's key");
        for (std::string& fault : certificate_faults(*frame_, certificate())) faults.push_back(std::move(fault));
        if (!algorithms_hold(*frame_)) faults.emplace_back("an algorithm named is not the one signed for");
        for (std::string& fault : frame_faults(*frame_, certificate())) faults.push_back(std::move(fault));
        ERR_clear_error();
    }

    bool readable() const { return signer_ != nullptr; }
    const SignedDataFrame& frame() const { return *frame_; }
    CMS_ContentInfo* cms() const { return cms_.get(); }
    X509* signer() const { return signer_; }
    base::Bytes certificate() const { return certificate_; }

    IssuerCheck issuer(const Trust& trust, Moment when, int purpose) {
        if (trust.anchors.empty() || signer_ == nullptr) return IssuerCheck::not_asked;
        const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), &X509_STORE_free);
        for (const Octets& der : trust.anchors) {
            if (const CertificatePointer anchor = certificate_from_der(der))
                X509_STORE_add_cert(store.get(), anchor.get());
        }
        STACK_OF(X509)* others = CMS_get1_certs(cms_.get());
        const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> context(X509_STORE_CTX_new(),
                                                                                      &X509_STORE_CTX_free);
        X509_STORE_CTX_init(context.get(), store.get(), signer_, others);
        X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
        X509_VERIFY_PARAM_set_time(rules, std::chrono::system_clock::to_time_t(when));
        X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
        X509_VERIFY_PARAM_set_purpose(rules, purpose);
        const bool trusted = X509_verify_cert(context.get()) == 1;
        if (!trusted) {
            faults.emplace_back(std::string("its issuer is not trusted: ") +
                                X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
        }
        sk_X509_pop_free(others, X509_free);
        ERR_clear_error();
        return trusted ? IssuerCheck::trusted : IssuerCheck::not_trusted;
    }

    std::vector<std::string> faults;

  private:
    /// The certificates may stand in any order: PKCS #7 writes them as a sequence, and so do authorities of time.
    bool same_when_written() const {
        unsigned char* out = nullptr;
        const int size = i2d_CMS_ContentInfo(cms_.get(), &out);
        const Octets written(out, out + std::max(size, 0));
        OPENSSL_free(out);
        const auto again = read_signed_data(written);
        if (!again || written.size() != bytes_.size()) return false;
        std::vector<base::Bytes> ours = frame_->certificates;
        std::vector<base::Bytes> theirs = again->certificates;
        if (ours.empty() || ours.size() != theirs.size()) return ours.empty() && same(bytes_, written);
        const auto begin = static_cast<std::size_t>(ours.front().data() - bytes_.data());
        const auto end = static_cast<std::size_t>(ours.back().data() + ours.back().size() - bytes_.data());
        const auto by_content = [](base::Bytes a, base::Bytes b) { return std::ranges::lexicographical_compare(a, b); };
        std::ranges::sort(ours, by_content);
        std::ranges::sort(theirs, by_content);
        const base::Bytes all(written);
        return same(bytes_.first(begin), all.first(begin)) && same(bytes_.subspan(end), all.subspan(end)) &&
               std::ranges::equal(ours, theirs, [](base::Bytes a, base::Bytes b) { return same(a, b); });
    }

    void find_signer() {
        // OpenSSL goes by the type that the message names, and has signers only in a signed one.
        STACK_OF(CMS_SignerInfo)* signers =
            OBJ_obj2nid(CMS_get0_type(cms_.get())) == NID_pkcs7_signed ? CMS_get0_SignerInfos(cms_.get()) : nullptr;
        if (signers == nullptr || sk_CMS_SignerInfo_num(signers) != 1) {
            faults.emplace_back("is no signed message");
            return;
        }
        CMS_set1_signers_certs(cms_.get(), nullptr, 0);
        CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(signers, 0), nullptr, &signer_, nullptr, nullptr);
        ERR_clear_error();
        if (signer_ == nullptr) {
            faults.emplace_back("holds no certificate of its signer");
            return;
        }
        certificate_ = to_der(signer_);
    }

    base::Bytes bytes_;
    std::optional<SignedDataFrame> frame_;
    CmsPointer cms_;
    X509* signer_{};
    Octets certificate_;
};

std::optional<Moment> moment_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return std::chrono::system_clock::from_time_t(timegm(&parts));
}

struct TokenInfoFree {
    void operator()(TS_TST_INFO* info) const { TS_TST_INFO_free(info); }
};

/// The unsigned attributes: a token of time at most.
void check_unsigned(const SignedMessage& message, const Trust& trust, CmsCheck& out) {
    const auto& attributes = message.frame().unsigned_attributes;
    if (attributes.empty()) return;
    const auto token = attribute(attributes, object_ids::timestamp_token);
    if (attributes.size() != 1 || !token) {
        out.faults.emplace_back("carries something unsigned that is no token of time");
        return;
    }
    out.timestamp = check_timestamp(*token, message.frame().signature, trust);
    for (const std::string& fault : out.timestamp->faults) out.faults.push_back("token of time: " + fault);
}

}  // namespace

CmsCheck check_cms(base::Bytes der, std::span<const base::Bytes> content, const Trust& trust,
                   std::optional<Moment> claimed) {
    CmsCheck out;
    SignedMessage message(der);
    message.check(object_ids::data, content);
    if (message.readable()) {
        out.signer = owner_of(message.certificate());
        out.certificate = base::sha256(message.certificate());
    }
    if (message.readable() && message.faults.empty()) {
        check_unsigned(message, trust, out);
        const Moment when = out.timestamp && out.timestamp->faults.empty()
                                ? out.timestamp->time
                                : claimed.value_or(std::chrono::system_clock::now());
        out.issuer = message.issuer(trust, when, X509_PURPOSE_ANY);
        std::vector<Octets> pool = trust.anchors;
        for (const base::Bytes each : message.frame().certificates) pool.emplace_back(each.begin(), each.end());
        const CertificateChain chain = chain_of({message.certificate().begin(), message.certificate().end()}, pool);
        if (auto allowed = check_certificate(chain, when, trust.lists, "certificate"); !allowed) {
            message.faults.push_back("when it was made, " + base::to_string(allowed.error()));
        }
    }
    out.faults.insert(out.faults.begin(), message.faults.begin(), message.faults.end());
    return out;
}

TimestampCheck check_timestamp(base::Bytes der, base::Bytes message, const Trust& trust) {
    TimestampCheck out;
    SignedMessage token(der);
    if (!token.readable()) {
        out.faults = token.faults;
        return out;
    }
    ASN1_OCTET_STRING** content = CMS_get0_content(token.cms());
    if (content == nullptr || *content == nullptr) {
        out.faults.emplace_back("is empty");
        return out;
    }
    const base::Bytes info_bytes(ASN1_STRING_get0_data(*content),
                                 static_cast<std::size_t>(ASN1_STRING_length(*content)));
    const std::array<base::Bytes, 1> pieces{info_bytes};
    token.check(object_ids::timestamp_info, pieces);
    const unsigned char* at = info_bytes.data();
    const std::unique_ptr<TS_TST_INFO, TokenInfoFree> info(
        d2i_TS_TST_INFO(nullptr, &at, static_cast<long>(info_bytes.size())));
    const auto time = info ? moment_of(TS_TST_INFO_get_time(info.get())) : std::nullopt;
    if (!time) {
        out.faults.emplace_back("tells no time");
        return out;
    }
    out.time = *time;
    if (rsa_with_digest(der, token.frame())) out.rsa = RsaName::with_digest;
    out.authority = owner_of(token.certificate()).name;
    TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info.get());
    const ASN1_OBJECT* id = nullptr;
    X509_ALGOR_get0(&id, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
    const EVP_MD* method = EVP_get_digestbyobj(id);
    const ASN1_OCTET_STRING* stamped = TS_MSG_IMPRINT_get_msg(imprint);
    const std::array<base::Bytes, 1> whole{message};
    if (method == nullptr || EVP_MD_get_size(method) < 32 ||
        !same({ASN1_STRING_get0_data(stamped), static_cast<std::size_t>(ASN1_STRING_length(stamped))},
              digest_of(method, whole))) {
        token.faults.emplace_back("is about something else");
    }
    if ((X509_get_extension_flags(token.signer()) & EXFLAG_XKUSAGE) == 0 ||
        (X509_get_extended_key_usage(token.signer()) & XKU_TIMESTAMP) == 0) {
        token.faults.emplace_back("its certificate is not an authority's of time");
    }
    out.issuer = token.issuer(trust, out.time, X509_PURPOSE_TIMESTAMP_SIGN);
    out.faults = token.faults;
    ERR_clear_error();
    return out;
}

}  // namespace kiemphieu::station
