#include "base/signature.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::base {
namespace {

// Source: RFC 8032 section 7.1, test 2.
TEST(Signature, IsTheStandards) {
    SecretKey seed{};
    ASSERT_TRUE(parse_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", seed));
    const SigningKey key(seed);
    EXPECT_EQ(to_hex(key.public_key()), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const std::array<std::uint8_t, 1> message{0x72};
    const Signature signature = key.sign(message);
    EXPECT_EQ(
        to_hex(signature),
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb"
        "4302aeeb00d291612bb0c00");
    EXPECT_TRUE(verify_signature(key.public_key(), message, signature));
}

TEST(Signature, AnotherMessageKeyOrSignatureIsRefused) {
    SecretKey seed{};
    random_bytes(seed);
    const SigningKey key(seed);
    const Bytes message = as_bytes("phiếu");
    const Signature signature = key.sign(message);
    EXPECT_FALSE(verify_signature(key.public_key(), as_bytes("phieu"), signature));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        Signature changed = signature;
        changed[i] ^= 1;
        EXPECT_FALSE(verify_signature(key.public_key(), message, changed)) << i;
    }
    seed[0] ^= 1;
    EXPECT_FALSE(verify_signature(SigningKey(seed).public_key(), message, signature));
}

}  // namespace
}  // namespace kiemphieu::base
