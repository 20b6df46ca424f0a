#include "forms/print/page_flow.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forms/print/letterhead.hpp"
#include "forms/typeface.hpp"

namespace kiemphieu::forms {
namespace {

constexpr double width_mm = 100.0;
const std::string prose =
    "Việc lấy phiếu tín nhiệm nhằm đánh giá uy tín và kết quả thực hiện chức trách, nhiệm vụ được giao của cán bộ.";

std::vector<TextLine> lines_of(const std::vector<Span>& spans, const ParagraphStyle& style) {
    auto lines = break_lines(spans, style, width_mm);
    EXPECT_TRUE(lines) << (lines ? "" : base::to_string(lines.error()));
    return lines.value_or(std::vector<TextLine>{});
}

double right_end(const TextLine& line, double size_pt) {
    return line.back().x + text_width_mm(line.back().text, line.back().face, size_pt).value_or(-1);
}

TEST(Paragraph, JustifiedLinesEndTogetherButTheLast) {
    const auto lines = lines_of({{prose}}, {13.0, Align::justify, 10.0});
    ASSERT_GE(lines.size(), 3U);
    EXPECT_NEAR(lines[0].front().x, 10.0, 1e-9);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) EXPECT_NEAR(right_end(lines[i], 13.0), width_mm, 1e-6);
    EXPECT_LT(right_end(lines.back(), 13.0), width_mm);
}

TEST(Paragraph, PiecesWithoutABlankStayOneWord) {
    const auto lines = lines_of({{"tổng số ", Face::serif}, {"47", Face::serif_bold}, {".", Face::serif}}, {});
    ASSERT_EQ(lines.size(), 1U);
    ASSERT_EQ(lines[0].size(), 3U);
    const double bold = text_width_mm("47", Face::serif_bold, 13.0).value_or(-1);
    EXPECT_NEAR(lines[0][2].x, lines[0][1].x + bold, 1e-9);
}

TEST(Paragraph, BreaksAWordWiderThanTheColumn) {
    const auto lines = lines_of({{std::string(120, 'W')}}, {});
    ASSERT_GE(lines.size(), 2U);
    for (const auto& line : lines) EXPECT_LE(right_end(line, 13.0), width_mm + 1e-6);
}

TEST(Paragraph, CentredAndRightLinesStandWhereTheyShould) {
    const auto centre = lines_of({{"Ghi chú"}}, {13.0, Align::center});
    EXPECT_NEAR(centre[0][0].x, width_mm - right_end(centre[0], 13.0), 1e-9);
    EXPECT_NEAR(right_end(lines_of({{"Ghi chú"}}, {13.0, Align::right})[0], 13.0), width_mm, 1e-9);
}

TEST(PageFlow, LongTextGoesOverWithoutLosingALine) {
    PageFlow flow;
    for (int i = 0; i < 80; ++i) flow.paragraph(plain(prose, Face::serif, {13.0, Align::left}));
    const auto pages = flow.finish();
    ASSERT_TRUE(pages);
    EXPECT_GE(pages->size(), 3U);
    std::ptrdiff_t begins = 0;
    for (const auto& page : *pages) {
        begins +=
            std::ranges::count_if(page.texts, [](const TextRun& run) { return run.text.starts_with("Việc lấy"); });
        for (const auto& run : page.texts) EXPECT_LE(run.baseline.y, 277.0);
    }
    EXPECT_EQ(begins, 80);
}

TEST(PageFlow, RefusesARowTallerThanAPage) {
    std::string endless;
    for (int i = 0; i < 400; ++i) endless += "chức vụ ";
    Table table;
    table.columns = {{30.0, Align::left}};
    table.head = {{"Chức vụ", 0, 0}};
    table.rows = {{endless}};
    PageFlow flow;
    flow.table(table);
    const auto pages = flow.finish();
    ASSERT_FALSE(pages);
    EXPECT_EQ(pages.error().failure_class, base::FailureClass::bad_input);
    EXPECT_EQ(pages.error().place, "table row 1");
}

TEST(PageFlow, KeepsTheLastTwoRowsWithWhatFollows) {
    Table table;
    table.columns = {{30.0, Align::left}};
    table.head = {{"Tên", 0, 0}};
    table.keep_after_mm = 60.0;
    for (int count = 2; count < 60; ++count) {
        table.rows.assign(static_cast<std::size_t>(count), {"Nguyễn"});
        PageFlow flow;
        flow.table(table);
        const auto pages = flow.finish();
        ASSERT_TRUE(pages);
        EXPECT_GE(std::ranges::count(pages->back().texts, "Nguyễn", &TextRun::text), 2) << count << " rows";
        EXPECT_LE(pages->back().texts.back().baseline.y, 277.0 - 60.0) << count << " rows";
    }
}

TEST(Letterhead, WritesDatesAsTheOfficeDoes) {
    EXPECT_EQ(date_in_words({2023, 12, 15}), "ngày 15 tháng 12 năm 2023");
    EXPECT_EQ(date_in_words({2024, 2, 5}), "ngày 05 tháng 02 năm 2024");
    EXPECT_EQ(date_in_words({2024, 3, 10}), "ngày 10 tháng 3 năm 2024");
    EXPECT_EQ(date_in_digits({2024, 3, 5}), "05/03/2024");
}

}  // namespace
}  // namespace kiemphieu::forms
