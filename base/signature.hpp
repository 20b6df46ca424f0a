#pragma once
// Ed25519 signatures, by libsodium.

#include <array>
#include <cstdint>

#include "base/hash.hpp"

namespace kiemphieu::base {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// A pair of keys, made from a secret of 32 random bytes. Source: RFC 8032.
class SigningKey {
  public:
    explicit SigningKey(const SecretKey& seed);
    const PublicKey& public_key() const { return public_key_; }
    Signature sign(Bytes message) const;

  private:
    PublicKey public_key_{};
    std::array<std::uint8_t, 64> secret_key_{};
};

/// Whether the key's owner signed this message.
bool verify_signature(const PublicKey& key, Bytes message, const Signature& signature);

}  // namespace kiemphieu::base
