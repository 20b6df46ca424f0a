// Signatures on the documents of a confirmed count: who has signed, and signing at one's own place.

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/case/sign_documents.hpp"
#include "station/review/people.hpp"
#include "station/server/api.hpp"
#include "station/server/case_files.hpp"
#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// A PIN or passphrase, a zero byte and a PKCS #12 file of at most this; a key and its chain are a few KB.
constexpr std::size_t key_limit = 1U << 20U;
/// As the command line's prompt takes it.
constexpr std::size_t longest_secret = 256;

/// Where the caller signs; nothing for who signs nothing.
std::optional<std::string> own_place(const Call& call) {
    const forms::Conference& conference = call.live->definition().conference;
    const forms::CommitteeMember* person = find_person(conference, call.caller.name);
    return person != nullptr ? signing_place(conference, *person) : std::nullopt;
}

std::string time_text(Moment moment) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(moment);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                       utc.tm_hour, utc.tm_min, utc.tm_sec);
}

Json signature_json(const CaseState& state, base::Bytes bytes, const PdfSignature& signature, bool all_hold) {
    Json one{{"signer", signature.check.signer.name},
             {"issuer", signature.check.signer.issuer},
             {"holds", all_hold && signature.check.holds()}};
    const base::Digest after = base::sha256(bytes.first(std::min(signature.end, bytes.size())));
    const auto logged = std::ranges::find(state.signings, after, &DocumentSigned::after);
    one["in_record"] = logged != state.signings.end();
    if (logged != state.signings.end()) one["place"] = logged->place;
    if (signature.check.timestamp) one["stamped"] = time_text(signature.check.timestamp->time);
    return one;
}

bool was_signed(const CaseState& state, const std::string& name) {
    return std::ranges::any_of(state.signings, [&](const DocumentSigned& each) { return each.file == name; });
}

/// What has been signed on one document that lies in the case.
Json document_json(const Call& call, const std::string& name, const fs::path& path) {
    Json json{{"document", name}, {"signatures", Json::array()}, {"faults", Json::array()}};
    const auto bytes = base::read_file(path);
    if (!bytes) {
        json["faults"].push_back(base::to_string(bytes.error()));
        return json;
    }
    const PdfSignatures found = verify_pdf(*bytes, name, Trust{{}, call.station.options().signing.lists});
    for (const PdfSignature& each : found.signatures) {
        json["signatures"].push_back(signature_json(call.view->state, *bytes, each, found.holds()));
    }
    // A document that nobody signed does not hold as a signed one: no fault here.
    if (found.signatures.empty() && !was_signed(call.view->state, name)) return json;
    for (const base::Failure& fault : found.faults) json["faults"].push_back(base::to_string(fault));
    return json;
}

bool can_be_signed(const std::string& file) {
    return file.starts_with("bao-cao-") || file.starts_with("bien-ban-");
}

std::string signatures_json(const Call& call) {
    Json json{{"token", !call.station.options().signing.pkcs11_module.empty()}, {"documents", Json::array()}};
    if (const auto place = own_place(call)) json["place"] = *place;
    const std::string folder = "minutes/";
    std::vector<std::string> names;
    for (const CaseFile& file : case_files(*call.live)) {
        if (!file.name.starts_with(folder) || !file.name.ends_with(".pdf")) continue;
        const std::string name = file.name.substr(folder.size());
        if (can_be_signed(name)) names.push_back(name);
    }
    std::ranges::sort(names);
    for (const std::string& name : names) {
        json["documents"].push_back(document_json(call, name, call.live->path() / "minutes" / name));
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Response list_signatures(const Call& call) {
    return json_response(signatures_json(call));
}

/// What the query asks for, and where the secret and the key lie in the body.
struct Asked {
    std::string document;
    std::string place;
    std::string key;     ///< as open_identity takes it
    std::string secret;  ///< of this call alone; goes into a Secret
    base::Bytes pkcs12;  ///< within the request's body; empty when a token signs
};

std::string asked_text(const Call& call, const std::string& name, std::size_t longest) {
    const std::string text = call.request.asked(name).value_or("");
    if (text.size() > longest) throw BadField{name, fmt::format("expected at most {} bytes", longest)};
    return text;
}

/// No module and no file is named by a call: the driver is the station's own setting.
std::string token_uri(const Call& call) {
    constexpr std::size_t longest_label = 100;
    std::string uri;
    for (const char* part : {"token", "object", "slot"}) {
        const std::string value = asked_text(call, part, longest_label);
        if (value.empty()) continue;
        const std::string name = part == std::string_view("slot") ? "slot-id" : part;
        if (name == "slot-id") parse_number(value, "slot", {0, UINT32_MAX});
        uri += (uri.empty() ? "" : ";") + name + "=" + percent_encoded(value);
    }
    return "pkcs11:" + uri + "?module-path=" + percent_encoded(call.station.options().signing.pkcs11_module);
}

Asked asked_of(const Call& call) {
    Asked asked;
    asked.document = asked_text(call, "document", 100);
    if (!can_be_signed(asked.document)) throw BadField{"document", "expected a report's or the minutes' name"};
    asked.place = asked_text(call, "place", 20);
    const std::string with = asked_text(call, "with", 20);
    if (with != "token" && with != "file") throw BadField{"with", "expected token or file"};
    const std::string& body = call.request.body;
    const std::size_t end = body.find('\0');
    if (end == std::string::npos) throw BadField{"", "expected a PIN or passphrase, a zero byte and a key file"};
    if (end == 0 || end > longest_secret) throw BadField{"secret", "expected 1 to 256 bytes"};
    asked.pkcs12 = base::as_bytes(body).subspan(end + 1);
    if (with == "file" && asked.pkcs12.empty()) throw BadField{"file", "expected a PKCS #12 file"};
    if (with == "token" && !asked.pkcs12.empty()) throw BadField{"file", "goes with a file, not with a token"};
    asked.key = with == "file" ? "p12:key.p12" : token_uri(call);
    asked.secret.assign(body, 0, end);
    return asked;
}

const Refusal not_your_place{
    403, "place", "Mỗi người chỉ ký ở chỗ của mình; chỗ của người chủ trì chỉ Trưởng Ban mở được.",
    "Everybody signs at their own place; the presiding chair's is opened by the head alone.", "place"};
const Refusal no_token{409, "no_token", "Trạm chưa được mở với USB token; hãy ký bằng tệp chứng thư.",
                       "The station was started without a token's driver; sign with a certificate file."};

/// A token that asks before every signature is given the same PIN again. The last try before it locks is not made
/// from here: whoever typed was not warned.
SecretPrompt prompt_with(const Secret& secret) {
    return [&secret](const SecretRequest& request) -> base::Expected<Secret, base::Failure> {
        if (request.tries == TriesLeft::last) {
            return base::fail(base::Failure{base::FailureClass::bad_input, request.subject, "PIN",
                                            "has one try left before the token locks; expected the command line"});
        }
        return Secret(std::string(secret.characters()));
    };
}

base::Expected<void, base::Failure> sign_in_case(CaseFolder& folder, const Call& call, const Asked& asked,
                                                 const Secret& secret) {
    const SigningSettings& settings = call.station.options().signing;
    const auto files = write_minutes(folder, kept_documents(folder));
    if (!files) return base::fail(files.error());
    SigningRequest request;
    request.signers.push_back({asked.key, asked.place});
    request.documents.push_back(asked.document);
    request.authority = settings.authority;
    request.lists = settings.lists;
    request.issuers = settings.issuers;
    request.now = std::chrono::system_clock::now();
    if (!asked.pkcs12.empty()) {
        request.open = [&asked](const std::string&, const SecretPrompt& ask) {
            return open_pkcs12_bytes(asked.pkcs12, "key.p12", ask);
        };
    }
    const auto made = sign_documents(folder, *files, request, prompt_with(secret));
    if (!made) return base::fail(made.error());
    return {};
}

Response sign(const Call& call) {
    Asked asked = asked_of(call);
    const Secret secret(std::move(asked.secret));
    const auto own = own_place(call);
    if (asked.place.empty() && own) asked.place = *own;
    const bool chair = asked.place == "chair" && call.caller.role == Role::head;
    if (!own || (asked.place != *own && !chair)) return to_response(not_your_place);
    if (asked.pkcs12.empty() && call.station.options().signing.pkcs11_module.empty()) return to_response(no_token);
    const auto done = call.live->act([&](CaseFolder& folder) { return sign_in_case(folder, call, asked, secret); });
    if (!done) return to_response(refusal_of(done.error()));
    const Call now{call.station, call.request, call.caller, call.live, call.live->view(), call.parameters};
    return json_response(signatures_json(now), 201);
}

}  // namespace

std::vector<Route> signature_routes() {
    return {
        {Method::get, "/api/signatures", everybody, list_signatures, Use::watching},
        {Method::post, "/api/signatures", rulers, sign, Use::active, Needs::a_case, longest_secret + 1 + key_limit,
         true},
    };
}

}  // namespace kiemphieu::station::server
