#include "scanner/folder/hot_folder.hpp"

#include <fstream>
#include <map>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tiffio.h>
#include <turbojpeg.h>
#include <unistd.h>

#include "base/file.hpp"

namespace kiemphieu::scanner {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string jpeg(int number) {
    constexpr int side = 64;
    std::vector<std::uint8_t> pixels(side * side, 255);
    for (int i = 0; i < side; ++i) pixels[static_cast<std::size_t>((number % side) * side + i)] = 0;
    unsigned char* out = nullptr;
    unsigned long size = 0;
    tjhandle handle = tjInitCompress();
    tjCompress2(handle, pixels.data(), side, side, side, TJPF_GRAY, &out, &size, TJSAMP_GRAY, 80, 0);
    std::string bytes(reinterpret_cast<char*>(out), size);
    tjFree(out);
    tjDestroy(handle);
    return bytes;
}

/// A TIFF of so many pages.
std::string tiff(int pages, const fs::path& scratch) {
    TIFF* file = TIFFOpen(scratch.c_str(), "w");
    std::vector<std::uint8_t> row(64, 200);
    for (int page = 0; page < pages; ++page) {
        TIFFSetField(file, TIFFTAG_IMAGEWIDTH, 64);
        TIFFSetField(file, TIFFTAG_IMAGELENGTH, 64);
        TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, 8);
        TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, 1);
        TIFFSetField(file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
        for (std::uint32_t y = 0; y < 64; ++y) TIFFWriteScanline(file, row.data(), y);
        TIFFWriteDirectory(file);
    }
    TIFFClose(file);
    std::ifstream in(scratch, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    fs::remove(scratch);
    return bytes;
}

/// A folder with writers that act at set times, and a clock that goes only while the source waits.
class HotFolderTest : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("kiemphieu-hot-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    /// At a second of the story, something is done.
    void at(int second, std::function<void()> act) { story_.emplace(seconds{second}, std::move(act)); }
    void write(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        touch(name);
    }
    void append(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary | std::ios::app) << bytes;
        touch(name);
    }

    /// Runs the source until nothing came for five minutes of its time; the names it gave, in order.
    std::vector<std::string> run() {
        HotFolderTimes times;
        times.idle = seconds{300};
        HotFolderClock clock{[&] { return std::chrono::steady_clock::time_point{} + now_; },
                             [&](milliseconds longest) { go_on(longest); }};
        auto source = open_hot_folder(
            folder_, times, [&](const std::string& name, const std::string& why) { aside_[name] = why; }, clock);
        EXPECT_TRUE(source.has_value());
        go_on(milliseconds{0});
        std::vector<std::string> names;
        while (true) {
            auto next = (*source)->next();
            if (auto* end = std::get_if<EndOfPages>(&next)) {
                EXPECT_EQ(end->why, SourceEnd::finished) << end->detail;
                return names;
            }
            const auto& page = std::get<SourcePage>(next);
            names.push_back(page.name);
            given_[page.name] = std::string(page.bytes.begin(), page.bytes.end());
            given_at_[page.name] = now_;
        }
    }

    std::vector<std::string> files_in(const std::string& name) {
        std::vector<std::string> out;
        if (!fs::exists(folder_ / name)) return out;
        for (const auto& entry : fs::directory_iterator(folder_ / name)) {
            if (entry.is_regular_file()) out.push_back(entry.path().filename().string());
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    fs::path folder_;
    std::map<std::string, std::string> given_;
    std::map<std::string, milliseconds> given_at_;
    std::map<std::string, std::string> aside_;

  private:
    /// File times follow the story's clock, so that a write always shows.
    void touch(const std::string& name) {
        fs::last_write_time(folder_ / name, fs::file_time_type{} + std::chrono::hours{1'000'000 / 60} + now_);
    }

    void go_on(milliseconds longest) {
        const milliseconds until = now_ + longest;
        const auto next = story_.begin();
        if (next == story_.end() || next->first > until) {
            now_ = until;
            return;
        }
        now_ = std::max(now_, next->first);
        const auto act = next->second;
        story_.erase(next);
        act();
    }

    milliseconds now_{0};
    std::multimap<milliseconds, std::function<void()>> story_;
};

TEST_F(HotFolderTest, WholeFilesAreTakenInNaturalOrderWhenAtRest) {
    at(0, [&] {
        write("scan10.jpg", jpeg(10));
        write("scan9.jpg", jpeg(9));
        write(".hidden.jpg", jpeg(1));
        write("x.part", jpeg(2));
    });
    EXPECT_THAT(run(), ElementsAre("scan9.jpg", "scan10.jpg"));
    EXPECT_EQ(given_["scan9.jpg"], jpeg(9));
    EXPECT_GE(given_at_["scan9.jpg"], seconds{5});
    EXPECT_THAT(files_in("taken"), ElementsAre("scan10.jpg", "scan9.jpg"));
    EXPECT_THAT(files_in("."), ElementsAre(".hidden.jpg", "x.part"));
    EXPECT_THAT(aside_, IsEmpty());
}

TEST_F(HotFolderTest, ASlowWriterIsWaitedFor) {
    const std::string whole = jpeg(3);
    const std::size_t part = whole.size() / 4;
    at(0, [&] { write("a.jpg", whole.substr(0, part)); });
    at(3, [&] { append("a.jpg", whole.substr(part, part)); });
    at(7, [&] { append("a.jpg", whole.substr(2 * part, part)); });
    at(40, [&] { append("a.jpg", whole.substr(3 * part)); });  // paused far longer than a file rests
    EXPECT_THAT(run(), ElementsAre("a.jpg"));
    EXPECT_EQ(given_["a.jpg"], whole);
    EXPECT_THAT(aside_, IsEmpty());
}

TEST_F(HotFolderTest, AFileOpenedAgainAndCutIsTakenAsItIsAtTheEnd) {
    at(0, [&] { write("a.jpg", jpeg(1)); });
    at(3, [&] { write("a.jpg", ""); });
    at(4, [&] { write("a.jpg", jpeg(2)); });
    at(1, [&] { write("b.tmp", jpeg(4)); });
    at(9, [&] { fs::rename(folder_ / "b.tmp", folder_ / "b.jpg"); });
    EXPECT_THAT(run(), ElementsAre("a.jpg", "b.jpg"));
    EXPECT_EQ(given_["a.jpg"], jpeg(2));
    EXPECT_EQ(given_["b.jpg"], jpeg(4));
}

TEST_F(HotFolderTest, WhatIsNoWholeImageIsSetAsideWithItsReason) {
    const std::string stack = tiff(20, folder_ / "scratch");
    // A PNG header that promises 60,000 × 60,000 pixels.
    const std::string bomb("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\0\0\0\0\x1b\x2d\x3c\x4d", 33);
    at(0, [&] {
        write("empty.jpg", "");
        write("letter.txt", "not an image");
        write("cut.tif", stack.substr(0, stack.size() * 6 / 10));
        write("cut.jpg", jpeg(5).substr(0, jpeg(5).size() / 2));
        write("bomb.png", bomb);
        write("good.tif", stack);
    });
    EXPECT_THAT(run(), ElementsAre("good.tif"));
    EXPECT_THAT(files_in("rejected"),
                ElementsAre("bomb.png", "bomb.png.txt", "cut.jpg", "cut.jpg.txt", "cut.tif", "cut.tif.txt", "empty.jpg",
                            "empty.jpg.txt", "letter.txt", "letter.txt.txt"));
    EXPECT_EQ(aside_.size(), 5U);
    EXPECT_THAT(aside_["empty.jpg"], HasSubstr("is empty"));
    EXPECT_THAT(*base::read_text_file(folder_ / "rejected/cut.tif.txt"), HasSubstr("cut.tif"));
    EXPECT_THAT(files_in("."), IsEmpty());
}

TEST_F(HotFolderTest, AFileThatGoesOnAfterItWasSetAsideComesBack) {
    const std::string whole = jpeg(6);
    at(0, [&] { write("a.jpg", whole.substr(0, 100)); });
    at(200, [&] { append("rejected/a.jpg", whole.substr(100)); });
    EXPECT_THAT(run(), ElementsAre("a.jpg"));
    EXPECT_EQ(given_["a.jpg"], whole);
    EXPECT_EQ(aside_.size(), 1U);
}

TEST_F(HotFolderTest, PagesAddedToATakenFileComeToo) {
    const std::string whole = tiff(3, folder_ / "scratch");
    const std::string longer = tiff(5, folder_ / "scratch");
    at(0, [&] { write("stack.tif", whole); });
    at(20, [&] { write("taken/stack.tif", longer); });
    EXPECT_THAT(run(), ElementsAre("stack.tif", "stack.tif"));
    EXPECT_EQ(given_["stack.tif"], longer);
}

TEST_F(HotFolderTest, AFileWrittenAnewWhileItsFirstScanIsStoredIsAnotherScan) {
    HotFolderTimes times;
    times.settle = milliseconds{20};
    auto source = open_hot_folder(folder_, times, {});
    ASSERT_TRUE(source.has_value());
    write("scan.jpg", jpeg(1));
    ASSERT_TRUE(std::holds_alternative<SourcePage>((*source)->next()));
    std::ofstream(folder_ / "scan.jpg", std::ios::binary) << jpeg(2);
    const auto second = (*source)->next();
    ASSERT_TRUE(std::holds_alternative<SourcePage>(second));
    const auto& bytes = std::get<SourcePage>(second).bytes;
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), jpeg(2));
}

TEST_F(HotFolderTest, AFileThatCannotBeMovedEndsTheWatch) {
    HotFolderTimes times;
    times.settle = milliseconds{20};
    auto source = open_hot_folder(folder_, times, {});
    ASSERT_TRUE(source.has_value());
    write("scan.jpg", jpeg(1));
    ASSERT_TRUE(std::holds_alternative<SourcePage>((*source)->next()));
    fs::remove_all(folder_ / "taken");
    std::ofstream(folder_ / "taken") << "a file where a folder should be";
    const auto end = (*source)->next();
    ASSERT_TRUE(std::holds_alternative<EndOfPages>(end));
    EXPECT_EQ(std::get<EndOfPages>(end).why, SourceEnd::device_fault);
}

TEST_F(HotFolderTest, TheSameNameTwiceLosesNothing) {
    at(0, [&] { write("scan.jpg", jpeg(1)); });
    at(60, [&] { write("scan.jpg", jpeg(2)); });
    EXPECT_THAT(run(), ElementsAre("scan.jpg", "scan.jpg"));
    EXPECT_THAT(files_in("taken"), ElementsAre("scan-2.jpg", "scan.jpg"));
}

TEST_F(HotFolderTest, StopEndsTheRealWaitAtOnce) {
    auto source = open_hot_folder(folder_, {}, {});
    ASSERT_TRUE(source.has_value());
    std::thread stopper([&] { (*source)->stop(); });
    EXPECT_EQ(std::get<EndOfPages>((*source)->next()).why, SourceEnd::stopped);
    stopper.join();
    EXPECT_FALSE(open_hot_folder(folder_ / "none", {}, {}).has_value());
}

TEST_F(HotFolderTest, TheRealWatchSeesAFileBeforeTheNextLook) {
    HotFolderTimes times;
    times.settle = milliseconds{20};
    times.look = std::chrono::minutes{10};  // only inotify can be quicker
    auto source = open_hot_folder(folder_, times, {});
    ASSERT_TRUE(source.has_value());
    std::thread writer([&] { std::ofstream(folder_ / "a.jpg", std::ios::binary) << jpeg(8); });
    const auto page = (*source)->next();
    writer.join();
    ASSERT_TRUE(std::holds_alternative<SourcePage>(page));
    EXPECT_EQ(std::get<SourcePage>(page).name, "a.jpg");
}

}  // namespace
}  // namespace kiemphieu::scanner
