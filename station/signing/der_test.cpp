#include "station/signing/der.hpp"

#include <gtest/gtest.h>

#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station {
namespace {

using Octets = std::vector<std::uint8_t>;

TEST(Der, WalksElementsThatStandOneAfterTheOther) {
    const Octets bytes{0x02, 0x01, 0x05, 0x30, 0x03, 0x04, 0x01, 0xFF};
    DerReader reader(bytes);
    const auto integer = reader.next(der::integer);
    ASSERT_TRUE(integer);
    EXPECT_EQ(integer->content.size(), 1U);
    EXPECT_FALSE(reader.next(der::integer)) << "another tag stays where it is";
    const auto sequence = reader.next(der::sequence);
    ASSERT_TRUE(sequence);
    EXPECT_EQ(sequence->whole.size(), 5U);
    EXPECT_TRUE(reader.at_end());
    DerReader inside(sequence->content);
    EXPECT_EQ(inside.next(der::octet_string).value().content[0], 0xFF);
}

TEST(Der, LongLengthsAreReadInTheShortestForm) {
    Octets bytes{0x04, 0x81, 0x80};
    bytes.resize(3 + 128, 7);
    EXPECT_EQ(DerReader(bytes).next().value().content.size(), 128U);
    Octets longer{0x04, 0x82, 0x01, 0x00};
    longer.resize(4 + 256, 7);
    EXPECT_EQ(DerReader(longer).next().value().content.size(), 256U);
}

TEST(Der, WhatIsWrittenIsReadBack) {
    for (const std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 65535U, 65536U}) {
        const Octets content(size, 0x5A);
        const Octets bytes = der_element(der::octet_string, content);
        DerReader reader(bytes);
        const auto item = reader.next(der::octet_string);
        ASSERT_TRUE(item) << size;
        EXPECT_TRUE(std::equal(item->content.begin(), item->content.end(), content.begin(), content.end())) << size;
        EXPECT_TRUE(reader.at_end());
    }
}

TEST(Der, WhatIsNoDerIsNoElement) {
    const std::vector<std::pair<const char*, Octets>> cases{
        {"nothing", {}},
        {"a tag alone", {0x30}},
        {"longer than its bytes", {0x30, 0x02, 0x00}},
        {"indefinite", {0x30, 0x80, 0x00, 0x00}},
        {"a long form for a short length", {0x04, 0x81, 0x01, 0x00}},
        {"a zero before the length", {0x04, 0x82, 0x00, 0x80}},
        {"a length that is cut off", {0x04, 0x82, 0x01}},
        {"five octets of length", {0x04, 0x85, 1, 1, 1, 1, 1}},
        {"the largest length", {0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF}},
        {"a tag of several bytes", {0x1F, 0x81, 0x01, 0x00}},
    };
    for (const auto& [what, bytes] : cases) EXPECT_FALSE(DerReader(bytes).next()) << what;
}

TEST(SignatureGap, HoldsOneElementInPlainHexAndZeros) {
    const auto gap = [](const std::string& text) { return signature_in_gap(base::as_bytes(text)); };
    EXPECT_EQ(gap("<30020400>"), (Octets{0x30, 0x02, 0x04, 0x00}));
    EXPECT_EQ(gap("<300204000000>"), (Octets{0x30, 0x02, 0x04, 0x00})) << "filled up with zeros";
    EXPECT_EQ(gap("<3002040C00>"), (Octets{0x30, 0x02, 0x04, 0x0C})) << "capitals are as good";
    for (const char* text : {"", "<>", "<30>", "30020400", "<30020400", "30020400>", "<3002040>", "<30020400 >",
                             "<3002040a0A>", "<3002040001>", "<04020400>", "<3002040g>", "<(020400>"}) {
        EXPECT_EQ(gap(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace kiemphieu::station
