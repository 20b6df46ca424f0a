#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forms/conference_file.hpp"

namespace kiemphieu::forms {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Candidate> good(std::string_view text) {
    const auto list = parse_roster(text, "r.csv");
    EXPECT_TRUE(list) << (list ? "" : base::to_string(list.error()));
    return list.value_or(std::vector<Candidate>{});
}

/// "place: message" of the failure a roster gives.
std::string fault(std::string_view text) {
    const auto list = parse_roster(text, "r.csv");
    if (list) return "was read";
    EXPECT_EQ(list.error().failure_class, base::FailureClass::bad_input);
    EXPECT_EQ(list.error().file, "r.csv");
    return list.error().place + ": " + list.error().message;
}

const std::vector<Candidate> two{{1, "Nguyễn Văn An", "Bí thư"}, {2, "Lê Thị Bình", "Phó Bí thư, Chủ tịch"}};

TEST(Roster, ReadsWhatSpreadsheetsSave) {
    EXPECT_EQ(good("stt,ho_ten,chuc_vu\n1,Nguyễn Văn An,Bí thư\n2,Lê Thị Bình,\"Phó Bí thư, Chủ tịch\"\n"), two);
    EXPECT_EQ(good("stt;ho_ten;chuc_vu\n1;Nguyễn Văn An;Bí thư\n2;Lê Thị Bình;Phó Bí thư, Chủ tịch"), two);
    EXPECT_EQ(good("stt\tho_ten\tchuc_vu\r\n1\tNguyễn Văn An\tBí thư\r\n2\tLê Thị Bình\tPhó Bí thư, Chủ tịch\r\n"),
              two);
    EXPECT_EQ(good("\xEF\xBB\xBFSTT;Ho_Ten;CHUC_VU;;\r\n1;Nguyễn Văn An;Bí thư;;\r\n;;;;\r\n\r\n"
                   "2;Lê Thị Bình;\"Phó Bí thư, Chủ tịch\";;\r\n"),
              two);
}

TEST(Roster, ComposesAndSqueezesTexts) {
    // "Nguyễn" typed with combining marks, no-break spaces, a zero-width space and a quoted line break.
    const auto list = good("stt,ho_ten,chuc_vu\n1,\"  Nguye\u0302\u0303n\u00A0 Văn\r\nAn\u200B \",Bí\tthư\n");
    EXPECT_THAT(list, ElementsAre(Candidate{1, "Nguyễn Văn An", "Bí thư"}));
}

TEST(Roster, UndoublesQuotes) {
    EXPECT_THAT(good("stt,ho_ten,chuc_vu\n1,An,\"Giám đốc \"\"Sông Hồng\"\"\"\n"),
                ElementsAre(Candidate{1, "An", "Giám đốc \"Sông Hồng\""}));
}

TEST(Roster, NamesLineAndFieldOfAFault) {
    const std::string head = "stt,ho_ten,chuc_vu\n";
    EXPECT_THAT(fault(""), HasSubstr("line 1: is empty"));
    EXPECT_THAT(fault("stt,ten,chuc_vu\n1,a,b\n"), HasSubstr("line 1: ho_ten: the header says \"ten\""));
    EXPECT_THAT(fault("stt,ho_ten,chuc_vu,tuoi\n1,a,b,c\n"), HasSubstr("line 1: tuoi: unknown column"));
    EXPECT_THAT(fault(head), HasSubstr("line 2: ho_ten: nobody is listed"));
    EXPECT_THAT(fault(head + "1,a,b\n\n3,c,d\n"), HasSubstr("line 4: stt: is \"3\"; expected 2"));
    EXPECT_THAT(fault(head + "x,a,b\n"), HasSubstr("line 2: stt: is \"x\"; expected 1"));
    EXPECT_THAT(fault(head + "1,,b\n"), HasSubstr("line 2: ho_ten: is empty"));
    EXPECT_THAT(fault(head + "1,a, \n"), HasSubstr("line 2: chuc_vu: is empty"));
    EXPECT_THAT(fault(head + "1,a\n"), HasSubstr("line 2: has 2 fields; expected 3"));
    EXPECT_THAT(fault(head + "1,a,b,c\n"), HasSubstr("line 2: has 4 fields; expected 3"));
    EXPECT_THAT(fault(head + "1,a,b\n2,a,b\n"), HasSubstr("line 3: ho_ten: \"a\", \"b\" is number 1 already"));
    EXPECT_THAT(fault(head + "1,\xC3(,b\n"), HasSubstr("line 2: ho_ten: is no valid UTF-8"));
    EXPECT_THAT(fault(head + "1,a\x01,b\n"), HasSubstr("line 2: ho_ten: holds the control character U+0001"));
    EXPECT_THAT(fault(head + "1,a\u202E,b\n"), HasSubstr("U+202E"));
    EXPECT_THAT(fault("\xFF\xFEs\0t"), HasSubstr("line 1: is UTF-16"));
}

TEST(Roster, CountsLinesInsideQuotes) {
    const std::string head = "stt,ho_ten,chuc_vu\r\n";
    EXPECT_THAT(fault(head + "1,\"a\r\n\r\nb\",c\r\n5,d,e\r\n"), HasSubstr("line 5: stt"));
    EXPECT_THAT(fault(head + "1,a,b\r\n2,\"c\r\nd,e\r\n"), HasSubstr("line 3: a quote opens here"));
    EXPECT_THAT(fault(head + "1,\"a\n\"b,c\n"), HasSubstr("line 3: text after a closing quote"));
}

TEST(Roster, TakesSixtyPeopleAndNoMore) {
    std::string text = "stt,ho_ten,chuc_vu\n";
    for (int i = 1; i <= 60; ++i) text += std::to_string(i) + ",Người thứ " + std::to_string(i) + ",Ủy viên\n";
    EXPECT_EQ(good(text).size(), 60U);
    EXPECT_THAT(fault(text + "61,Thêm,Ủy viên\n"), HasSubstr("line 62: ho_ten: is one candidate too many"));
}

TEST(Roster, SamePersonWithAnotherPostIsNoRepeat) {
    EXPECT_EQ(good("stt,ho_ten,chuc_vu\n1,An,Bí thư\n2,An,Chủ tịch\n").size(), 2U);
}

TEST(Roster, MissingFileIsBadInput) {
    const auto list = read_roster("no/such/roster.csv");
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().failure_class, base::FailureClass::bad_input);
    EXPECT_EQ(list.error().file, "no/such/roster.csv");
}

}  // namespace
}  // namespace kiemphieu::forms
