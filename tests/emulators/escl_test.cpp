// The eSCL source against the emulated device over real HTTP: every fault is told apart, and pages given are pages
// kept.

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"
#include "scanner/escl/escl_source.hpp"
#include "tests/emulators/emulator_process.hpp"
#include "tests/emulators/small_jpeg.hpp"

namespace kiemphieu {
namespace {

namespace fs = std::filesystem;
using scanner::SourceEnd;
using testing::EmulatorProcess;

constexpr int sheets = 6;

/// A folder of small whole JPEGs, each other bytes.
class Tray {
  public:
    Tray() : folder_(fs::temp_directory_path() / ("kiemphieu-tray-" + std::to_string(::getpid()))) {
        fs::create_directories(folder_);
        for (int i = 1; i <= sheets; ++i) {
            const auto jpeg = testing::small_jpeg(i);
            const auto written = base::write_file_durably(folder_ / ("p" + std::to_string(i) + ".jpg"), jpeg);
            EXPECT_TRUE(written.has_value());
        }
    }
    ~Tray() { fs::remove_all(folder_); }
    const fs::path& folder() const { return folder_; }

  private:
    fs::path folder_;
};

struct Scan {
    std::vector<scanner::SourcePage> pages;
    scanner::EndOfPages end;
};

Scan scan(const std::string& address, const scanner::ScanSettings& wanted = {}) {
    scanner::EsclTimes times;
    times.silence = std::chrono::milliseconds{1500};
    times.busy = std::chrono::milliseconds{60'000};
    auto source = scanner::open_escl_source(address, wanted, times);
    Scan out;
    if (!source) {
        ADD_FAILURE() << base::to_string(source.error());
        return out;
    }
    while (true) {
        auto next = (*source)->next();
        if (auto* end = std::get_if<scanner::EndOfPages>(&next)) {
            out.end = *end;
            // The end is sticky.
            EXPECT_EQ(std::get<scanner::EndOfPages>((*source)->next()), *end);
            return out;
        }
        out.pages.push_back(std::get<scanner::SourcePage>(std::move(next)));
    }
}

struct FaultCase {
    std::string fault;
    SourceEnd end;
    int pages_before;  ///< given before the end
};

void PrintTo(const FaultCase& c, std::ostream* out) {
    *out << (c.fault.empty() ? "none" : c.fault);
}

class EsclFaults : public ::testing::TestWithParam<FaultCase> {};

TEST_P(EsclFaults, IsToldApartAndNothingIsGivenTwice) {
    const Tray tray;
    const FaultCase& c = GetParam();
    std::vector<std::string> arguments{"--folder", tray.folder().string(), "--slow-ms", "4000"};
    if (!c.fault.empty()) arguments.insert(arguments.end(), {"--fault", c.fault});
    EmulatorProcess device(ESCL_EMULATOR, arguments);
    const Scan first = scan(device.address());
    EXPECT_EQ(scanner::name_of(first.end.why), scanner::name_of(c.end)) << first.end.detail;
    EXPECT_EQ(static_cast<int>(first.pages.size()), c.pages_before) << first.end.detail;

    // What was given is, in order, what lay in the tray, byte for byte.
    for (std::size_t i = 0; i < first.pages.size(); ++i) {
        EXPECT_EQ(first.pages[i].bytes, testing::small_jpeg(static_cast<int>(i) + 1));
        EXPECT_EQ(first.pages[i].sheet, static_cast<int>(i) + 1);
    }
    // After the operator has cleared the device the rest comes.
    device.operate("clear");
    if (c.end == SourceEnd::tray_empty) return;
    const Scan second = scan(device.address());
    EXPECT_EQ(second.end.why, SourceEnd::tray_empty) << second.end.detail;
    const int lost_in_device = c.fault.starts_with("slow") ? 1 : 0;  // sent into a connection nobody read any more
    EXPECT_EQ(static_cast<int>(first.pages.size() + second.pages.size()), sheets - lost_in_device);
}

INSTANTIATE_TEST_SUITE_P(Escl, EsclFaults,
                         ::testing::Values(FaultCase{"", SourceEnd::tray_empty, 6},
                                           FaultCase{"jam@4", SourceEnd::jam, 3}, FaultCase{"jam@1", SourceEnd::jam, 0},
                                           FaultCase{"door@2", SourceEnd::cover_open, 1},
                                           FaultCase{"hatch@6", SourceEnd::cover_open, 5},
                                           FaultCase{"multipick@3", SourceEnd::double_feed, 2},
                                           FaultCase{"mispick@5", SourceEnd::mispick, 4},
                                           FaultCase{"busy@3", SourceEnd::tray_empty, 6},
                                           FaultCase{"slow@2", SourceEnd::timed_out, 1},
                                           FaultCase{"truncated@4", SourceEnd::damaged_page, 3},
                                           FaultCase{"dropped@3", SourceEnd::damaged_page, 2},
                                           FaultCase{"stopbutton@4", SourceEnd::stopped, 3}),
                         [](const ::testing::TestParamInfo<FaultCase>& fault_case) {
                             std::string name = fault_case.param.fault.empty() ? "none" : fault_case.param.fault;
                             std::replace(name.begin(), name.end(), '@', '_');
                             return name;
                         });

TEST(Escl, DuplexGivesFrontsAndBacks) {
    const Tray tray;
    EmulatorProcess device(ESCL_EMULATOR, {"--folder", tray.folder().string(), "--duplex"});
    const Scan all = scan(device.address(), {300, scanner::Sides::duplex, scanner::ColourMode::gray});
    EXPECT_EQ(all.end.why, SourceEnd::tray_empty);
    ASSERT_EQ(all.pages.size(), 6U);
    EXPECT_EQ(all.pages[0].side, scanner::Side::front);
    EXPECT_EQ(all.pages[1].side, scanner::Side::back);
    EXPECT_EQ(all.pages[5].sheet, 3);
}

TEST(Escl, TheDeviceThatGoesAwayIsLost) {
    const Tray tray;
    EmulatorProcess device(ESCL_EMULATOR, {"--folder", tray.folder().string()});
    auto source = scanner::open_escl_source(device.address(), {});
    ASSERT_TRUE(source.has_value());
    EXPECT_TRUE(std::holds_alternative<scanner::SourcePage>((*source)->next()));
    device.kill();
    EXPECT_EQ(std::get<scanner::EndOfPages>((*source)->next()).why, SourceEnd::device_lost);
    EXPECT_FALSE(scanner::open_escl_source(device.address(), {}).has_value());
}

TEST(Escl, StopIsStickyAndEndsTheJob) {
    const Tray tray;
    EmulatorProcess device(ESCL_EMULATOR, {"--folder", tray.folder().string()});
    auto source = scanner::open_escl_source(device.address(), {});
    ASSERT_TRUE(source.has_value());
    EXPECT_TRUE(std::holds_alternative<scanner::SourcePage>((*source)->next()));
    (*source)->stop();
    EXPECT_EQ(std::get<scanner::EndOfPages>((*source)->next()).why, SourceEnd::stopped);
    // The device is free for the next run, and gives the rest.
    EXPECT_EQ(scan(device.address()).pages.size(), 5U);
}

TEST(Escl, ADeviceThatCannotServeIsRefused) {
    const Tray tray;
    EmulatorProcess device(ESCL_EMULATOR, {"--folder", tray.folder().string()});
    const auto duplex =
        scanner::open_escl_source(device.address(), {200, scanner::Sides::duplex, scanner::ColourMode::gray});
    ASSERT_FALSE(duplex.has_value());
    EXPECT_EQ(duplex.error().failure_class, base::FailureClass::bad_input);
    EXPECT_FALSE(scanner::open_escl_source(device.address(), {1200}).has_value());
    EXPECT_FALSE(scanner::open_escl_source("ftp://x", {}).has_value());
    const auto asked = scanner::ask_escl_device(device.address(), {240});
    ASSERT_TRUE(asked.has_value());
    EXPECT_EQ(asked->settings.dpi, 300);  // the nearest above
    EXPECT_EQ(asked->feeder, "ScannerAdfLoaded");
    EXPECT_FALSE(asked->remarks.empty());
}

}  // namespace
}  // namespace kiemphieu
