// Many files at once into a store.
#include "station/rollup/take.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "tests/rollup/unit_fixture.hpp"

namespace kiemphieu::station::rollup {
namespace {

using ::testing::SizeIs;

class TakeTest : public UnitTest {
  protected:
    void SetUp() override {
        UnitTest::SetUp();
        where_ = rollup::testing::fresh_store();
    }
    TakeSummary take(const std::vector<fs::path>& files, Repeat repeat = Repeat::skip_known) {
        auto store = open_rollup_store(where_).value();
        const TakeOptions options{{register_, trust_, passphrases_, {2023, 12, 20}, 1}, repeat, 2};
        const auto summary = take_files(*store, files, options, {});
        EXPECT_TRUE(summary.has_value()) << base::to_string(summary.error());
        return summary.value_or(TakeSummary{});
    }
    RollupContents contents() { return open_rollup_store(where_).value()->contents().value(); }

    std::string where_;
};

TEST_F(TakeTest, ARefusedFileChangesNothingOfWhatWasTaken) {
    auto bytes = base::read_file(package_).value();
    bytes[bytes.size() / 2] ^= 1;
    const fs::path altered = written("altered-too.zip", bytes);
    TakeSummary summary = take({altered, package_, report("A"), report("B"), package_});
    EXPECT_EQ(summary.added, 3U);
    EXPECT_EQ(summary.known, 1U);
    EXPECT_EQ(summary.broken, 1U);
    const RollupContents before = contents();
    summary = take({package_, altered, report("B")});
    EXPECT_EQ(summary.added, 0U);
    EXPECT_EQ(summary.known, 2U);
    EXPECT_EQ(contents(), before);
}

TEST_F(TakeTest, FiguresAlteredInTheStoreAreFoundByTakingAgain) {
    take({package_});
    EXPECT_EQ(take({package_}, Repeat::examine_again).known, 1U);
    {
        SQLite::Database database(where_ + "/rollup.sqlite", SQLite::OPEN_READWRITE);
        EXPECT_THROW(database.exec("UPDATE people SET high = high + 1, low = low - 1 WHERE low > 0"),
                     SQLite::Exception);
        database.exec("DROP TRIGGER people_never_UPDATE");
        database.exec("UPDATE people SET high = high + 1, low = low - 1 WHERE low > 0");
    }
    EXPECT_EQ(take({package_}).known, 1U) << "by its digest alone";
    EXPECT_EQ(take({package_}, Repeat::examine_again).differing, 1U);
}

TEST_F(TakeTest, AFileThatIsGoneStopsTheTakingAndKeepsWhatWasTaken) {
    auto store = open_rollup_store(where_).value();
    const TakeOptions options{{register_, trust_, passphrases_, {2023, 12, 20}, 1}, Repeat::skip_known, 1};
    const std::vector<fs::path> files{report("A"), root_ / "gone.zip", report("B")};
    EXPECT_FALSE(take_files(*store, files, options, {}).has_value());
    EXPECT_THAT(store->contents().value().submissions, SizeIs(1));
}

}  // namespace
}  // namespace kiemphieu::station::rollup
