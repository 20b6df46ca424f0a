#include "station/signing/timestamp.hpp"

#include <filesystem>
#include <string_view>
#include <thread>

#include <curl/curl.h>
#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include "base/file.hpp"
#include "station/signing/cms_check.hpp"
#include "station/signing/der.hpp"
#include "station/signing/openssl_pointers.hpp"
#include "station/signing/signed_data.hpp"

namespace kiemphieu::station {

namespace {

using base::Failure;
using base::FailureClass;
using Octets = std::vector<std::uint8_t>;
namespace fs = std::filesystem;

/// Tokens with their chains take 2 to 8 KB.
constexpr std::size_t max_answer_bytes = 256 * 1024;

auto refused(const TimestampAuthority& authority, const std::string& place, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, authority.address, place, message});
}
auto failed(const TimestampAuthority& authority, const std::string& message) {
    return base::fail(Failure{FailureClass::world, authority.address, "timestamp", message});
}

TimestampRequestPointer make_request(base::Bytes message) {
    const base::Digest digest = base::sha256(message);
    TimestampRequestPointer request(TS_REQ_new());
    TS_REQ_set_version(request.get(), 1);
    TS_MSG_IMPRINT* imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR* algorithm = X509_ALGOR_new();
    X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
    TS_MSG_IMPRINT_set_algo(imprint, algorithm);
    Octets copy(digest.begin(), digest.end());
    TS_MSG_IMPRINT_set_msg(imprint, copy.data(), static_cast<int>(copy.size()));
    TS_REQ_set_msg_imprint(request.get(), imprint);
    TS_MSG_IMPRINT_free(imprint);
    X509_ALGOR_free(algorithm);
    std::uint8_t random[8];
    base::random_bytes(random);
    random[0] = static_cast<std::uint8_t>(random[0] | 0x40U) & 0x7FU;  // of one length, positive
    BIGNUM* number = BN_bin2bn(random, sizeof random, nullptr);
    ASN1_INTEGER* nonce = BN_to_ASN1_INTEGER(number, nullptr);
    TS_REQ_set_nonce(request.get(), nonce);
    ASN1_INTEGER_free(nonce);
    BN_free(number);
    TS_REQ_set_cert_req(request.get(), 1);
    return request;
}

Octets to_der(TS_REQ* request) {
    unsigned char* out = nullptr;
    const int size = i2d_TS_REQ(request, &out);
    Octets der(out, out + (size > 0 ? size : 0));
    OPENSSL_free(out);
    return der;
}

/// The token without certificates that nobody else signed: they stand outside its signature.
Octets without_roots(const Octets& token) {
    DerReader outside(token);
    const auto info = outside.next(der::sequence);
    DerReader in_info(info ? info->content : base::Bytes{});
    const auto type = in_info.next(der::object_id);
    const auto wrapped = in_info.next(der::tagged_0);
    DerReader in_wrapped(wrapped ? wrapped->content : base::Bytes{});
    const auto data = in_wrapped.next(der::sequence);
    if (!type || !data) return token;
    Octets parts;
    const auto add = [](Octets& out, base::Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); };
    DerReader reader(data->content);
    while (const auto part = reader.next()) {
        if (part->tag != der::tagged_0) {
            add(parts, part->whole);
            continue;
        }
        Octets kept;
        DerReader bag(part->content);
        while (const auto one = bag.next()) {
            const CertificatePointer certificate = certificate_from_der(one->whole);
            const bool root = certificate && X509_check_issued(certificate.get(), certificate.get()) == X509_V_OK;
            if (!root) add(kept, one->whole);
        }
        add(parts, der_element(der::tagged_0, kept));
    }
    Octets content(type->whole.begin(), type->whole.end());
    add(content, der_element(der::tagged_0, der_element(der::sequence, parts)));
    return der_element(der::sequence, content);
}

/// The token with RSA named alone: nothing vouches for which of its two names stands there, so ours have one.
Octets with_plain_rsa(Octets token) {
    constexpr std::uint8_t plain_rsa = 0x01;
    const auto frame = read_signed_data(token);
    const auto place = frame ? rsa_with_digest(token, *frame) : std::nullopt;
    if (place) token.at(*place) = plain_rsa;
    return token;
}

bool on_this_machine(std::string_view address) {
    if (!address.starts_with("http://")) return false;
    address.remove_prefix(7);
    const std::string_view host = address.substr(0, address.find('/'));
    if (host.find('@') != std::string_view::npos) return false;
    const std::string_view name =
        host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
    return name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

std::size_t collect(const char* data, std::size_t one, std::size_t count, void* into) {
    Octets& answer = *static_cast<Octets*>(into);
    if (answer.size() + one * count > max_answer_bytes) return 0;
    answer.insert(answer.end(), data, data + one * count);
    return one * count;
}

base::Expected<Octets, Failure> ask_by_http(const TimestampAuthority& authority, const Octets& request) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> head(
        curl_slist_append(nullptr, "Content-Type: application/timestamp-query"), &curl_slist_free_all);
    Octets answer;
    char reason[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(handle.get(), CURLOPT_URL, authority.address.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, head.get());
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, request.data());
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(request.size()));
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &collect);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, static_cast<long>(authority.patience.count()));
    const CURLcode code = curl_easy_perform(handle.get());
    if (code != CURLE_OK) return failed(authority, reason[0] != '\0' ? reason : curl_easy_strerror(code));
    return answer;
}

base::Expected<Octets, Failure> ask_by_files(const TimestampAuthority& authority, const Octets& request) {
    const fs::path folder = authority.address.substr(std::string_view("folder:").size());
    const base::Digest digest = base::sha256(request);
    const std::string name = base::to_hex(base::Bytes(digest).first(8));
    const fs::path question = folder / (name + ".tsq");
    const fs::path answer = folder / (name + ".tsr");
    if (const auto written = base::write_file_durably(question, request); !written) return base::fail(written.error());
    const auto until = std::chrono::steady_clock::now() + authority.patience;
    constexpr std::chrono::milliseconds between_looks{200};
    std::error_code error;
    while (!fs::exists(answer, error)) {
        if (std::chrono::steady_clock::now() >= until) {
            fs::remove(question, error);
            return failed(authority, "no answer came as " + answer.string());
        }
        std::this_thread::sleep_for(between_looks);
    }
    auto bytes = base::read_file(answer, max_answer_bytes);
    fs::remove(question, error);
    if (!bytes) return base::fail(bytes.error());
    return bytes;
}

}  // namespace

base::Expected<Octets, Failure> fetch_timestamp(const TimestampAuthority& authority, base::Bytes message) {
    const TimestampRequestPointer request = make_request(message);
    const bool by_files = authority.address.starts_with("folder:");
    if (!by_files && !on_this_machine(authority.address)) {
        return refused(authority, "timestamp",
                       "is no address of this machine; expected http://127.0.0.1:PORT/… or folder:DIR");
    }
    const Octets question = to_der(request.get());
    const auto answer = by_files ? ask_by_files(authority, question) : ask_by_http(authority, question);
    if (!answer) return answer;
    const unsigned char* at = answer->data();
    const TimestampResponsePointer response(d2i_TS_RESP(nullptr, &at, static_cast<long>(answer->size())));
    if (!response) {
        ERR_clear_error();
        return refused(authority, "answer", "is no answer of an authority of time; expected RFC 3161");
    }
    const std::unique_ptr<TS_VERIFY_CTX, decltype(&TS_VERIFY_CTX_free)> context(
        TS_REQ_to_TS_VERIFY_CTX(request.get(), nullptr), &TS_VERIFY_CTX_free);
    TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
    if (TS_RESP_verify_response(context.get(), response.get()) != 1) {
        return refused(authority, "answer", "does not answer the request: " + openssl_reason());
    }
    unsigned char* out = nullptr;
    const int size = i2d_PKCS7(TS_RESP_get_token(response.get()), &out);
    Octets token(out, out + (size > 0 ? size : 0));
    OPENSSL_free(out);
    const TimestampCheck checked = check_timestamp(token, message, {});
    if (!checked.faults.empty()) return refused(authority, "answer", checked.faults.front());
    // Who trusts a root has it; here nothing would vouch for its bytes. Kept as it came where it can't be taken out.
    const Octets lean = with_plain_rsa(without_roots(token));
    return check_timestamp(lean, message, {}).faults.empty() ? lean : token;
}

}  // namespace kiemphieu::station
