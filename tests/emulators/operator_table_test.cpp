// What the operator is told at every fault of every driver, and that the pages the device gave are the pages that are
// kept: the program itself against the emulated devices. The table is printed as Markdown.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "station/store/record.hpp"
#include "tests/emulators/emulator_process.hpp"
#include "tests/emulators/small_jpeg.hpp"

namespace kiemphieu {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::size_t sheets = 6;

struct Row {
    std::string driver;  ///< "sane" or "escl"
    std::string fault;
    std::string told;  ///< must be in the Vietnamese line
    int exit_code{};
    std::size_t kept{};
};

void PrintTo(const Row& c, std::ostream* out) {
    *out << c.driver << " " << c.fault;
}

class OperatorTable : public ::testing::TestWithParam<Row> {
  protected:
    void SetUp() override {
        work_ = fs::temp_directory_path() / ("kiemphieu-table-" + std::to_string(::getpid()));
        fs::remove_all(work_);
        fs::create_directories(work_ / "tray");
        for (std::size_t i = 1; i <= sheets; ++i) {
            ASSERT_TRUE(base::write_file_durably(work_ / "tray" / ("p" + std::to_string(i) + ".jpg"),
                                                 testing::small_jpeg(static_cast<int>(i)))
                            .has_value());
        }
        ASSERT_EQ(run("new " + (work_ / "case").string() + " --conference samples/tinh-uy-song-van/conference.toml"),
                  0);
        // libsane looks for drivers and their list there.
        ::setenv("LD_LIBRARY_PATH", SANE_FOLDER, 1);
        ::setenv("SANE_CONFIG_DIR", SANE_FOLDER, 1);
        ::setenv("KIEMPHIEU_SANE_TRAY", (work_ / "tray").c_str(), 1);
        ::setenv("KIEMPHIEU_SANE_STATE", (work_ / "state").c_str(), 1);
    }
    void TearDown() override { fs::remove_all(work_); }

    int run(const std::string& arguments) {
        const std::string command = std::string(KIEMPHIEU) + " --lang vi " + arguments + " >/dev/null 2>" +
                                    (work_ / "told").string() + " </dev/null";
        const int status = std::system(command.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::string told() const { return *base::read_text_file(work_ / "told"); }
    std::size_t kept() const { return station::Record::open(work_ / "case")->state().sheets.size(); }

    fs::path work_;
};

TEST_P(OperatorTable, TellsWhatToDoAndKeepsWhatWasGiven) {
    const Row& row = GetParam();
    std::unique_ptr<testing::EmulatorProcess> device;
    std::string from = "sane:fujitsu:emulated";
    if (row.driver == "escl") {
        device = std::make_unique<testing::EmulatorProcess>(
            ESCL_EMULATOR, std::vector<std::string>{"--folder", (work_ / "tray").string(), "--fault", row.fault});
        from = "escl:" + device->address();
    } else {
        ::setenv("KIEMPHIEU_SANE_FAULT", row.fault.c_str(), 1);
    }
    const std::string scan = "scan " + (work_ / "case").string() + " --from " + from;
    EXPECT_EQ(run(scan), row.exit_code);
    EXPECT_THAT(told(), HasSubstr(row.told));
    EXPECT_EQ(kept(), row.kept);
    std::printf("| %s | %s | %s | %zu = %zu |\n", row.driver.c_str(), row.fault.c_str(),
                told().substr(0, told().find('[')).c_str(), row.kept, kept());

    // The operator does as told, and lays in everything again: each page is there once.
    if (device) {
        device->operate("clear");
        device->operate("reload");
    } else {
        fs::remove(work_ / "state");
        ::unsetenv("KIEMPHIEU_SANE_FAULT");
    }
    EXPECT_EQ(run(scan), 1);  // people are needed: these are no ballots
    EXPECT_EQ(kept(), sheets);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, OperatorTable,
    ::testing::Values(Row{"sane", "jam@4", "Kẹt giấy sau tờ 3. Lấy tờ cuối cùng ra, đặt lại vào khay, bấm tiếp tục.", 3,
                          3},
                      Row{"sane", "jam-read@2", "Kẹt giấy sau tờ 1.", 3, 1},
                      Row{"sane", "cover@1", "Nắp máy quét đang mở. Lấy các tờ còn trong máy ra", 3, 0},
                      Row{"sane", "double-feed@3", "Máy kéo hai tờ một lần sau tờ 2.", 3, 2},
                      Row{"sane", "io@5", "Mất liên lạc với máy quét sau tờ 4. Kiểm tra điện", 3, 4},
                      Row{"sane", "stopbutton@6", "Đã dừng sau tờ 5.", 1, 5},
                      Row{"sane", "short@4", "Ảnh của tờ vừa quét bị hỏng khi truyền sau tờ 3.", 3, 3},
                      Row{"escl", "jam@4", "Kẹt giấy sau tờ 3.", 3, 3},
                      Row{"escl", "door@2", "Nắp máy quét đang mở sau tờ 1.", 3, 1},
                      Row{"escl", "hatch@6", "Nắp máy quét đang mở sau tờ 5.", 3, 5},
                      Row{"escl", "multipick@3", "Máy kéo hai tờ một lần sau tờ 2. Lấy các tờ vừa kéo ra", 3, 2},
                      Row{"escl", "mispick@5", "Máy không kéo được tờ tiếp theo sau tờ 4.", 3, 4},
                      Row{"escl", "truncated@4", "Ảnh của tờ vừa quét bị hỏng khi truyền sau tờ 3.", 3, 3},
                      Row{"escl", "dropped@3", "Ảnh của tờ vừa quét bị hỏng khi truyền sau tờ 2.", 3, 2},
                      Row{"escl", "busy@3", "Khay giấy đã hết sau tờ 6. Đếm số tờ trong xấp", 1, 6},
                      Row{"escl", "stopbutton@4", "Đã dừng sau tờ 3.", 1, 3}),
    [](const ::testing::TestParamInfo<Row>& row) {
        std::string name = row.param.driver + "_" + row.param.fault;
        std::replace_if(
            name.begin(), name.end(), [](char c) { return c == '@' || c == '-'; }, '_');
        return name;
    });

}  // namespace
}  // namespace kiemphieu
