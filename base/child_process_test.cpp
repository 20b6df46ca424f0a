#include "base/child_process.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace kiemphieu::base {
namespace {

namespace fs = std::filesystem;

TEST(ChildProcess, TellsHowItEnded) {
    EXPECT_EQ(run_child({"true"}), ChildEnding::done);
    EXPECT_EQ(run_child({"false"}), ChildEnding::failed);
    EXPECT_EQ(run_child({"/no/such/program"}), ChildEnding::not_started);
    EXPECT_EQ(run_child({"sh", "-c", "kill -9 $$"}), ChildEnding::failed);
}

TEST(ChildProcess, WhatNeverEndsIsEnded) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(run_child({"sleep", "600"}, {.time = std::chrono::milliseconds{100}}), ChildEnding::timed_out);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{60});
}

TEST(ChildProcess, AFileGrowsNoLargerThanTheLimit) {
    const fs::path file = fs::temp_directory_path() / ("kiemphieu-child-" + std::to_string(::getpid()));
    // The limit is set just after the start, so the program waits a little before it writes.
    const std::string command = "sleep 0.2; head -c 3000000 /dev/zero > '" + file.string() + "'";
    EXPECT_EQ(run_child({"sh", "-c", command}, {.file_bytes = 1'000'000}), ChildEnding::failed);
    EXPECT_LE(fs::file_size(file), 1'000'000U);
    EXPECT_EQ(run_child({"sh", "-c", command}), ChildEnding::done);
    EXPECT_EQ(fs::file_size(file), 3'000'000U);
    fs::remove(file);
}

}  // namespace
}  // namespace kiemphieu::base
