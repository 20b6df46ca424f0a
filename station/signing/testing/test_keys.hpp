#pragma once
// Authorities, people, lists and tokens of time for tests, made on the spot by OpenSSL.

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "station/signing/certificate.hpp"
#include "station/signing/identity.hpp"

namespace kiemphieu::station::testing {

using Octets = std::vector<std::uint8_t>;

enum class KeyKind { rsa_2048, rsa_1024, ec_256, ec_384 };

/// What a certificate is to say. Extensions are as OpenSSL's configuration writes them; empty leaves one out.
struct Wanted {
    std::string name{"Nguyễn Văn An"};
    KeyKind key{KeyKind::ec_256};
    std::chrono::seconds from{-3600};  ///< from now
    std::chrono::seconds to{30 * 86400};
    std::string key_usage{"critical,digitalSignature,nonRepudiation"};
    std::string extended_usage{};
    std::string constraints{};  ///< "critical,CA:TRUE" of an authority
};

inline Wanted authority_named(const std::string& name) {
    return {name,
            KeyKind::ec_256,
            std::chrono::seconds(-86400),
            std::chrono::seconds(365 * 86400),
            "critical,keyCertSign,cRLSign",
            "",
            "critical,CA:TRUE"};
}

/// A key with its certificate.
class TestKey {
  public:
    /// Issued by itself.
    static TestKey root(const Wanted& wanted);
    TestKey issue(const Wanted& wanted) const;
    ~TestKey();
    TestKey(TestKey&&) noexcept;
    TestKey& operator=(TestKey&&) noexcept;

    const Octets& certificate() const;
    /// A list of what this authority revoked, each since so many seconds from now.
    Octets revoked(std::span<const std::pair<const TestKey*, std::chrono::seconds>> entries,
                   std::chrono::seconds next_update) const;
    /// Key, certificate and issuers as PKCS #12.
    Octets pkcs12(const std::string& passphrase, std::span<const Octets> issuers = {}) const;
    std::string key_pem() const;
    /// The key under another one's certificate.
    std::unique_ptr<Identity> identity(const Octets& certificate, std::span<const Octets> issuers = {}) const;
    std::unique_ptr<Identity> identity(std::span<const Octets> issuers = {}) const {
        return identity(certificate(), issuers);
    }
    /// As an authority of time: what it answers to a request.
    Octets answer(base::Bytes request, std::span<const Octets> issuers = {}) const;

  private:
    struct State;
    explicit TestKey(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// A prompt that gives these secrets in turn and counts how often it was asked.
struct Prompt {
    std::vector<std::string> secrets;
    std::vector<SecretRequest> asked{};
    SecretPrompt ask();
};

}  // namespace kiemphieu::station::testing
