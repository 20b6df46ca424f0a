#include "station/calendar/deadlines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "forms/testing/pdf_a.hpp"
#include "forms/testing/print_folder.hpp"

namespace kiemphieu::station {
namespace {

using forms::Date;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

forms::Conference conference_on(const Date& date) {
    forms::Conference conference;
    conference.organisation = "Tỉnh ủy Sông Vân";
    conference.place = "Sông Vân";
    conference.session = "lần thứ mười lăm";
    conference.date = date;
    return conference;
}

/// Source: Bộ luật Lao động 2019, Điều 111, 112; the days are those the government announced for these years.
TEST(WorkingDays, PassOverWeekendsHolidaysAndWhatMakesUpForThem) {
    const WorkingDays days;
    EXPECT_TRUE(days.is_working({2023, 12, 15}));
    EXPECT_FALSE(days.is_working({2023, 12, 16})) << "thứ Bảy";
    EXPECT_FALSE(days.is_working({2023, 1, 2})) << "1/1/2023 is a Sunday, made up for on Monday";
    EXPECT_FALSE(days.is_working({2023, 9, 4})) << "2/9/2023 is a Saturday, made up for on Monday";
    EXPECT_FALSE(days.is_working({2023, 5, 2})) << "10/3 âm lịch is Saturday 29/4/2023, 30/4 a Sunday, 1/5 a Monday";
    EXPECT_FALSE(days.is_working({2023, 5, 3}));
    EXPECT_TRUE(days.is_working({2023, 5, 4}));
    EXPECT_FALSE(days.is_working({2024, 2, 9})) << "the last day of the old year";
    EXPECT_FALSE(days.is_working({2024, 2, 13})) << "mùng 1, 2 on a weekend, mùng 3 on Monday: made up for";
    EXPECT_FALSE(days.is_working({2024, 4, 18})) << "10 tháng 3 âm lịch";
    EXPECT_EQ(days.at_or_before({2024, 4, 21}), (Date{2024, 4, 19}));
}

TEST(WorkingDays, FollowWhatTheAuthoritiesSet) {
    const WorkingDays days({{{2023, 9, 1}}, {{2024, 5, 4}}});
    EXPECT_FALSE(days.is_working({2023, 9, 1}));
    EXPECT_TRUE(days.is_working({2024, 5, 4})) << "a Saturday worked in exchange";
    EXPECT_EQ(days.after({2024, 5, 3}, 1), (Date{2024, 5, 4}));
}

/// Source: plan II.5.1, II.7.1, II.7.3, II.7.4.
TEST(Deadlines, CountFromTheDayOfTheConference) {
    const auto deadlines = deadlines_of({2023, 12, 15}, WorkingDays{});
    std::vector<Date> days;
    for (const Deadline& deadline : deadlines) days.push_back(deadline.day);
    EXPECT_EQ(days,
              (std::vector<Date>{
                  {2023, 11, 25}, {2023, 11, 30}, {2023, 12, 5}, {2023, 12, 12}, {2023, 12, 15}, {2023, 12, 26}}));
    EXPECT_THAT(deadlines[0].note, HasSubstr("thứ Sáu, 24/11/2023")) << "25/11/2023 is a Saturday";
    EXPECT_THAT(deadlines[1].note, IsEmpty());
}

TEST(Deadlines, SevenWorkingDaysGoOverTheNewYear) {
    EXPECT_EQ(deadlines_of({2023, 12, 28}, WorkingDays{}).back().day, (Date{2024, 1, 9}));
    EXPECT_EQ(deadlines_of({2024, 2, 7}, WorkingDays{}).back().day, (Date{2024, 2, 22})) << "over Tết";
}

TEST(Calendar, SaysSoWhenHolidaysOfTheYearAreNotKnown) {
    EXPECT_THAT(counting_note({2041, 5, 1}), HasSubstr("không có trong dữ liệu"));
    EXPECT_THAT(counting_note({2023, 12, 15}), ::testing::Not(HasSubstr("không có trong dữ liệu")));
}

TEST(Calendar, IsAValidIcsFile) {
    const auto conference = conference_on({2023, 12, 15});
    const std::string ics = calendar_ics(conference, deadlines_of(conference.date, WorkingDays{}));
    EXPECT_THAT(ics, AllOf(HasSubstr("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
                           HasSubstr("DTSTART;VALUE=DATE:20231226\r\n"), HasSubstr("DTEND;VALUE=DATE:20231227\r\n")));
    std::string unfolded;
    for (std::size_t at = 0; at < ics.size();) {
        const std::size_t end = ics.find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        const std::string line = ics.substr(at, end - at);
        EXPECT_LE(line.size(), 75U);
        EXPECT_EQ(base::find_invalid_utf8(line), std::nullopt) << "no letter is cut: " << line;
        EXPECT_EQ(line.find('\n'), std::string::npos);
        unfolded += line.starts_with(' ') ? line.substr(1) : "\n" + line;
        at = end + 2;
    }
    EXPECT_THAT(unfolded, HasSubstr("SUMMARY:Gửi báo cáo\\, hồ sơ của người được lấy phiếu tín nhiệm và báo cáo giải "
                                    "trình (nếu có) cho người ghi phiếu."));
    EXPECT_THAT(unfolded, HasSubstr("gửi báo cáo\\, cung cấp thông tin"));
    EXPECT_EQ(ics, calendar_ics(conference, deadlines_of(conference.date, WorkingDays{})));
}

class CalendarPdf : public forms::testing::PrintFolder {};

TEST_F(CalendarPdf, SaysWhatTheTextSays) {
    const auto conference = conference_on({2023, 12, 15});
    const auto deadlines = deadlines_of(conference.date, WorkingDays{});
    const auto pages = calendar_pages(conference, deadlines);
    ASSERT_TRUE(pages) << base::to_string(pages.error());
    const auto path = folder_ / "lich.pdf";
    ASSERT_TRUE(forms::print_pages(*pages, {"Lịch", "Tỉnh ủy"}, path));
    EXPECT_THAT(forms::testing::pdf_a_faults(path), IsEmpty());
    const std::string text = base::squeeze_blanks(forms::testing::output_of("pdftotext " + path.string() + " -"));
    EXPECT_THAT(text, AllOf(HasSubstr("LỊCH CÁC MỐC THỜI GIAN"), HasSubstr("25/11/2023"), HasSubstr("26/12/2023"),
                            HasSubstr("7 ngày làm việc")));
    EXPECT_THAT(calendar_text(conference, deadlines), HasSubstr("thứ Ba, 26/12/2023"));
    EXPECT_THAT(calendar_json(conference, deadlines),
                HasSubstr(R"("key":"results","date":"2023-12-26","weekday":"thứ Ba")"));
}

}  // namespace
}  // namespace kiemphieu::station
