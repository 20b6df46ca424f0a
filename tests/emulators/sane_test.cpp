// The SANE source through the real libsane against the emulated drivers: every fault is told apart, every driver gets
// the options a count needs.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"
#include "scanner/document.hpp"
#include "scanner/sane/sane_source.hpp"
#include "tests/emulators/small_jpeg.hpp"

namespace kiemphieu {
namespace {

namespace fs = std::filesystem;
using scanner::SourceEnd;
using ::testing::Contains;
using ::testing::Not;

constexpr int sheets = 6;

class Sane : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("kiemphieu-sane-" + std::to_string(::getpid()));
        fs::create_directories(folder_ / "tray");
        for (int i = 1; i <= sheets; ++i) {
            ASSERT_TRUE(
                base::write_file_durably(folder_ / "tray" / ("p" + std::to_string(i) + ".jpg"), testing::small_jpeg(i))
                    .has_value());
        }
        // libsane looks for drivers and their list there.
        ::setenv("LD_LIBRARY_PATH", SANE_FOLDER, 1);
        ::setenv("SANE_CONFIG_DIR", SANE_FOLDER, 1);
        ::setenv("KIEMPHIEU_SANE_TRAY", (folder_ / "tray").c_str(), 1);
        ::setenv("KIEMPHIEU_SANE_STATE", (folder_ / "state").c_str(), 1);
        ::unsetenv("KIEMPHIEU_SANE_FAULT");
    }
    void TearDown() override { fs::remove_all(folder_); }

    struct Scan {
        std::vector<scanner::SourcePage> pages;
        scanner::EndOfPages end;
    };
    static Scan scan(const std::string& device = "fujitsu:emulated", const scanner::ScanSettings& wanted = {}) {
        scanner::SaneTimes times;
        times.call = std::chrono::milliseconds{2500};
        auto source = scanner::open_sane_source(device, wanted, times);
        Scan out;
        if (!source) {
            ADD_FAILURE() << base::to_string(source.error());
            return out;
        }
        while (true) {
            auto next = (*source)->next();
            if (auto* end = std::get_if<scanner::EndOfPages>(&next)) {
                out.end = *end;
                EXPECT_EQ(std::get<scanner::EndOfPages>((*source)->next()), *end);
                return out;
            }
            out.pages.push_back(std::get<scanner::SourcePage>(std::move(next)));
        }
    }

    /// Whether a page's pixels are those of the tray's JPEG.
    static bool is_page(const scanner::SourcePage& page, int number) {
        const auto jpeg = testing::small_jpeg(number);
        const auto given = scanner::open_document(page.bytes, "given");
        const auto laid = scanner::open_document(jpeg, "laid");
        if (!given || !laid) return false;
        const auto a = (*given)->page(0, scanner::WantedPixels::gray);
        const auto b = (*laid)->page(0, scanner::WantedPixels::gray);
        return a && b && a->pixels == b->pixels;
    }

    fs::path folder_;
};

struct FaultCase {
    std::string fault;
    SourceEnd end;
    int pages_before;
};

void PrintTo(const FaultCase& c, std::ostream* out) {
    *out << (c.fault.empty() ? "none" : c.fault);
}

class SaneFaults : public Sane, public ::testing::WithParamInterface<FaultCase> {};

TEST_P(SaneFaults, IsToldApartAndNothingIsGivenTwice) {
    const FaultCase& c = GetParam();
    if (!c.fault.empty()) ::setenv("KIEMPHIEU_SANE_FAULT", c.fault.c_str(), 1);
    const Scan first = scan();
    EXPECT_EQ(scanner::name_of(first.end.why), scanner::name_of(c.end)) << first.end.detail;
    EXPECT_EQ(static_cast<int>(first.pages.size()), c.pages_before) << first.end.detail;
    for (std::size_t i = 0; i < first.pages.size(); ++i) {
        EXPECT_TRUE(is_page(first.pages[i], static_cast<int>(i) + 1)) << i;
        EXPECT_EQ(first.pages[i].sheet, static_cast<int>(i) + 1);
    }
    if (c.end == SourceEnd::tray_empty) return;
    const Scan second = scan();
    EXPECT_EQ(second.end.why, SourceEnd::tray_empty) << second.end.detail;
    EXPECT_EQ(static_cast<int>(first.pages.size() + second.pages.size()), sheets);
}

INSTANTIATE_TEST_SUITE_P(
    Libsane, SaneFaults,
    ::testing::Values(FaultCase{"", SourceEnd::tray_empty, 6}, FaultCase{"jam@4", SourceEnd::jam, 3},
                      FaultCase{"jam-read@2", SourceEnd::jam, 1}, FaultCase{"cover@1", SourceEnd::cover_open, 0},
                      FaultCase{"double-feed@3", SourceEnd::double_feed, 2},
                      FaultCase{"io@5", SourceEnd::device_lost, 4}, FaultCase{"warming@2", SourceEnd::tray_empty, 6},
                      FaultCase{"hang@3", SourceEnd::timed_out, 2}, FaultCase{"stopbutton@6", SourceEnd::stopped, 5},
                      FaultCase{"short@4", SourceEnd::damaged_page, 3}),
    [](const ::testing::TestParamInfo<FaultCase>& fault_case) {
        std::string name = fault_case.param.fault.empty() ? "none" : fault_case.param.fault;
        std::replace_if(
            name.begin(), name.end(), [](char ch) { return ch == '@' || ch == '-'; }, '_');
        return name;
    });

TEST_F(Sane, DevicesAreListed) {
    const auto devices = scanner::list_sane_devices();
    ASSERT_TRUE(devices.has_value());
    std::vector<std::string> names;
    for (const auto& device : *devices) names.push_back(device.name);
    EXPECT_THAT(names, ::testing::UnorderedElementsAre("fujitsu:emulated", "canon_dr:emulated", "epsonds:emulated",
                                                       "kiemphieu:emulated"));
}

TEST_F(Sane, EveryDriverGetsWhatACountNeeds) {
    const auto fujitsu = scanner::ask_sane_device("fujitsu:emulated", {});
    ASSERT_TRUE(fujitsu.has_value()) << base::to_string(fujitsu.error());
    for (const char* option :
         {"source=ADF Front", "mode=Gray", "resolution=200", "df-action=Stop", "df-thickness=yes", "df-length=yes",
          "swcrop=no", "swdeskew=no", "swskip=0", "page-height=297", "br-y=297"}) {
        EXPECT_THAT(fujitsu->set, Contains(option));
    }
    EXPECT_TRUE(fujitsu->remarks.empty());

    const auto canon =
        scanner::ask_sane_device("canon_dr:emulated", {300, scanner::Sides::duplex, scanner::ColourMode::gray});
    ASSERT_TRUE(canon.has_value());
    for (const char* option : {"source=ADF Duplex", "resolution=300", "df-thickness=yes", "rollerdeskew=no"}) {
        EXPECT_THAT(canon->set, Contains(option));
    }
    EXPECT_TRUE(canon->remarks.empty());

    const auto epson = scanner::ask_sane_device("epsonds:emulated", {});
    ASSERT_TRUE(epson.has_value());
    EXPECT_THAT(epson->set, Contains("adf-skew=no"));
    EXPECT_EQ(epson->remarks.size(), 1U);  // no setting for double feeds

    // A plain driver has no 240 dpi: the next above is taken. It has no 400 either: refused.
    const auto plain = scanner::ask_sane_device("kiemphieu:emulated", {240});
    ASSERT_TRUE(plain.has_value());
    EXPECT_EQ(plain->family, "generic");
    EXPECT_THAT(plain->set, Contains("source=ADF"));
    EXPECT_THAT(plain->set, Contains("resolution=300"));
    const auto refused = scanner::ask_sane_device("kiemphieu:emulated", {400});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().failure_class, base::FailureClass::bad_input);
    EXPECT_EQ(refused.error().place, "resolution");
}

TEST_F(Sane, ADeviceThatIsNotThereIsTheWorldsFault) {
    const auto source = scanner::open_sane_source("fujitsu:elsewhere", {});
    ASSERT_FALSE(source.has_value());
    EXPECT_EQ(source.error().failure_class, base::FailureClass::world);
}

TEST_F(Sane, DuplexGivesFrontsAndBacksAndAStopIsSticky) {
    auto source =
        scanner::open_sane_source("fujitsu:emulated", {200, scanner::Sides::duplex, scanner::ColourMode::gray});
    ASSERT_TRUE(source.has_value());
    EXPECT_EQ(std::get<scanner::SourcePage>((*source)->next()).side, scanner::Side::front);
    const auto back = std::get<scanner::SourcePage>((*source)->next());
    EXPECT_EQ(back.side, scanner::Side::back);
    EXPECT_EQ(back.sheet, 1);
    (*source)->stop();
    EXPECT_EQ(std::get<scanner::EndOfPages>((*source)->next()).why, SourceEnd::stopped);
    EXPECT_EQ(std::get<scanner::EndOfPages>((*source)->next()).why, SourceEnd::stopped);
}

}  // namespace
}  // namespace kiemphieu
