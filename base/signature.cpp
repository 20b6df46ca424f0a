#include "base/signature.hpp"

#include <stdexcept>

#include <sodium.h>

namespace kiemphieu::base {

SigningKey::SigningKey(const SecretKey& seed) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
    crypto_sign_seed_keypair(public_key_.data(), secret_key_.data(), seed.data());
}

Signature SigningKey::sign(Bytes message) const {
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_key_.data());
    return signature;
}

bool verify_signature(const PublicKey& key, Bytes message, const Signature& signature) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

}  // namespace kiemphieu::base
