#include "station/signing/pkcs11_token.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

namespace kiemphieu::station {

namespace {

using base::Failure;
using base::FailureClass;
using Octets = std::vector<std::uint8_t>;

struct UriFree {
    void operator()(P11KitUri* uri) const { p11_kit_uri_free(uri); }
};
using UriPointer = std::unique_ptr<P11KitUri, UriFree>;

auto refused(const std::string& file, const std::string& place, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, file, place, message});
}
auto failed(const std::string& file, const char* act, CK_RV code) {
    return base::fail(
        Failure{FailureClass::world, file, act, fmt::format("{} (0x{:x})", p11_kit_strerror(code), code)});
}

std::optional<Octets> attribute_of(P11KitUri* uri, CK_ATTRIBUTE_TYPE type) {
    const CK_ATTRIBUTE* found = p11_kit_uri_get_attribute(uri, type);
    if (found == nullptr) return std::nullopt;
    const auto* bytes = static_cast<const std::uint8_t*>(found->pValue);
    return Octets(bytes, bytes + found->ulValueLen);
}

/// Fixed-width text of a token, padded with blanks.
template <std::size_t N>
std::string padded_text(const unsigned char (&field)[N]) {
    std::string text(reinterpret_cast<const char*>(field), N);
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

TriesLeft tries_of(const CK_TOKEN_INFO& token) {
    if ((token.flags & CKF_USER_PIN_FINAL_TRY) != 0) return TriesLeft::last;
    return (token.flags & CKF_USER_PIN_COUNT_LOW) != 0 ? TriesLeft::few : TriesLeft::not_told;
}

std::string after_wrong_pin(const CK_TOKEN_INFO& token) {
    if ((token.flags & CKF_USER_PIN_LOCKED) != 0) return "; the token is locked now: its issuer must open it";
    if ((token.flags & CKF_USER_PIN_FINAL_TRY) != 0) return "; ONE try is left before the token locks";
    if ((token.flags & CKF_USER_PIN_COUNT_LOW) != 0) return "; few tries are left before the token locks";
    return "; the token does not tell how many tries are left";
}

/// An attribute's bytes; empty when the object has none.
Octets bytes_of(CK_FUNCTION_LIST* module, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    if (module->C_GetAttributeValue(session, object, &wanted, 1) != CKR_OK ||
        wanted.ulValueLen == CK_UNAVAILABLE_INFORMATION)
        return {};
    Octets bytes(wanted.ulValueLen);
    wanted.pValue = bytes.data();
    if (module->C_GetAttributeValue(session, object, &wanted, 1) != CKR_OK) return {};
    bytes.resize(wanted.ulValueLen);
    return bytes;
}

}  // namespace

struct TokenSession::State {
    TokenUri uri;
    UriPointer parsed;
    CK_FUNCTION_LIST* module{};
    bool initialized{};
    CK_SLOT_ID slot{};
    CK_SESSION_HANDLE session{};
    std::string label;

    ~State() {
        if (session != 0) {
            module->C_Logout(session);
            module->C_CloseSession(session);
        }
        if (initialized) p11_kit_module_finalize(module);
        if (module != nullptr) p11_kit_module_release(module);
    }

    base::Expected<void, Failure> parse();
    base::Expected<void, Failure> load();
    base::Expected<void, Failure> find_slot();
    CK_TOKEN_INFO token() const {
        CK_TOKEN_INFO info{};
        module->C_GetTokenInfo(slot, &info);
        return info;
    }
    base::Expected<void, Failure> log_in_as(CK_USER_TYPE user, const SecretPrompt& ask);
    base::Expected<Octets, Failure> sign(CK_MECHANISM_TYPE mechanism, unsigned long key, base::Bytes input,
                                         const SecretPrompt& ask);
};

base::Expected<void, Failure> TokenSession::State::parse() {
    parsed.reset(p11_kit_uri_new());
    const int code = p11_kit_uri_parse(uri.text.c_str(), P11_KIT_URI_FOR_ANY, parsed.get());
    if (code != P11_KIT_URI_OK) {
        return refused("pkcs11:", "",
                       std::string("is no PKCS #11 URI: ") + p11_kit_uri_message(code) +
                           "; expected pkcs11:token=…;object=…?module-path=…");
    }
    // The URI stands in the shell's history and in the list of processes.
    if (p11_kit_uri_get_pin_value(parsed.get()) != nullptr || p11_kit_uri_get_pin_source(parsed.get()) != nullptr) {
        uri.text = "pkcs11:";
        return refused(uri.text, "pin-value", "a PIN may not stand in the URI; expected none: it is asked for");
    }
    if (const char* path = p11_kit_uri_get_module_path(parsed.get())) uri.module_path = path;
    if (uri.module_path.empty()) {
        return refused(uri.text, "module-path", "is missing; expected ?module-path=/…/the-driver-of-the-token.so");
    }
    uri.id = attribute_of(parsed.get(), CKA_ID);
    uri.label = attribute_of(parsed.get(), CKA_LABEL);
    return {};
}

base::Expected<void, Failure> TokenSession::State::load() {
    module = p11_kit_module_load(uri.module_path.c_str(), 0);
    if (module == nullptr) {
        const char* reason = p11_kit_message();
        return base::fail(Failure{
            FailureClass::world, uri.module_path, "load",
            std::string(reason != nullptr ? reason : "is no PKCS #11 module") + "; expected the driver of the token"});
    }
    if (const CK_RV code = p11_kit_module_initialize(module); code != CKR_OK) {
        return failed(uri.module_path, "initialise", code);
    }
    initialized = true;
    return {};
}

base::Expected<void, Failure> TokenSession::State::find_slot() {
    CK_ULONG count = 0;
    if (const CK_RV code = module->C_GetSlotList(CK_TRUE, nullptr, &count); code != CKR_OK) {
        return failed(uri.module_path, "list of slots", code);
    }
    std::vector<CK_SLOT_ID> slots(count);
    if (const CK_RV code = module->C_GetSlotList(CK_TRUE, slots.data(), &count); code != CKR_OK) {
        return failed(uri.module_path, "list of slots", code);
    }
    slots.resize(count);
    const CK_SLOT_ID wanted = p11_kit_uri_get_slot_id(parsed.get());
    std::string seen;
    int matches = 0;
    for (const CK_SLOT_ID each : slots) {
        CK_TOKEN_INFO info{};
        if (module->C_GetTokenInfo(each, &info) != CKR_OK || (info.flags & CKF_TOKEN_INITIALIZED) == 0) continue;
        seen += (seen.empty() ? "" : ", ") + fmt::format("{} (slot-id={})", padded_text(info.label), each);
        if (wanted != CK_UNAVAILABLE_INFORMATION && wanted != each) continue;
        if (p11_kit_uri_match_token_info(parsed.get(), &info) == 0) continue;
        ++matches;
        slot = each;
        label = padded_text(info.label);
    }
    if (matches == 1) return {};
    return refused(
        uri.text, "token",
        fmt::format("means {} tokens; expected one of: {}", matches, seen.empty() ? "(none is there)" : seen));
}

base::Expected<void, Failure> TokenSession::State::log_in_as(CK_USER_TYPE user, const SecretPrompt& ask) {
    const CK_TOKEN_INFO before = token();
    if (user == CKU_USER && (before.flags & CKF_LOGIN_REQUIRED) == 0) return {};
    if ((before.flags & CKF_USER_PIN_LOCKED) != 0) {
        return refused(uri.text, "PIN",
                       "the token is locked after wrong PINs; expected one that its issuer has opened");
    }
    CK_RV code = CKR_OK;
    if ((before.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0) {
        code = module->C_Login(session, user, nullptr, 0);  // the reader has keys of its own
    } else {
        const auto pin = ask({label, tries_of(before)});
        if (!pin) return base::fail(pin.error());
        std::string copy = pin->characters();
        code = module->C_Login(session, user, reinterpret_cast<unsigned char*>(copy.data()), copy.size());
        const Secret wiped(std::move(copy));
    }
    if (code == CKR_OK || code == CKR_USER_ALREADY_LOGGED_IN) return {};
    if (code == CKR_PIN_LOCKED) return refused(uri.text, "PIN", "the token is locked: its issuer must open it");
    if (code == CKR_PIN_INCORRECT || code == CKR_PIN_LEN_RANGE || code == CKR_PIN_INVALID) {
        return refused(uri.text, "PIN", "is wrong and was tried once" + after_wrong_pin(token()));
    }
    return failed(uri.text, "log in", code);
}

base::Expected<Octets, Failure> TokenSession::State::sign(CK_MECHANISM_TYPE mechanism, unsigned long key,
                                                          base::Bytes input, const SecretPrompt& ask) {
    CK_MECHANISM how{mechanism, nullptr, 0};
    if (const CK_RV code = module->C_SignInit(session, &how, key); code != CKR_OK) {
        return failed(uri.text, "begin to sign", code);
    }
    const Octets each_time = bytes_of(module, session, key, CKA_ALWAYS_AUTHENTICATE);
    if (!each_time.empty() && each_time[0] != CK_FALSE) {
        if (const auto in = log_in_as(CKU_CONTEXT_SPECIFIC, ask); !in) return base::fail(in.error());
    }
    Octets copy(input.begin(), input.end());
    Octets signature(1024);  // RSA of 8192 bits
    CK_ULONG size = signature.size();
    if (const CK_RV code = module->C_Sign(session, copy.data(), copy.size(), signature.data(), &size); code != CKR_OK) {
        return failed(uri.text, "sign", code);
    }
    signature.resize(size);
    return signature;
}

TokenSession::TokenSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
TokenSession::~TokenSession() = default;

const TokenUri& TokenSession::uri() const {
    return state_->uri;
}

base::Expected<std::unique_ptr<TokenSession>, Failure> TokenSession::open(const std::string& uri) {
    auto state = std::make_unique<State>();
    state->uri.text = uri;
    if (const auto ready = state->parse(); !ready) return base::fail(ready.error());
    if (const auto ready = state->load(); !ready) return base::fail(ready.error());
    if (const auto ready = state->find_slot(); !ready) return base::fail(ready.error());
    const CK_RV code = state->module->C_OpenSession(state->slot, CKF_SERIAL_SESSION, nullptr, nullptr, &state->session);
    if (code != CKR_OK) return failed(uri, "open a session", code);
    return std::unique_ptr<TokenSession>(new TokenSession(std::move(state)));
}

base::Expected<std::vector<TokenObject>, Failure> TokenSession::objects(ObjectKind kind) const {
    CK_FUNCTION_LIST* module = state_->module;
    CK_OBJECT_CLASS wanted = kind == ObjectKind::certificate ? CKO_CERTIFICATE : CKO_PRIVATE_KEY;
    CK_ATTRIBUTE filter{CKA_CLASS, &wanted, sizeof wanted};
    if (const CK_RV code = module->C_FindObjectsInit(state_->session, &filter, 1); code != CKR_OK) {
        return failed(state_->uri.text, "look for objects", code);
    }
    std::array<CK_OBJECT_HANDLE, 64> handles{};
    CK_ULONG count = 0;
    const CK_RV code = module->C_FindObjects(state_->session, handles.data(), handles.size(), &count);
    module->C_FindObjectsFinal(state_->session);
    if (code != CKR_OK) return failed(state_->uri.text, "look for objects", code);
    std::vector<TokenObject> out;
    for (CK_ULONG i = 0; i < count; ++i) {
        const CK_OBJECT_HANDLE handle = handles.at(i);
        const auto bytes = [&](CK_ATTRIBUTE_TYPE type) { return bytes_of(module, state_->session, handle, type); };
        out.push_back(
            {handle, bytes(CKA_ID), bytes(CKA_LABEL), kind == ObjectKind::certificate ? bytes(CKA_VALUE) : Octets{}});
    }
    return out;
}

base::Expected<void, Failure> TokenSession::log_in(const SecretPrompt& ask) {
    return state_->log_in_as(CKU_USER, ask);
}

base::Expected<Octets, Failure> TokenSession::sign_rsa(unsigned long key, base::Bytes message,
                                                       const SecretPrompt& ask) {
    // The DigestInfo of SHA-256 without its digest. Source: RFC 8017, 9.2, note 1.
    Octets input{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    const base::Digest digest = base::sha256(message);
    input.insert(input.end(), digest.begin(), digest.end());
    return state_->sign(CKM_RSA_PKCS, key, input, ask);
}

base::Expected<Octets, Failure> TokenSession::sign_ec(unsigned long key, base::Bytes message, const SecretPrompt& ask) {
    return state_->sign(CKM_ECDSA, key, base::sha256(message), ask);
}

}  // namespace kiemphieu::station
