#pragma once
// SHA-256 and HMAC-SHA-256, by libsodium.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace kiemphieu::base {

using Digest = std::array<std::uint8_t, 32>;
/// The case's secret that authenticates its ballots.
using SecretKey = std::array<std::uint8_t, 32>;
using Bytes = std::span<const std::uint8_t>;

inline Bytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Source: FIPS 180-4.
Digest sha256(Bytes data);

/// The same of what comes in parts, for what is too long to be in memory whole.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    void add(Bytes part);
    /// Of all parts; nothing is added afterwards.
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Source: RFC 2104 with SHA-256.
Digest hmac_sha256(const SecretKey& key, Bytes data);
/// Compares in time that does not depend on where the two differ.
bool equal_in_constant_time(Bytes a, Bytes b);
/// Fills the span with bytes from the operating system's generator.
void random_bytes(std::span<std::uint8_t> out);
/// Lower-case hex.
std::string to_hex(Bytes data);
/// Reads lower- or upper-case hex of exactly `out.size()` bytes; false on anything else.
bool parse_hex(std::string_view text, std::span<std::uint8_t> out);

}  // namespace kiemphieu::base
