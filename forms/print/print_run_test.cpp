#include "forms/print/print_run.hpp"

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "forms/testing/print_folder.hpp"
#include "forms/testing/sample_conference.hpp"

namespace kiemphieu::forms {
namespace {

const base::SecretKey key{7};

using testing::conference_of;
using testing::output_of;
using PrintBallots = testing::PrintFolder;

BallotLayout layout_of(int candidates) {
    return testing::layout_of(conference_of(candidates));
}

TEST(PrintRun, SerialsAreDistinctAndTheSameForTheSameSeed) {
    const BallotLayout layout = layout_of(1);
    const PrintRun run = make_print_run(layout, BallotKind::official, 1000, base::Digest{1}, key);
    EXPECT_EQ(std::set<base::Serial>(run.serials.begin(), run.serials.end()).size(), 1000U);
    EXPECT_EQ(run, make_print_run(layout, BallotKind::official, 1000, base::Digest{1}, key));
    EXPECT_NE(run, make_print_run(layout, BallotKind::official, 1000, base::Digest{2}, key));
}

TEST(PrintRun, RehearsalAndCountShareNoSerial) {
    const BallotLayout layout = layout_of(1);
    const PrintRun official = make_print_run(layout, BallotKind::official, 500, base::Digest{1}, key);
    const PrintRun test = make_print_run(layout, BallotKind::test, 500, base::Digest{1}, key);
    const std::set<base::Serial> serials(official.serials.begin(), official.serials.end());
    EXPECT_TRUE(
        std::none_of(test.serials.begin(), test.serials.end(), [&](base::Serial s) { return serials.contains(s); }));
}

TEST_F(PrintBallots, TheSameInputGivesTheSameBytesAndAWholePdf) {
    const BallotLayout layout = layout_of(20);
    const PrintRun run = make_print_run(layout, BallotKind::official, 3, base::Digest{1}, key);
    for (const char* name : {"a.pdf", "b.pdf"}) {
        const auto printed = print_ballots(layout, run, key, folder_ / name);
        ASSERT_TRUE(printed) << to_string(printed.error());
    }
    EXPECT_EQ(*base::read_file(folder_ / "a.pdf"), *base::read_file(folder_ / "b.pdf"));
    const std::string check = output_of("qpdf --check '" + (folder_ / "a.pdf").string() + "' 2>&1");
    EXPECT_NE(check.find("No syntax or stream encoding errors"), std::string::npos) << check;
}

// Source: Kế hoạch 113-KH/TU, Phụ lục 4, word by word; names, dates and the code are ours.
TEST_F(PrintBallots, SaysExactlyWhatTheFormSays) {
    const BallotLayout layout = layout_of(1);
    const PrintRun run = make_print_run(layout, BallotKind::official, 1, base::Digest{1}, key);
    ASSERT_TRUE(print_ballots(layout, run, key, folder_ / "a.pdf"));
    const SheetCode code{layout.conference, layout.style, layout.id, run.serials[0], 1, 1, BallotKind::official};
    const std::vector<std::string> lines = readable_lines(code, make_tag(code, key));
    const std::string text = output_of("pdftotext -raw '" + (folder_ / "a.pdf").string() + "' - 2>&1");
    EXPECT_EQ(
        base::squeeze_blanks(text),
        "TỈNH ỦY SÔNG VÂN BAN THƯỜNG VỤ TỈNH ỦY * (Đóng dấu treo) Sông Vân, ngày 05 tháng 12 năm 2023 "
        "PHIẾU TÍN NHIỆM của (1) Ban Chấp hành Đảng bộ tỉnh "
        "đối với (2) Bí thư, Phó Bí thư, Ủy viên Ban Thường vụ Tỉnh ủy năm 2023 "
        "Thực hiện Quy định số 96-QĐ/TW, ngày 02/02/2023 của Bộ Chính trị; Kế hoạch số 113-KH/TU của Ban Thường vụ "
        "Tỉnh ủy về việc lấy phiếu tín nhiệm đối với các chức danh, chức vụ lãnh đạo, quản lý trong các cơ quan, đơn "
        "vị, tổ chức trong hệ thống chính trị; đề nghị đồng chí thể hiện sự tín nhiệm của mình đối với các đồng chí "
        "có tên dưới đây bằng cách đánh dấu (X) vào ô tương ứng: "
        "Stt Họ và tên Chức vụ, đơn vị công tác Mức độ tín nhiệm Cao Tín nhiệm Thấp "
        "1. Nguyễn Thị Phượng 1 Tỉnh ủy viên "
        "Người ghi phiếu (có thể ký hoặc không ký tên) "
        "Ghi chú: - (1) Ghi các thành phần ghi phiếu tín nhiệm. - (2) Chức danh được lấy phiếu tín nhiệm. " +
            lines[0] + " " + lines[1] + " \f");
}

TEST_F(PrintBallots, FontsAreEmbeddedAndARehearsalSaysSo) {
    const BallotLayout layout = layout_of(2);
    const PrintRun run = make_print_run(layout, BallotKind::test, 1, base::Digest{1}, key);
    ASSERT_TRUE(print_ballots(layout, run, key, folder_ / "a.pdf"));
    const std::string file = "'" + (folder_ / "a.pdf").string() + "'";
    EXPECT_NE(output_of("pdftotext " + file + " - 2>&1").find("PHIẾU THỬ"), std::string::npos);
    // name type encoding emb sub uni …: of all six faces' lines each says yes three times.
    const std::string fonts = output_of("pdffonts " + file + " | tail -n +3 | grep -v 'yes yes yes'; true");
    EXPECT_EQ(fonts, "");
    EXPECT_NE(output_of("pdffonts " + file).find("LiberationSerif"), std::string::npos);
}

}  // namespace
}  // namespace kiemphieu::forms
