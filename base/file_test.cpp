#include "base/file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace kiemphieu::base {
namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
  protected:
    FileTest() : folder_(fs::temp_directory_path() / ("kiemphieu-file-test-" + std::to_string(::getpid()))) {
        fs::create_directories(folder_);
    }
    ~FileTest() override { fs::remove_all(folder_); }
    fs::path folder_;
};

TEST_F(FileTest, WritesAndReadsBackWithoutLeavingAPartialFile) {
    const auto path = folder_ / "a.bin";
    ASSERT_TRUE(write_file_durably(path, as_bytes("first")));
    ASSERT_TRUE(write_file_durably(path, as_bytes("second")));
    EXPECT_EQ(read_text_file(path).value(), "second");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}), 1);
}

TEST_F(FileTest, NamesTheMissingFile) {
    const auto missing = read_file(folder_ / "none.jpg");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().failure_class, FailureClass::bad_input);
    EXPECT_NE(to_string(missing.error()).find("none.jpg"), std::string::npos);
}

TEST_F(FileTest, RefusesMoreThanTheLimitBeforeReading) {
    const auto path = folder_ / "big.bin";
    ASSERT_TRUE(write_file_durably(path, as_bytes("0123456789")));
    EXPECT_FALSE(read_file(path, 9));
    EXPECT_TRUE(read_file(path, 10));
}

TEST_F(FileTest, TellsAnUnwritableFolderAsTheWorldsFault) {
    const auto result = write_file_durably(folder_ / "no" / "such" / "folder.bin", as_bytes("x"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().failure_class, FailureClass::world);
}

TEST(FileBlocks, TogetherTheyAreTheFile) {
    const std::filesystem::path path = std::filesystem::path(::testing::TempDir()) / "kiemphieu-blocks";
    for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 16U, 20U}) {
        const std::string text = std::string("one block after another").substr(0, size);
        ASSERT_TRUE(write_file_durably(path, as_bytes(text)).has_value());
        std::string seen;
        ASSERT_TRUE(read_blocks(path, 8, [&](Bytes block) {
                        EXPECT_LE(block.size(), 8U);
                        seen.append(block.begin(), block.end());
                    }).has_value());
        EXPECT_EQ(seen, text);
    }
    std::filesystem::remove(path);
    EXPECT_FALSE(read_blocks(path, 8, [](Bytes) {}).has_value());
}

}  // namespace
}  // namespace kiemphieu::base
