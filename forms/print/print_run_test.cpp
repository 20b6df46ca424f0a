#include "forms/print/print_run.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"
#include "forms/conference.hpp"

namespace kiemphieu::forms {
namespace {

const base::SecretKey key{7};

BallotLayout layout_of(int candidates) {
    Conference conference;
    conference.organisation = "Tỉnh ủy Sông Vân";
    conference.place = "Sông Vân";
    conference.date = {2023, 12, 15};
    BallotStyle style{{"A"}, "Ban Chấp hành", "Bí thư", {}, 10, 10, 10, 0, 10};
    for (int i = 1; i <= candidates; ++i) style.candidates.push_back({i, "Đặng Thị Thuỷ", "Phó Chủ tịch"});
    conference.styles.push_back(style);
    return *make_layout(conference, conference.styles.front(), {42});
}

std::string output_of(const std::string& command) {
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return "no pipe";
    std::array<char, 4096> buffer{};
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), got);
    return pclose(pipe) == 0 ? out : "failed: " + out;
}

class PrintBallots : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "print_ballots_XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_;
};

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

TEST_F(PrintBallots, TextCanBeExtractedAndFontsAreEmbedded) {
    const BallotLayout layout = layout_of(2);
    const PrintRun run = make_print_run(layout, BallotKind::test, 1, base::Digest{1}, key);
    ASSERT_TRUE(print_ballots(layout, run, key, folder_ / "a.pdf"));
    const std::string file = "'" + (folder_ / "a.pdf").string() + "'";
    const std::string text = output_of("pdftotext -layout " + file + " - 2>&1");
    for (const char* words :
         {"PHIẾU TÍN NHIỆM", "Đặng Thị Thuỷ", "Người ghi phiếu", "Mức độ tín nhiệm", "PHIẾU THỬ", "Ghi chú"}) {
        EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
    }
    const std::string fonts = output_of("pdffonts " + file + " 2>&1");
    EXPECT_EQ(fonts.find(" no "), fonts.rfind(" no "));  // emb and sub are yes for all
    EXPECT_NE(fonts.find("LiberationSerif"), std::string::npos) << fonts;
}

}  // namespace
}  // namespace kiemphieu::forms
