#include "base/hash.hpp"

#include <stdexcept>

#include <sodium.h>

namespace kiemphieu::base {
namespace {

void need_sodium() {
    static const int ready = sodium_init();
    if (ready < 0) throw std::runtime_error("libsodium could not be initialised");
}

}  // namespace

Digest sha256(Bytes data) {
    need_sodium();
    Digest digest;
    crypto_hash_sha256(digest.data(), data.data(), data.size());
    return digest;
}

struct Sha256::State {
    crypto_hash_sha256_state sodium;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    need_sodium();
    crypto_hash_sha256_init(&state_->sodium);
}

Sha256::~Sha256() = default;

void Sha256::add(Bytes part) {
    crypto_hash_sha256_update(&state_->sodium, part.data(), part.size());
}

Digest Sha256::finish() {
    Digest digest;
    crypto_hash_sha256_final(&state_->sodium, digest.data());
    return digest;
}

Digest hmac_sha256(const SecretKey& key, Bytes data) {
    need_sodium();
    Digest digest;
    crypto_auth_hmacsha256(digest.data(), data.data(), data.size(), key.data());
    return digest;
}

bool equal_in_constant_time(Bytes a, Bytes b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void random_bytes(std::span<std::uint8_t> out) {
    need_sodium();
    randombytes_buf(out.data(), out.size());
}

std::string to_hex(Bytes data) {
    std::string text(data.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), data.data(), data.size());
    text.pop_back();
    return text;
}

bool parse_hex(std::string_view text, std::span<std::uint8_t> out) {
    std::size_t length = 0;
    const char* end = nullptr;
    if (text.size() != out.size() * 2) return false;
    if (sodium_hex2bin(out.data(), out.size(), text.data(), text.size(), nullptr, &length, &end) != 0) return false;
    return length == out.size() && end == text.data() + text.size();
}

}  // namespace kiemphieu::base
