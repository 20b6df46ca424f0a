#include "forms/code.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::forms {
namespace {

const base::SecretKey key{1, 2, 3};
const SheetCode code{{0x1111222233334444ULL}, {"A1"}, {0x5555666677778888ULL}, {0x9999aaaabbbbccccULL}, 2, 3,
                     BallotKind::test};

TEST(Code, ComesBackFromItsPayload) {
    const Tag tag = make_tag(code, key);
    const auto payload = encode_payload(code, tag);
    EXPECT_LE(payload.size(), 60U);  // Source: ISO/IEC 18004, version 5-Q
    const auto back = decode_payload(payload);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->code, code);
    EXPECT_TRUE(is_authentic(*back, key));
    EXPECT_FALSE(is_authentic(*back, base::SecretKey{9}));
}

// docs/formats/code.md; worked out apart from this code, by Python's struct and hmac modules.
TEST(Code, PayloadAndLinesAreTheFormatsExample) {
    const Tag tag = make_tag(code, key);
    EXPECT_EQ(base::to_hex(encode_payload(code, tag)),
              "4b5001"
              "1111222233334444"
              "4131000000000000"
              "5555666677778888"
              "9999aaaabbbbcccc"
              "020301"
              "13cb74685d8158d6eaba53591fd1a144");
    EXPECT_EQ(readable_lines(code, tag), (std::vector<std::string>{"43F7HHHHKKKKMMMM", "PPPP47PME9CFAT9"}));
}

TEST(Code, EveryChangedByteIsRefusedOrNotAuthentic) {
    const auto payload = encode_payload(code, make_tag(code, key));
    for (std::size_t i = 0; i < payload.size(); ++i) {
        for (int change = 1; change < 256; ++change) {
            auto changed = payload;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ change);
            const auto back = decode_payload(changed);
            EXPECT_FALSE(back && is_authentic(*back, key)) << "byte " << i;
        }
    }
}

TEST(Code, OtherLengthsAreNoPayload) {
    auto payload = encode_payload(code, make_tag(code, key));
    payload.push_back(0);
    EXPECT_FALSE(decode_payload(payload));
    payload.resize(20);
    EXPECT_FALSE(decode_payload(payload));
    EXPECT_FALSE(decode_payload({}));
}

std::string joined(const SheetCode& of) {
    std::string text;
    for (const std::string& line : readable_lines(of, make_tag(of, key))) text += line;
    return text;
}

TEST(ReadableCode, ComesBackFromItsLines) {
    const auto lines = readable_lines(code, make_tag(code, key));
    const auto back = parse_readable(lines[0] + "\n " + lines[1]);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->serial, code.serial);
    EXPECT_EQ(back->sheet, code.sheet);
    EXPECT_EQ(back->page, code.page);
    EXPECT_EQ(back->kind, code.kind);
    EXPECT_TRUE(is_authentic(*back, code, key));
    SheetCode other = code;
    other.style = {"B"};
    EXPECT_FALSE(is_authentic(*back, other, key));
}

TEST(ReadableCode, OneWrongCharacterIsAlwaysSeen) {
    const std::string text = joined(code);
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char c : readable_alphabet()) {
            std::string wrong = text;
            wrong[i] = c;
            if (wrong != text) {
                EXPECT_FALSE(parse_readable(wrong)) << i << c;
            }
        }
    }
}

TEST(ReadableCode, TwoSwappedNeighboursAreAlwaysSeen) {
    const std::string text = joined(code);
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        std::string wrong = text;
        std::swap(wrong[i], wrong[i + 1]);
        if (wrong != text) {
            EXPECT_FALSE(parse_readable(wrong)) << i;
        }
    }
}

}  // namespace
}  // namespace kiemphieu::forms
