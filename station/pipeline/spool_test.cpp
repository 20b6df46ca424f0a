#include "station/pipeline/spool.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;

class Spool : public ::testing::Test {
  protected:
    void SetUp() override {
        case_ = fs::temp_directory_path() / ("kiemphieu-spool-" + std::to_string(::getpid()));
        fs::remove_all(case_);
    }
    void TearDown() override { fs::remove_all(case_); }

    static scanner::SourcePage page(const std::string& name) {
        scanner::SourcePage out;
        out.bytes = {0xFF, 0xD8, 0xFF, 0xD9};
        out.name = name;
        return out;
    }

    fs::path case_;
};

TEST_F(Spool, KeepsPagesOfARunThatEndedBadlyInTheirOrder) {
    {
        auto run = SpoolRun::begin(case_, "escl:10.0.0.5", "bàn 1");
        ASSERT_TRUE(run.has_value());
        ASSERT_TRUE(run->put(page("")).has_value());
        // The name of a hot folder's file looks like one of a write that was cut off.
        ASSERT_TRUE(run->put(page("scan.part1.jpg")).has_value());
        // A living run's pages are its own.
        EXPECT_TRUE(SpoolRun::left_behind(case_)->empty());
    }
    auto left = SpoolRun::left_behind(case_);
    ASSERT_TRUE(left.has_value());
    ASSERT_EQ(left->size(), 1U);
    EXPECT_TRUE(left->front().source().starts_with("escl:10.0.0.5 #"));
    EXPECT_EQ(left->front().batch_name(), "bàn 1");
    const auto pages = left->front().pages();
    ASSERT_TRUE(pages.has_value());
    ASSERT_EQ(pages->size(), 2U);
    EXPECT_LT(pages->front().name, pages->back().name);
    for (const SpooledPage& one : *pages) left->front().release(one);
    left->clear();
    EXPECT_TRUE(fs::is_empty(case_ / "spool"));
}

}  // namespace
}  // namespace kiemphieu::station
