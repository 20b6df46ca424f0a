#include "base/text.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::base {
namespace {

TEST(Text, FindsTheFirstInvalidByte) {
    EXPECT_FALSE(find_invalid_utf8("Nguyễn Văn Ấn"));
    EXPECT_EQ(find_invalid_utf8("ab\xff"
                                "c"),
              2U);
    EXPECT_EQ(find_invalid_utf8("a\xe1\xba"), 1U);     // cut in the middle of a letter
    EXPECT_EQ(find_invalid_utf8("\xed\xa0\x80"), 0U);  // a surrogate is no code point
}

TEST(Text, ComposesVietnameseLetters) {
    EXPECT_EQ(to_nfc("e\xcc\x82\xcc\x81"), "ế");  // e + circumflex + acute
    EXPECT_EQ(to_nfc("Đặng Thị Hưởng"), "Đặng Thị Hưởng");
}

TEST(Text, CountsLettersNotBytes) {
    EXPECT_EQ(code_points("Thấp").size(), 4U);
}

TEST(Text, SqueezesBlanks) {
    EXPECT_EQ(squeeze_blanks("  Bí thư \t\r\n Tỉnh ủy "), "Bí thư Tỉnh ủy");
}

}  // namespace
}  // namespace kiemphieu::base
