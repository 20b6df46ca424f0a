// Blank ballots from a good printer and from bad ones, held against the definition: what is good passes, what is not is
// named by its row.

#include "station/printcheck/print_check.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "omr/ocr_reader.hpp"
#include "tests/simulator/print_faults.hpp"
#include "tests/simulator/sample_ballot.hpp"

namespace kiemphieu {
namespace {

using simulator::Grade;
using simulator::PrintFault;
using station::PrintCheck;
using station::PrintProblem;

class PrintCheckTest : public testing::Test {
  protected:
    explicit PrintCheckTest(int candidates = 13) : conference_(simulator::sample_conference(candidates)) {
        layout_ = *forms::make_layout(conference_, conference_.styles.front(), base::ConferenceId{5});
        key_.fill(7);
    }

    void SetUp() override { ASSERT_TRUE(omr::vietnamese_ocr_available()); }

    /// Checks the sheets of one ballot and tells which rows were altered.
    PrintCheck check(PrintFault fault, Grade grade, std::uint64_t seed, std::vector<int>& altered) {
        station::PrintChecker checker(conference_.styles.front(), layout_, key_);
        for (int page = 0; page < static_cast<int>(layout_.pages.size()); ++page) {
            auto ballot = simulator::print_with(fault, layout_, key_, grade, base::Dpi{200}, seed, page);
            EXPECT_TRUE(ballot);
            altered.insert(altered.end(), ballot->altered_rows.begin(), ballot->altered_rows.end());
            EXPECT_TRUE(checker.add({"scan " + std::to_string(page), 1, std::move(ballot->image)}));
        }
        return checker.finish();
    }

    static std::string told(const PrintCheck& check) {
        std::string text;
        for (const auto& finding : check.findings) text += finding.english() + "\n";
        return text;
    }

    forms::Conference conference_;
    forms::BallotLayout layout_;
    base::SecretKey key_{};
};

TEST_F(PrintCheckTest, AGoodPrintPasses) {
    for (const Grade grade : {Grade::clean, Grade::office}) {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            std::vector<int> altered;
            const PrintCheck good = check(PrintFault::none, grade, seed, altered);
            EXPECT_TRUE(good.is_good()) << told(good);
            EXPECT_EQ(good.pages.size(), layout_.pages.size());
        }
    }
}

TEST_F(PrintCheckTest, EveryAlteredRowIsNamedAndNoOther) {
    for (const PrintFault fault : {PrintFault::name_letter, PrintFault::name_tone, PrintFault::position_letter,
                                   PrintFault::swapped_rows, PrintFault::missing_row}) {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            std::vector<int> altered;
            const PrintCheck bad = check(fault, Grade::office, seed, altered);
            ASSERT_FALSE(altered.empty());
            std::vector<int> found;
            for (const auto& finding : bad.findings) found.push_back(finding.row);
            for (const int row : altered) {
                EXPECT_NE(std::ranges::find(found, row), found.end()) << name_of(fault) << " row " << row;
            }
            // Texts of a tall row reach into its neighbours when they are printed in a low one.
            if (fault == PrintFault::swapped_rows) continue;
            for (const int row : found) {
                EXPECT_NE(std::ranges::find(altered, row), altered.end()) << name_of(fault) << "\n" << told(bad);
            }
        }
    }
}

TEST_F(PrintCheckTest, AShrunkPrintAndPaleTonerAreNamed) {
    std::vector<int> altered;
    const auto has = [](const PrintCheck& check, PrintProblem problem) {
        return std::ranges::find(check.findings, problem, &station::PrintFinding::problem) != check.findings.end();
    };
    const PrintCheck shrunk = check(PrintFault::shrunk, Grade::office, 1, altered);
    EXPECT_TRUE(has(shrunk, PrintProblem::scale)) << told(shrunk);
    const PrintCheck pale = check(PrintFault::low_toner, Grade::office, 1, altered);
    EXPECT_TRUE(has(pale, PrintProblem::low_toner)) << told(pale);
}

TEST_F(PrintCheckTest, AWrongRosterAndAMissingSheetAreNamed) {
    const forms::Conference other = simulator::sample_conference(12);
    const auto layout = *forms::make_layout(other, other.styles.front(), base::ConferenceId{5});
    station::PrintChecker checker(conference_.styles.front(), layout_, key_);
    auto wrong = simulator::print_with(PrintFault::none, layout, key_, Grade::clean, base::Dpi{200}, 1, 0);
    ASSERT_TRUE(checker.add({"wrong", 1, std::move(wrong->image)}));
    auto right = simulator::print_with(PrintFault::none, layout_, key_, Grade::clean, base::Dpi{200}, 1, 0);
    ASSERT_TRUE(checker.add({"right", 1, std::move(right->image)}));
    const PrintCheck check = checker.finish();
    ASSERT_EQ(check.findings.size(), 2U) << told(check);
    EXPECT_EQ(check.findings[0].problem, PrintProblem::not_readable);
    EXPECT_EQ(check.findings[0].found, "other_layout");
    EXPECT_EQ(check.findings[1].problem, PrintProblem::page_missing);
    EXPECT_EQ(check.findings[1].page, 2);
    EXPECT_NE(check.findings[1].vietnamese().find("chưa có ảnh"), std::string::npos);
}

class LongListTest : public PrintCheckTest {
  protected:
    LongListTest() : PrintCheckTest(40) {}
};

TEST_F(LongListTest, FortyRowsOnSeveralSheetsHold) {
    ASSERT_GE(layout_.pages.size(), 3U);
    std::vector<int> altered;
    const PrintCheck good = check(PrintFault::none, Grade::office, 4, altered);
    EXPECT_TRUE(good.is_good()) << told(good);
    const PrintCheck bad = check(PrintFault::swapped_rows, Grade::office, 4, altered);
    EXPECT_GE(bad.findings.size(), layout_.pages.size());
    EXPECT_TRUE(
        std::ranges::any_of(bad.findings, [](const auto& f) { return f.problem == PrintProblem::printed_in_row; }) ||
        std::ranges::any_of(bad.findings, [](const auto& f) { return f.problem == PrintProblem::name_differs; }));
}

}  // namespace
}  // namespace kiemphieu
