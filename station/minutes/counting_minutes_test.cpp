#include "station/minutes/counting_minutes.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "forms/conference_file.hpp"
#include "forms/testing/pdf_a.hpp"
#include "forms/testing/print_folder.hpp"
#include "station/evidence/report_figures.hpp"

namespace kiemphieu::station {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CountingMinutes : public forms::testing::PrintFolder {
  protected:
    void SetUp() override {
        PrintFolder::SetUp();
        auto read = forms::read_conference("samples/tinh-uy-song-van/conference.toml");
        ASSERT_TRUE(read) << base::to_string(read.error());
        conference_ = *read;
        conference_.documents = {forms::SecretMark::mat, "Trần Thị Thu Phương", "Trung ương", "Ban Tổ chức Tỉnh ủy"};
        const forms::BallotStyle& style = conference_.styles[2];
        figures_.style = style.id;
        figures_.declared = Declaration{style.id, 47, 46, 1, 2};
        figures_.printed = 50;
        figures_.collected = figures_.scanned = 46;
        figures_.invalid_ballots = 3;
        figures_.faults = {{BallotFault::never_printed, 1}, {BallotFault::crossed_name, 2}};
        figures_.rows_ruled = 5;
        facts_.layout = base::LayoutId{0xABCDEF};
        facts_.software = "kiemphieu 0.1.0";
        facts_.written_names = 2;
        facts_.sheet_rulings = 1;
        AcceptedDifference& difference = facts_.differences.emplace_back();
        difference.figures = FiguresItem{style.id, FigureCheck::scanned_differs, 46, 45};
        difference.why = "một phiếu rách được đọc bằng tay";
        for (const auto& candidate : style.candidates) {
            figures_.candidates.push_back({candidate.number,
                                           candidate.name,
                                           candidate.position,
                                           41,
                                           5,
                                           0,
                                           {10, 5, 26},
                                           {1, 1, 0, 0, 3},
                                           LowConsequence::over_half});
        }
    }

    forms::Document make(int copy) {
        const auto document = make_counting_minutes(conference_, figures_, context_, facts_, copy);
        EXPECT_TRUE(document) << (document ? "" : base::to_string(document.error()));
        return document.value_or(forms::Document{});
    }
    std::filesystem::path print(int copy) {
        const auto path = folder_ / ("bien-ban-" + std::to_string(copy) + ".pdf");
        EXPECT_TRUE(forms::print_pages(make(copy).pages, {"Biên bản", conference_.organisation}, path));
        return path;
    }
    std::string text(int copy) {
        return forms::testing::output_of("pdftotext -layout -nopgbrk " + print(copy).string() + " -");
    }
    std::string words(int copy) { return base::squeeze_blanks(text(copy)); }

    forms::Conference conference_;
    StyleTally figures_;
    ReportContext context_{Finality::confirmed, 0,  ClockTime{9, 5},
                           ClockTime{10, 40},   "", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};
    CountingFacts facts_;
};

/// The whole text, as a reader takes it out of the PDF. A change is looked at line by line before the file is replaced.
TEST_F(CountingMinutes, ReadAsTheyWereReadByEye) {
    const auto golden = base::read_text_file("tests/golden/bien-ban-C-1.txt");
    ASSERT_TRUE(golden);
    EXPECT_EQ(text(1), *golden);
}

TEST_F(CountingMinutes, SayWhatTheTallySays) {
    EXPECT_THAT(words(1),
                AllOf(HasSubstr("Số phiếu đã in: 50 phiếu."), HasSubstr("Số phiếu hỏng đã đổi: 1 phiếu."),
                      HasSubstr("Số phiếu không sử dụng: 2 phiếu."), HasSubstr("mã phiếu chưa từng được in: 1 phiếu."),
                      HasSubstr("26/46 phiếu tín nhiệm thấp (56,52%), trên 50% nhưng dưới 2/3."), HasSubstr("56,52"),
                      HasSubstr("người ngoài danh sách: 2 phiếu")));
    EXPECT_THAT(words(1), AllOf(HasSubstr("số phiếu máy quét (45)"), HasSubstr("một phiếu rách được đọc bằng tay"),
                                HasSubstr("Phiếu gạch xoá họ tên người được in trên phiếu: không hợp lệ cả phiếu")));
    EXPECT_THAT(words(1), Not(HasSubstr("......")));
    conference_.policy.crossed_name = forms::CrossedNameRule::row;
    EXPECT_THAT(words(1), HasSubstr("không hợp lệ đối với người bị gạch tên"));
}

TEST_F(CountingMinutes, CopiesDifferInNumberAndDestinationOnly) {
    auto first = words(1);
    auto third = words(3);
    EXPECT_THAT(first, AllOf(HasSubstr("Bản số 1/3"), HasSubstr("Bản này là bản số 1.")));
    EXPECT_THAT(third, AllOf(HasSubstr("Bản số 3/3"), HasSubstr("Bản này là bản số 3.")));
    EXPECT_THAT(first, AllOf(HasSubstr("02 bản gửi Trung ương"), HasSubstr("kiểm tại Ban Tổ chức Tỉnh ủy")));
    for (auto* copy : {&first, &third}) {
        for (const char* own : {"Bản số 1/3", "Bản số 3/3", "bản số 1. ", "bản số 3. "}) {
            if (const auto at = copy->find(own); at != std::string::npos) copy->erase(at, std::string{own}.size());
        }
    }
    EXPECT_EQ(first, third);
}

TEST_F(CountingMinutes, GoWhereThePlanSendsThem) {
    conference_.documents = {};
    forms::BallotStyle style;
    EXPECT_EQ(destination_of(conference_, style, 2), "cấp trên trực tiếp");
    EXPECT_EQ(destination_of(conference_, style, 3), conference_.organisation);
    style.group = 1;
    EXPECT_EQ(destination_of(conference_, style, 1), "Trung ương");
    EXPECT_EQ(destination_of(conference_, style, 3), "Ban Tổ chức Tỉnh ủy");
}

TEST_F(CountingMinutes, EverybodySignsWhereTheLastWordsStand) {
    for (int members = 0; members <= 9; ++members) {
        conference_.committee.resize(2);
        for (int i = 0; i < members; ++i) {
            conference_.committee.push_back({"Nguyễn Văn " + std::to_string(i), forms::CommitteeRole::member});
        }
        const auto document = make(1);
        ASSERT_EQ(document.places.size(), static_cast<std::size_t>(members) + 3);
        EXPECT_EQ(document.places[0].name, "secretary");
        EXPECT_EQ(document.places.back().name, "chair");
        const auto closing = std::ranges::find_if(document.pages, [](const forms::PrintedPage& page) {
            std::string all;
            for (const auto& run : page.texts) all += run.text + " ";
            return base::squeeze_blanks(all).find("Biên bản được lập thành") != std::string::npos;
        });
        EXPECT_EQ(document.places[0].page, closing - document.pages.begin() + 1) << "no signatures alone on a sheet";
        for (const auto& place : document.places) {
            EXPECT_GE(place.box.h, 20.0);
            EXPECT_LE(place.box.bottom(), 277.0);
            EXPECT_GE(place.box.w, 50.0);
        }
    }
}

TEST_F(CountingMinutes, BearTheMarkWhereTheDefinitionAsksForIt) {
    const auto rules_of = [](const forms::Document& document) {
        return std::ranges::count_if(document.pages[0].rules, [](const base::PageRect& rule) {
            return (std::abs(rule.w - 20.0) < 1e-9 && rule.h < 1) || (std::abs(rule.h - 8.0) < 1e-9 && rule.w < 1);
        });
    };
    EXPECT_EQ(rules_of(make(1)), 4) << "a frame of 20 by 8 mm";
    EXPECT_EQ(std::ranges::count(make(1).pages[0].texts, "MẬT", &forms::TextRun::text), 1);
    conference_.documents.mark = forms::SecretMark::none;
    EXPECT_EQ(rules_of(make(1)), 0);
    EXPECT_EQ(std::ranges::count(make(1).pages[0].texts, "MẬT", &forms::TextRun::text), 0);
}

TEST_F(CountingMinutes, SayOnEveryPageThatTheyAreADraft) {
    context_ = {Finality::provisional, 3, {}, {}, "", ""};
    for (const auto& page : make(1).pages) {
        EXPECT_EQ(std::ranges::count(page.texts, "BẢN NHÁP", &forms::TextRun::text), 1);
    }
}

TEST_F(CountingMinutes, ArePdfAInNormalFormAndTheSameBytesEveryTime) {
    for (const auto kind : {forms::ConferenceKind::party, forms::ConferenceKind::state}) {
        conference_.kind = kind;
        const auto path = print(2);
        EXPECT_THAT(forms::testing::pdf_a_faults(path), IsEmpty());
        const auto bytes = base::read_file(path).value();
        EXPECT_EQ(bytes, base::read_file(print(2)).value());
        const std::string taken = text(2);
        EXPECT_EQ(base::to_nfc(taken), taken);
    }
    EXPECT_THAT(words(2), AllOf(HasSubstr("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), HasSubstr("CHỦ TỌA KỲ HỌP")));
}

TEST_F(CountingMinutes, RefuseFiguresOfAnotherConference) {
    figures_.style = {"Z"};
    const auto document = make_counting_minutes(conference_, figures_, context_, facts_, 1);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().failure_class, base::FailureClass::bad_input);
}

TEST_F(CountingMinutes, SaysWhoCameAsDeclaredOnTheDayAndIsHeldToIt) {
    figures_.declared->summoned = 60;
    figures_.declared->present = 39;
    const std::string written = text(1);
    const std::string said = base::squeeze_blanks(written);
    EXPECT_THAT(said, AllOf(HasSubstr("- Số có mặt dự hội nghị (kỳ họp): 39 đồng chí."),
                            HasSubstr("- Số được triệu tập: 60 đồng chí; số có mặt chưa đạt ít nhất 2/3")));
    const auto paper = figures_in_text(written);
    ASSERT_TRUE(paper.has_value());
    EXPECT_EQ(paper->present, 39);
    EXPECT_EQ(paper->summoned, 60);
    const Attendance came = attendance_of(conference_.styles[2], figures_.declared);
    EXPECT_THAT(differences(*paper, figures_, came), IsEmpty());
    EXPECT_THAT(differences(*paper, figures_, {came.summoned, 40}),
                ::testing::ElementsAre("39 people present; expected 40"));
    EXPECT_THAT(differences(*paper, figures_, {61, came.present}),
                ::testing::ElementsAre("60 people summoned; expected 61"));
}

TEST_F(CountingMinutes, LeavesWhoWasSummonedToTheHandWhereNobodyTold) {
    conference_.styles[2].summoned = 0;
    figures_.declared->summoned = std::nullopt;
    const std::string written = text(1);
    EXPECT_THAT(base::squeeze_blanks(written),
                HasSubstr("- Số được triệu tập: ...... đồng chí; số có mặt ...... ít nhất 2/3"));
    const auto paper = figures_in_text(written);
    ASSERT_TRUE(paper.has_value());
    EXPECT_EQ(paper->summoned, std::nullopt);
    const Attendance came = attendance_of(conference_.styles[2], figures_.declared);
    EXPECT_THAT(differences(*paper, figures_, came), IsEmpty());
    EXPECT_THAT(differences(*paper, figures_, {60, came.present}),
                ::testing::ElementsAre("no number people summoned; expected 60"));
}

}  // namespace
}  // namespace kiemphieu::station
