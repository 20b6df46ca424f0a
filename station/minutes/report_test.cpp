#include "station/minutes/report.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "forms/conference_file.hpp"
#include "forms/testing/pdf_a.hpp"
#include "forms/testing/print_folder.hpp"

namespace kiemphieu::station {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

forms::Conference sample() {
    auto conference = forms::read_conference("samples/tinh-uy-song-van/conference.toml");
    if (!conference) throw std::runtime_error(base::to_string(conference.error()));
    return *conference;
}

StyleTally figures_of(const forms::BallotStyle& style) {
    StyleTally figures;
    figures.style = style.id;
    figures.declared = Declaration{style.id, 47, 47, {}, {}};
    figures.collected = figures.scanned = 47;
    for (const auto& candidate : style.candidates) {
        figures.candidates.push_back(
            {candidate.number, candidate.name, candidate.position, 46, 1, 0, {19, 2, 25}, {1}});
    }
    return figures;
}

/// A page's words in reading order, blanks squeezed: lines by their baseline, pieces from left to right.
std::string text_of(const forms::PrintedPage& page) {
    auto runs = page.texts;
    std::ranges::stable_sort(runs, [](const forms::TextRun& a, const forms::TextRun& b) {
        return std::pair(a.baseline.y, a.baseline.x) < std::pair(b.baseline.y, b.baseline.x);
    });
    std::string text;
    for (const auto& run : runs) text += run.text + " ";
    return text;
}

std::string text_of(const std::vector<forms::PrintedPage>& pages) {
    std::string text;
    for (const auto& page : pages) text += text_of(page);
    return text;
}

std::vector<forms::PrintedPage> good(const forms::Conference& conference, const StyleTally& figures,
                                     const ReportContext& context) {
    auto document = make_report(conference, figures, context);
    EXPECT_TRUE(document) << (document ? "" : base::to_string(document.error()));
    return document ? document->pages : std::vector<forms::PrintedPage>{};
}

const ReportContext final_report{Finality::confirmed, 0,  ClockTime{9, 5},
                                 ClockTime{10, 40},   "", "0123456789abcdef0123"};

TEST(Report, SaysWhoCameAsDeclaredOnTheDay) {
    const auto conference = sample();
    StyleTally figures = figures_of(conference.styles[2]);
    figures.declared->summoned = 48;
    figures.declared->present = 45;
    const std::string text = text_of(good(conference, figures, final_report));
    EXPECT_THAT(text, HasSubstr("- Số có mặt dự hội nghị (kỳ họp): 45 đồng chí."));
    EXPECT_THAT(text, AllOf(HasSubstr("đến trước thời điểm bỏ phiếu: ...... đồng chí."),
                            HasSubstr("- Số có mặt tại thời điểm bỏ phiếu: ...... đồng chí.")))
        << "the definition's figures belong to another attendance";
}

TEST(Report, SaysEveryWordOfTheTemplate) {
    const auto conference = sample();
    const std::string text = text_of(good(conference, figures_of(conference.styles[2]), final_report));
    for (const char* words : {
             "TỈNH ỦY SÔNG VÂN",
             "Sông Vân, ngày 15 tháng 12 năm 2023",
             "(Đóng dấu treo)",
             "BÁO CÁO KẾT QUẢ PHIẾU TÍN NHIỆM",
             "Tại hội nghị (kỳ họp)",
             "Thực hiện nhiệm vụ do hội nghị giao, từ 09 giờ 05 phút đến 10 giờ 40 phút, ngày 15/12/2023, tại Sông "
             "Vân, "
             "Ban Kiểm phiếu gồm 05 đồng chí, do đồng chí Hoàng Trọng Nghĩa làm Trưởng Ban đã tiến hành kiểm phiếu tín "
             "nhiệm của các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh đối với đồng chí Hiệu trưởng Trường Chính trị "
             "tỉnh; kết quả cụ thể như sau:",
             "1. Tổng số uỷ viên ban chấp hành (đại biểu): 49 đồng chí.",
             "- Số có mặt dự hội nghị (kỳ họp): 47 đồng chí.",
             "- Số vắng mặt từ đầu hội nghị (kỳ họp) đến trước thời điểm bỏ phiếu: 2 đồng chí.",
             "- Số có mặt tại thời điểm bỏ phiếu: 47 đồng chí.",
             "- Số phiếu phát ra: 47 phiếu.",
             "- Số phiếu thu về: 47 phiếu.",
             "2. Kết quả kiểm phiếu",
             "Mức độ tín nhiệm",
             "Ghi chú: Tỉ lệ % tính trên tổng số phiếu thu về.",
             "T/M BAN KIỂM PHIẾU",
             "(Ký, ghi rõ họ tên)",
             "Hoàng Trọng Nghĩa",
             "Vũ Thị Ngọc Diệp",
             "Loại phiếu C · Dấu vết bản ghi 0123456789abcdef",
         }) {
        EXPECT_THAT(text, HasSubstr(words));
    }
    EXPECT_THAT(text, AllOf(HasSubstr("40,43"), HasSubstr("4,26"), HasSubstr("53,19")));
    EXPECT_THAT(text, AllOf(Not(HasSubstr("BẢN NHÁP")), Not(HasSubstr("......"))));
    EXPECT_THAT(text, Not(HasSubstr("Bùi Nhật Minh"))) << "the technician is no member of the committee";
}

TEST(Report, NamesThePlacesToSign) {
    const auto conference = sample();
    const auto document = make_report(conference, figures_of(conference.styles[1]), final_report);
    ASSERT_TRUE(document);
    ASSERT_EQ(document->places.size(), 5U) << "members under the two";
    EXPECT_EQ(document->places[0].name, "secretary");
    EXPECT_EQ(document->places[1].name, "head");
    EXPECT_EQ(document->places[4].name, "member-3");
    for (const auto& place : document->places) {
        EXPECT_EQ(place.page, static_cast<int>(document->pages.size()));
        EXPECT_GE(place.box.w, place.name.starts_with("member") ? 50.0 : 60.0);
        EXPECT_GE(place.box.h, 20.0) << "room for a hand";
        for (const auto& run : document->pages.back().texts) {
            const bool inside = run.baseline.y > place.box.y && run.baseline.y < place.box.bottom() - 1.0 &&
                                run.baseline.x >= place.box.x && run.baseline.x < place.box.right();
            EXPECT_FALSE(inside) << run.text;
        }
    }
}

TEST(Report, NumbersPagesFromTheSecond) {
    const auto conference = sample();
    const auto pages = good(conference, figures_of(conference.styles[1]), final_report);
    ASSERT_GE(pages.size(), 2U);
    const auto numbers = [](const forms::PrintedPage& page) {
        return std::ranges::count_if(page.texts, [](const forms::TextRun& run) { return run.baseline.y < 20.0; });
    };
    EXPECT_EQ(numbers(pages[0]), 0);
    EXPECT_EQ(numbers(pages[1]), 1);
}

class ReportPdf : public forms::testing::PrintFolder {};

/// The whole text, as a reader takes it out of the PDF. A change is looked at line by line before the file is replaced.
TEST_F(ReportPdf, ReadsAsItWasReadByEye) {
    const auto conference = sample();
    const auto path = folder_ / "bao-cao.pdf";
    const auto places = print_report(conference, figures_of(conference.styles[2]), final_report, path);
    ASSERT_TRUE(places) << base::to_string(places.error());
    const auto golden = base::read_text_file("tests/golden/bao-cao-C.txt");
    ASSERT_TRUE(golden);
    EXPECT_EQ(forms::testing::output_of("pdftotext -layout -nopgbrk " + path.string() + " -"), *golden);
    EXPECT_THAT(forms::testing::pdf_a_faults(path), testing::IsEmpty());
}

TEST(Report, MarksADraftOnEveryPage) {
    const auto conference = sample();
    ReportContext context;
    context.pending_items = 3;
    const auto pages = good(conference, figures_of(conference.styles[1]), context);
    ASSERT_GE(pages.size(), 2U);
    for (const auto& page : pages) {
        EXPECT_THAT(text_of(page), AllOf(HasSubstr("BẢN NHÁP"), HasSubstr("còn 3 mục chờ")));
    }
}

TEST(Report, RepeatsTheTableHeadAndKeepsRowsOnThePage) {
    auto conference = sample();
    auto& style = conference.styles[0];
    const std::string long_post = style.candidates[6].position;
    style.candidates.clear();
    for (int i = 1; i <= 60; ++i) style.candidates.push_back({i, "Nguyễn Hữu Trường Sơn", long_post});
    const auto pages = good(conference, figures_of(style), final_report);
    ASSERT_GE(pages.size(), 3U);
    std::size_t rows = 0;
    for (const auto& page : pages) {
        const auto heads = std::ranges::count(page.texts, "Mức độ tín nhiệm", &forms::TextRun::text);
        const auto shares = std::ranges::count(page.texts, "40,43", &forms::TextRun::text);
        EXPECT_EQ(heads, shares > 0 ? 1 : 0);
        rows += static_cast<std::size_t>(shares);
        for (const auto& run : page.texts) {
            EXPECT_GE(run.baseline.x, 29.0) << run.text;
            EXPECT_LE(run.baseline.y, 290.0) << run.text;
        }
        for (const auto& rule : page.rules) EXPECT_LE(rule.bottom(), 278.0);
    }
    EXPECT_EQ(rows, 60U);
    EXPECT_THAT(text_of(pages.back()), HasSubstr("40,43")) << "signatures stand with the last row";
}

TEST(Report, LeavesABlankForWhatNobodyKnows) {
    const auto conference = sample();
    auto figures = figures_of(conference.styles[2]);
    figures.declared.reset();
    const std::string text = text_of(good(conference, figures, {}));
    EXPECT_THAT(text, AllOf(HasSubstr("Số phiếu phát ra: ...... phiếu"), HasSubstr("từ ...... giờ ...... phút")));
}

TEST(Report, RefusesFiguresOfAnotherConference) {
    StyleTally figures;
    figures.style = {"Z"};
    const auto pages = make_report(sample(), figures, {});
    ASSERT_FALSE(pages);
    EXPECT_EQ(pages.error().failure_class, base::FailureClass::bad_input);
}

}  // namespace
}  // namespace kiemphieu::station
