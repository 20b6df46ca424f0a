#include "station/rollup/register.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"

namespace kiemphieu::station::rollup {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RegisterTest : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::temp_directory_path() /
                  (std::string("kiemphieu-register-") + test->name() + std::to_string(::getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) {
        ASSERT_TRUE(base::write_file_durably(folder_ / name, base::as_bytes(text)).has_value());
    }
    base::Expected<Register, base::Failure> read(const std::string& units, const std::string& people) {
        write("register.toml",
              "board = \"Ban Tổ chức\"\nplace = \"Sông Vân\"\ncampaign = \"năm 2023\"\nkind = \"party\"\n"
              "units = \"don-vi.csv\"\npeople = \"can-bo.csv\"\n[[level]]\nid = \"tinh\"\nname = \"Tỉnh ủy\"\n");
        write("don-vi.csv", "ma,ten,cap,ngay_lay_phieu,loai_phieu,nguoi_ky,dau_vet\n" + units);
        write("can-bo.csv", "ma_nguoi;ho_ten;ngay_sinh;don_vi;loai_phieu;chuc_vu;cap\n" + people);
        return read_register(folder_ / "register.toml");
    }
    std::string fault(const std::string& units, const std::string& people = "") {
        const auto out = read(units, people);
        return out ? "none" : base::to_string(out.error());
    }
    fs::path folder_;
};

TEST_F(RegisterTest, IsReadFromATomlAndTwoTables) {
    const auto out =
        read("so-a,Sở  A,tinh,15/12/2023,A B,An | Bình Minh,0123456789abcdef\nso-b,Sở B,tinh,2023-12-16,,,\n",
             "cb1;Nguyễn Văn An;1970;so-a;A;;\ncb1;Nguyễn Văn An;1970;so-b;;Phó Giám đốc;tinh\n");
    ASSERT_TRUE(out.has_value()) << base::to_string(out.error());
    EXPECT_THAT(out->units, ElementsAre(Unit{"so-a",
                                             "Sở A",
                                             "tinh",
                                             {2023, 12, 15},
                                             {base::StyleId{"A"}, base::StyleId{"B"}},
                                             {"An", "Bình Minh"},
                                             "0123456789abcdef"},
                                        Unit{"so-b", "Sở B", "tinh", {2023, 12, 16}, {}, {}, ""}));
    EXPECT_THAT(out->people,
                ElementsAre(PlaceLine{"cb1", "Nguyễn Văn An", "1970", "so-a", base::StyleId{"A"}, "", "", 2},
                            PlaceLine{"cb1", "Nguyễn Văn An", "1970", "so-b", {}, "Phó Giám đốc", "tinh", 3}));
    EXPECT_EQ(out->proof, ProofRule::advise);
}

TEST_F(RegisterTest, NamesFileLineAndFieldOfWhatIsWrong) {
    const std::string good = "so-a,Sở A,tinh,2023-12-15,,,\n";
    EXPECT_EQ(fault(good), "none");
    EXPECT_THAT(fault("so a,Sở A,tinh,2023-12-15,,,\n"), AllOf(HasSubstr("don-vi.csv"), HasSubstr("line 2: ma")));
    EXPECT_THAT(fault(good + good), HasSubstr("line 3: ma"));
    EXPECT_THAT(fault("so-a,Sở A,huyen,2023-12-15,,,\n"), HasSubstr("line 2: cap"));
    EXPECT_THAT(fault("so-a,Sở A,tinh,2023-02-30,,,\n"), HasSubstr("line 2: ngay_lay_phieu"));
    EXPECT_THAT(fault("so-a,Sở A,tinh,2023-12-15,A-B,,\n"), HasSubstr("line 2: loai_phieu"));
    EXPECT_THAT(fault("so-a,Sở A,tinh,2023-12-15,,,0123\n"), HasSubstr("line 2: dau_vet"));
    EXPECT_THAT(fault(good, "cb1;An;;so-x;;;\n"), AllOf(HasSubstr("can-bo.csv"), HasSubstr("line 2: don_vi")));
    EXPECT_THAT(fault(good, "cb1;An;1970;so-a;A;;\ncb1;Ân;1970;so-a;B;;\n"), HasSubstr("line 3: ho_ten"));
    EXPECT_THAT(fault(good, "cb1;An;1970;so-a;A;;\ncb1;An;1971;so-a;B;;\n"), HasSubstr("line 3: ngay_sinh"));
    EXPECT_THAT(fault(good, "cb1;An;1970;so-a;A;;\ncb2;An;1971;so-a;A;;\n"), HasSubstr("line 3: ho_ten"))
        << "two people at one place that nothing tells apart";
    write("don-vi.csv", "ten,ma\n");
    EXPECT_THAT(base::to_string(read_register(folder_ / "register.toml").error()), HasSubstr("line 1"));
}

}  // namespace
}  // namespace kiemphieu::station::rollup
