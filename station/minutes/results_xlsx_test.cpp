#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "forms/testing/print_folder.hpp"
#include "station/minutes/tables.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ResultsXlsx : public forms::testing::PrintFolder {
  protected:
    std::string part(const std::string& name) {
        return forms::testing::output_of("unzip -p " + (folder_ / "a.xlsx").string() + " " + name);
    }
};

TEST_F(ResultsXlsx, HoldsTheFiguresHeadsAndAChart) {
    Tally tally;
    StyleTally style;
    style.style = testing::style_a;
    style.collected = 47;
    style.candidates.push_back({1, "Đỗ Thị Ặ", "Trưởng ban & <thư ký>", 46, 1, 0, {19, 2, 25}, {1}});
    style.candidates.push_back({2, "=1+1", "Phó ban", 47, 0, 0, {32, 8, 7}, {}});
    tally.styles = {style};
    const TableOrigin origin{Finality::confirmed, "2023-12-15T08:30:00.123Z", "kiemphieu 0.1.0"};
    const auto path = folder_ / "a.xlsx";
    ASSERT_TRUE(write_results_xlsx(testing::make_conference(), tally, origin, path));
    const auto bytes = base::read_file(path).value();
    ASSERT_TRUE(write_results_xlsx(testing::make_conference(), tally, origin, path));
    EXPECT_EQ(bytes, base::read_file(path).value()) << "the same bytes every time";
    EXPECT_THAT(part("xl/sharedStrings.xml"),
                AllOf(HasSubstr("Đỗ Thị Ặ"), HasSubstr("Trưởng ban &amp; &lt;thư ký&gt;"), HasSubstr("Họ và tên"),
                      HasSubstr("Tín nhiệm thấp"), HasSubstr("Kết quả chính thức"), HasSubstr("<t>=1+1</t>")));
    const std::string sheet = part("xl/worksheets/sheet1.xml");
    EXPECT_THAT(sheet, AllOf(HasSubstr("<v>46</v>"), HasSubstr("<v>0.404255319148"), HasSubstr("<v>25</v>")));
    EXPECT_THAT(sheet, ::testing::Not(HasSubstr("<f>"))) << "a name is no formula";
    EXPECT_THAT(part("xl/workbook.xml"), HasSubstr("Loại phiếu A"));
    EXPECT_THAT(part("xl/charts/chart1.xml"), HasSubstr("Mức độ tín nhiệm"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder_}, {}), 1) << "nothing is left beside it";
}

TEST_F(ResultsXlsx, TellsOfAFolderThatIsNotThere) {
    const auto written = write_results_xlsx(testing::make_conference(), {}, {}, folder_ / "none" / "a.xlsx");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().failure_class, base::FailureClass::world);
}

}  // namespace
}  // namespace kiemphieu::station
