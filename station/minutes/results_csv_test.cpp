#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "station/minutes/tables.hpp"

namespace kiemphieu::station {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

Tally one_candidate(std::string name, std::string position) {
    StyleTally style;
    style.style = {"A"};
    style.declared = Declaration{{"A"}, 48, 47, {}, {}};
    style.collected = style.scanned = 47;
    style.invalid_ballots = 1;
    CandidateTally candidate{1, std::move(name), std::move(position), 46, 1, 0, {19, 2, 25}, {0, 0, 0, 0, 1}};
    candidate.consequence = LowConsequence::over_half;
    style.candidates = {candidate};
    Tally tally;
    tally.styles = {style};
    return tally;
}

TEST(ResultsCsv, OpensInASpreadsheet) {
    const std::string csv = results_csv(one_candidate("Nguyễn Văn An", "Bí thư, Chủ tịch"), Finality::confirmed);
    EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBFLoại phiếu;STT;Họ và tên;"));
    // The published figures of rules.md: 19, 2 and 25 of 47.
    EXPECT_THAT(csv, EndsWith("\r\nA;1;Nguyễn Văn An;Bí thư, Chủ tịch;48;47;46;1;0;19;40,43;2;4,26;25;53,19;0;0;0;0;1;"
                              "trên 50% nhưng dưới 2/3;1;chính thức\r\n"));
}

TEST(ResultsCsv, EveryLineHasEveryColumn) {
    const std::string csv = results_csv(one_candidate("An", "x"), Finality::provisional);
    const std::size_t end = csv.find("\r\n");
    const auto separators = [](std::string_view text) { return std::count(text.begin(), text.end(), ';'); };
    EXPECT_EQ(separators(csv.substr(0, end)), separators(csv.substr(end + 2)));
    EXPECT_THAT(csv, HasSubstr(";bản nháp\r\n"));
}

TEST(ResultsCsv, QuotesAndDisarmsTexts) {
    const std::string csv = results_csv(one_candidate("=1+2", "a;b \"c\""), Finality::confirmed);
    EXPECT_THAT(csv, HasSubstr("A;1;'=1+2;\"a;b \"\"c\"\"\";48;"));
}

}  // namespace
}  // namespace kiemphieu::station
