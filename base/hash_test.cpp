#include "base/hash.hpp"

#include <string>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace kiemphieu::base {
namespace {

TEST(Hash, WhatComesInPartsHasTheDigestOfTheWhole) {
    const std::string text = "The machine proposes, the committee rules.";
    for (std::size_t first = 0; first <= text.size(); ++first) {
        Sha256 parts;
        parts.add(as_bytes(text.substr(0, first)));
        parts.add(as_bytes(text.substr(first)));
        EXPECT_EQ(parts.finish(), sha256(as_bytes(text))) << first;
    }
}

TEST(Hash, Sha256OfAbcIsTheStandardsExample) {  // FIPS 180-4, example of one block
    EXPECT_EQ(to_hex(sha256(as_bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash,
     HmacMatchesAKnownAnswer) {  // RFC 4231 test case 1 with the key padded to 32 bytes by zeros, as HMAC does itself
    SecretKey key{};
    std::fill_n(key.begin(), 20, std::uint8_t{0x0b});
    EXPECT_EQ(to_hex(hmac_sha256(key, as_bytes("Hi There"))),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST(Hash, HexGoesBothWaysAndRefusesTheRest) {
    std::array<std::uint8_t, 2> bytes{};
    EXPECT_TRUE(parse_hex(std::string_view("0aFf"), bytes));
    EXPECT_EQ(to_hex(bytes), "0aff");
    EXPECT_FALSE(parse_hex(std::string_view("0aF"), bytes));
    EXPECT_FALSE(parse_hex(std::string_view("0aFg"), bytes));
    EXPECT_FALSE(parse_hex(std::string_view("0aFf00"), bytes));
}

TEST(Ids, SerialIsSixteenHexDigits) {
    const Serial serial{0x0123456789abcdefULL};
    EXPECT_EQ(to_string(serial), "0123456789abcdef");
    std::uint64_t number = 0;
    EXPECT_TRUE(parse_hex(std::string("0123456789abcdef"), number));
    EXPECT_EQ(number, serial.value);
    EXPECT_FALSE(parse_hex(std::string("0123456789abcde"), number));
    EXPECT_FALSE(parse_hex(std::string("+123456789abcdef"), number));
}

}  // namespace
}  // namespace kiemphieu::base
