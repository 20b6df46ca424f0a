#include "forms/print/blank_forms.hpp"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "forms/conference_file.hpp"

namespace kiemphieu::forms {
namespace {

using testing::HasSubstr;

Conference sample() {
    auto conference = read_conference("samples/tinh-uy-song-van/conference.toml");
    if (!conference) throw std::runtime_error(base::to_string(conference.error()));
    return *conference;
}

/// Each style's layout.
std::vector<BallotLayout> sample_layouts() {
    const Conference conference = sample();
    std::vector<BallotLayout> layouts;
    for (const BallotStyle& style : conference.styles) layouts.push_back(*make_layout(conference, style, {7}));
    return layouts;
}

/// The words of pages from `begin` up to `end`, lines by their baseline, pieces from left to right.
std::string words_of(const std::vector<PrintedPage>& pages, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i) {
        auto runs = pages[i].texts;
        std::ranges::stable_sort(runs, [](const TextRun& a, const TextRun& b) {
            return std::pair(a.baseline.y, a.baseline.x) < std::pair(b.baseline.y, b.baseline.x);
        });
        for (const auto& run : runs) text += run.text + " ";
    }
    return text;
}

std::vector<PrintedPage> good(FormPages pages) {
    EXPECT_TRUE(pages) << (pages ? "" : base::to_string(pages.error()));
    return pages.value_or(std::vector<PrintedPage>{});
}

TEST(BlankForms, DossierListsNameEveryone) {
    const auto pages = good(make_dossier_lists(sample()));
    ASSERT_EQ(pages.size(), 27U);
    const std::string text = words_of(pages, 18, 19);
    for (const char* words :
         {"Danh mục hồ sơ người được lấy phiếu tín nhiệm", "Họ và tên: Công Tằng Tôn Nữ Hoàng Thục Khuê",
          "thống nhất khổ giấy A4 và sắp xếp theo thứ tự sau:", "1. Báo cáo của người được lấy phiếu tín nhiệm.",
          "(có ký xác nhận của người kê khai và người nhận bản kê khai theo quy định) .",
          "yêu cầu của cấp có thẩm quyền hoặc của người ghi phiếu tín nhiệm (nếu có) ."}) {
        EXPECT_THAT(text, HasSubstr(words));
    }
}

TEST(BlankForms, SelfReportsHoldEveryHeading) {
    const auto pages = good(make_self_reports(sample()));
    ASSERT_EQ(pages.size() % 27, 0U);
    const std::string text = words_of(pages, 0, pages.size() / 27);
    for (const char* words :
         {"CỦA NGƯỜI ĐƯỢC LẤY PHIẾU TÍN NHIỆM", "Tại kỳ họp (hội nghị)",
          "Kính gửi: (1) các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh",
          "- Tôi là (ghi rõ họ và tên): Nguyễn Hữu Trường Sơn", "- Chức vụ: (2) Bí thư Tỉnh ủy",
          "tôi xin báo cáo như sau:", "1. Phẩm chất chính trị, đạo đức lối sống, ý thức tổ chức kỷ luật",
          "3. Hạn chế và giải pháp khắc phục", "người ghi phiếu tín nhiệm yêu cầu (nếu có).", "Người báo cáo",
          "(ký, ghi rõ họ, tên)", "- (2). Chức danh được lấy phiếu tín nhiệm."}) {
        EXPECT_THAT(text, HasSubstr(words));
    }
}

TEST(BlankForms, SeparatorsAreOneAStyle) {
    const auto pages = good(make_separators(sample(), sample_layouts(), base::SecretKey{}));
    ASSERT_EQ(pages.size(), 3U);
    EXPECT_THAT(words_of(pages, 1, 2), HasSubstr("Loại phiếu B"));
}

TEST(BlankForms, PrintTheSameBytesTwice) {
    const auto folder = std::filesystem::path(testing::TempDir());
    const auto pages = good(make_separators(sample(), sample_layouts(), base::SecretKey{}));
    ASSERT_TRUE(print_pages(pages, {"Tờ phân cách", "Tỉnh ủy"}, folder / "separator_1.pdf"));
    ASSERT_TRUE(print_pages(pages, {"Tờ phân cách", "Tỉnh ủy"}, folder / "separator_2.pdf"));
    const auto first = base::read_file(folder / "separator_1.pdf");
    ASSERT_TRUE(first);
    EXPECT_EQ(first, base::read_file(folder / "separator_2.pdf"));
    for (const char* name : {"separator_1.pdf", "separator_2.pdf"}) std::filesystem::remove(folder / name);
}

}  // namespace
}  // namespace kiemphieu::forms
