// kill -9 at random moments of a scan: no page that the scanner knows to be taken is lost, none is there twice, and
// feeding the whole stack again brings in what was in the air.
// KIEMPHIEU_KILLS sets how many kills (12 when unset).

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "station/case/case_folder.hpp"
#include "tests/emulators/demo_stack.hpp"
#include "tests/emulators/emulator_process.hpp"

namespace kiemphieu {
namespace {

namespace fs = std::filesystem;

constexpr int sheets = 100;

/// Its exit code, or nothing when a signal ended it.
std::optional<int> wait_for(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? std::optional<int>(WEXITSTATUS(status)) : std::nullopt;
}

int run(const std::vector<std::string>& arguments) {
    return wait_for(testing::start_program(KIEMPHIEU, arguments)).value_or(-1);
}

/// A device whose tray outlives the program that scans.
class Device {
  public:
    virtual ~Device() = default;
    virtual std::string from() const = 0;
    /// Lays the whole stack in.
    virtual void reload() = 0;
    struct Counts {
        int confirmed{};  ///< pages after which the next was asked for
        bool empty{};
    };
    virtual Counts counts() const = 0;
};

class EsclDevice final : public Device {
  public:
    explicit EsclDevice(const fs::path& tray)
        : process_(ESCL_EMULATOR, {"--folder", tray.string(), "--delay-ms", "4"}) {}
    std::string from() const override { return "escl:" + process_.address(); }
    void reload() override { process_.operate("reload"); }
    Counts counts() const override { return {process_.counts().confirmed, process_.counts().empty}; }

  private:
    testing::EmulatorProcess process_;
};

class SaneDevice final : public Device {
  public:
    explicit SaneDevice(const fs::path& tray) : state_(tray.parent_path() / "sane-state") {
        // libsane looks for drivers and their list there.
        ::setenv("LD_LIBRARY_PATH", SANE_FOLDER, 1);
        ::setenv("SANE_CONFIG_DIR", SANE_FOLDER, 1);
        ::setenv("KIEMPHIEU_SANE_TRAY", tray.c_str(), 1);
        ::setenv("KIEMPHIEU_SANE_STATE", state_.c_str(), 1);
    }
    std::string from() const override { return "sane:fujitsu:emulated"; }
    void reload() override { fs::remove(state_); }
    Counts counts() const override {
        std::ifstream in(state_);
        int page = 0;
        int confirmed = 0;
        in >> page >> confirmed;
        return {confirmed, page >= sheets};
    }

  private:
    fs::path state_;
};

class ScanKills : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        work_ = fs::temp_directory_path() / ("kiemphieu-kill-" + std::to_string(::getpid()));
        stack_ = std::make_unique<testing::DemoStack>(KIEMPHIEU, work_, 25, sheets);
        ASSERT_EQ(stack_->sheets().size(), static_cast<std::size_t>(sheets));
        if (GetParam() == "escl") {
            device_ = std::make_unique<EsclDevice>(stack_->tray());
        } else {
            device_ = std::make_unique<SaneDevice>(stack_->tray());
        }
    }
    void TearDown() override { fs::remove_all(work_); }

    /// The images the record has; each must be there once, and readable.
    std::set<base::Digest> recorded(const fs::path& folder) {
        std::set<base::Digest> images;
        const auto opened = station::CaseFolder::open(folder);
        EXPECT_TRUE(opened.has_value()) << (opened ? "" : base::to_string(opened.error()));
        if (!opened) return images;
        for (const station::AcceptedSheet& sheet : opened->record().state().sheets) {
            EXPECT_TRUE(images.insert(sheet.key.image).second) << "a page is there twice";
            // eSCL keeps the scanner's own bytes; a raw page of SANE is another file of the same sheet.
            if (GetParam() == "escl") {
                EXPECT_TRUE(stack_->sheets().contains(sheet.key.image)) << "a page nobody scanned";
            }
        }
        return images;
    }

    fs::path work_;
    std::unique_ptr<testing::DemoStack> stack_;
    std::unique_ptr<Device> device_;
};

TEST_P(ScanKills, NothingIsLostAndNothingIsDoubled) {
    const char* wanted_text = std::getenv("KIEMPHIEU_KILLS");
    const int wanted = wanted_text != nullptr ? std::atoi(wanted_text) : 12;
    Device& device = *device_;
    std::mt19937 random(20231215);
    std::uniform_int_distribution<int> moment_ms(20, 400);
    int kills = 0;
    for (int round = 0; kills < wanted; ++round) {
        const fs::path folder = stack_->fresh_case(round);
        const std::vector<std::string> scan{"scan", folder.string(), "--from", device.from()};
        device.reload();
        while (kills < wanted && !device.counts().empty) {
            const pid_t pid = testing::start_program(KIEMPHIEU, scan);
            std::this_thread::sleep_for(std::chrono::milliseconds(moment_ms(random)));
            ::kill(pid, SIGKILL);
            if (!wait_for(pid)) ++kills;
        }
        // What the scanner knows to be taken is in the record once the left-behind pages are taken in.
        const int confirmed = device.counts().confirmed;
        const int code = run({"scan", folder.string(), "--continue"});
        EXPECT_TRUE(code == 0 || code == 1) << code;
        EXPECT_GE(static_cast<int>(recorded(folder).size()), confirmed);
        // The whole stack again: what was in the air when the process died comes in, the rest is known.
        device.reload();
        const int again = run(scan);
        EXPECT_TRUE(again == 0 || again == 1) << again;
        EXPECT_EQ(recorded(folder).size(), stack_->sheets().size());
        const auto report = station::verify_record(folder);
        ASSERT_TRUE(report.has_value());
        EXPECT_TRUE(report->holds());
        EXPECT_FALSE(fs::exists(folder / "spool") && !fs::is_empty(folder / "spool"));
    }
    RecordProperty("kills", kills);
    std::printf("%d kills\n", kills);
}

INSTANTIATE_TEST_SUITE_P(Through, ScanKills, ::testing::Values("escl", "sane"),
                         [](const ::testing::TestParamInfo<std::string>& driver) { return driver.param; });

}  // namespace
}  // namespace kiemphieu
