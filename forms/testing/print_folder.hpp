#pragma once
// A temporary folder to print into, and other people's programs that look at what was printed.

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace kiemphieu::forms::testing {

/// A fixture with a folder of its own, removed at the end.
class PrintFolder : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = ::testing::TempDir() + "kiemphieu_print_XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
};

/// What a shell command prints; "failed: …" when it can't run or ends with an error.
inline std::string output_of(const std::string& command) {
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return "failed: no pipe";
    std::array<char, 4096> buffer{};
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), got);
    return pclose(pipe) == 0 ? out : "failed: " + out;
}

}  // namespace kiemphieu::forms::testing
