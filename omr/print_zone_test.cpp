#include "omr/print_zone.hpp"

#include <random>

#include <gtest/gtest.h>

#include "omr/testing/synthetic_page.hpp"

namespace kiemphieu::omr {
namespace {

class PrintZones : public ::testing::Test {
  protected:
    PrintZones() : layout_(testing::synthetic_layout(8)), zone_(PrintZone::create(layout_.pages.front())) {}

    forms::BallotLayout layout_;
    base::Expected<PrintZone, base::Failure> zone_;
};

TEST_F(PrintZones, SayTheSameOfManyPlacesAsOfEach) {
    ASSERT_TRUE(zone_.has_value());
    const base::PageRect region = zone_->region().grown(5);
    std::mt19937 random(63);
    std::uniform_real_distribution<double> share(0, 1);
    std::uniform_real_distribution<double> step_mm(-0.2, 0.2);
    int mixed = 0;
    for (int line = 0; line < 20'000; ++line) {
        const base::PagePoint origin{region.x + share(random) * region.w, region.y + share(random) * region.h};
        // Level, upright and askew; some beyond the region's rim.
        const base::PagePoint step{line % 3 == 1 ? 0 : step_mm(random), line % 3 == 0 ? 0.002 : step_mm(random)};
        const std::uint32_t wanted = static_cast<std::uint32_t>(random()) | 1U << (line % 32);
        std::uint32_t bare = 0;
        for (int i = 0; i < 32; ++i) {
            const bool is_bare = zone_->at(origin.x + step.x * i, origin.y + step.y * i) == 0;
            bare |= static_cast<std::uint32_t>(is_bare) << i;
        }
        ASSERT_EQ(zone_->bare_of(origin, step, wanted), bare & wanted) << "line " << line;
        mixed += (bare & wanted) != 0 && (bare & wanted) != wanted ? 1 : 0;
    }
    EXPECT_GT(mixed, 1000);
}

TEST_F(PrintZones, TellWhatLiesBesidePrint) {
    ASSERT_TRUE(zone_.has_value());
    const base::PageRect region = zone_->region().grown(1);
    constexpr double reach = 0.19;
    int beside = 0;
    for (double y = region.y; y < region.bottom(); y += 0.37) {
        for (double x = region.x; x < region.right(); x += 0.23) {
            const bool expected = zone_->at(x - reach, y) != 0 || zone_->at(x + reach, y) != 0 ||
                                  zone_->at(x, y - reach) != 0 || zone_->at(x, y + reach) != 0;
            ASSERT_EQ(zone_->is_beside_print({x, y}, reach), expected) << x << ", " << y;
            beside += expected ? 1 : 0;
        }
    }
    EXPECT_GT(beside, 1000);
}

}  // namespace
}  // namespace kiemphieu::omr
