// Facts of whole sheets on simulated scans: seen where they are, silent where they are not, and never a vote of another
// sheet counted.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "omr/read_page.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet_scenarios.hpp"

namespace kiemphieu {
namespace {

using omr::Flag;
using simulator::Grade;

bool has(const omr::SheetReading& reading, Flag flag) {
    return std::ranges::find(reading.flags, flag) != reading.flags.end();
}

class Hall {
  public:
    explicit Hall(Grade grade, std::uint64_t seed = 1) : seed_(seed) {
        const forms::Conference conference = simulator::sample_conference(6);
        layout_ = *forms::make_layout(conference, conference.styles.front(), base::ConferenceId{5});
        options_.grade = grade;
        options_.seed = seed;
        options_.habits = simulator::x_only();
        options_.key.fill(7);
        source_.emplace(layout_, options_);
        reader_.emplace(*omr::PageReader::create({layout_}, {options_.key, {}, forms::SealRule::require}));
    }

    simulator::SheetOrder order(int number) const {
        simulator::SheetOrder order = source_->order(number);
        order.conditions.wear.sealed = true;
        // In black and white a pale seal is gone, and nothing can tell that it was there.
        order.conditions.scan.bilevel_at.reset();
        return order;
    }
    simulator::SimulatedSheet sheet(const simulator::SheetOrder& order, int number,
                                    simulator::Colours colours = simulator::Colours::gray) {
        const auto random = simulator::Random(seed_).fork("sheet", static_cast<std::uint64_t>(number));
        auto sheet = colours == simulator::Colours::gray ? simulate(source_->printer(), order, {}, random)
                                                         : simulate_in_colour(source_->printer(), order, {}, random);
        return std::move(*sheet);
    }
    omr::SheetReading read(const base::PageImage& image) const {
        omr::DebugPictures none;
        if (image.format == base::PixelFormat::gray8) return reader_->read(image.gray(), none);
        const base::PageImage gray = base::to_gray(image);
        return reader_->read(
            gray.gray(), [&] { return std::optional(image); }, none);
    }
    const forms::BallotLayout& layout() const { return layout_; }
    const base::SecretKey& key() const { return options_.key; }
    simulator::Printer& printer() { return source_->printer(); }

  private:
    std::uint64_t seed_;
    forms::BallotLayout layout_;
    simulator::SheetSource::Options options_;
    std::optional<simulator::SheetSource> source_;
    std::optional<omr::PageReader> reader_;
};

int silent_errors(const omr::SheetReading& reading, const std::vector<simulator::RowTruth>& truth) {
    return static_cast<int>(std::ranges::count_if(reading.rows, [&](const omr::RowReading& row) {
        const auto level = omr::level_of(row.decision);
        const auto meant = std::ranges::find(truth, row.number, &simulator::RowTruth::number);
        return level && row.name_crossed == omr::NameCrossed::no &&
               (meant == truth.end() || simulator::level_of(*meant) != level);
    }));
}

struct Line {
    const char* scenario;
    int least_seen;  ///< of six sheets
    int most_seen{6};
};

/// Measured on six sheets of an ordinary office each; a sheet on top that covers only our margins shows nothing of
/// itself, so it is in the table for its votes alone.
const Line table[] = {
    {"on top, 14 to 60 mm off", 6},
    {"on top, 60 to 150 mm off", 6},
    {"on top, 150 to 280 mm off", 5},
    {"on top, 2 to 13 mm off", 0},
    {"underneath, 14 to 60 mm off, A4", 6},
    {"underneath, 60 to 150 mm off, A4", 6},
    {"underneath, 14 to 60 mm off, whole length", 6},
    {"underneath, 60 to 150 mm off, whole length", 6},
    {"one after the other, whole length", 6},
    {"image cut by 5 mm", 6},
    {"image cut by 8 mm", 6},
    {"edge torn off by 5 mm, dark lid", 6},
    {"edge torn off by 15 mm, dark lid", 6},
    {"one streak, darkness 0.4", 6},
    {"one fold, strength 0.4", 5},
    {"a corner folded in, 25 to 35 mm", 6},
    {"toner short by 0.20", 0, 0},
    {"toner short by 0.40", 5},
    {"seal red, gray scan", 0, 0},
    {"seal absent, gray scan", 6},
    {"seal red, colour scan", 0, 0},
    {"seal absent, colour scan", 6},
    {"seal copied black, colour scan", 6},
    {"seal blue, colour scan", 6},
};

class SheetFacts : public testing::TestWithParam<Line> {};

TEST_P(SheetFacts, AreSeenAndTurnNoVote) {
    Hall hall(Grade::office);
    const auto scenarios = simulator::sheet_scenarios([&](int i) { return hall.order(i); });
    const auto scenario = std::ranges::find(scenarios, GetParam().scenario, &simulator::Scenario::name);
    ASSERT_NE(scenario, scenarios.end());
    const auto flag = omr::parse_flag(scenario->flag);
    ASSERT_TRUE(flag);
    int seen = 0;
    for (int i = 0; i < 6; ++i) {
        simulator::SheetOrder order = hall.order(i);
        simulator::Random random = simulator::Random(3).fork("scenario", static_cast<std::uint64_t>(i));
        scenario->change(order, random);
        const auto sheet = hall.sheet(order, i, scenario->colours);
        const auto reading = hall.read(sheet.image);
        seen += has(reading, *flag) ? 1 : 0;
        const bool is_second = order.second && reading.code && reading.code->serial == order.second->code.serial;
        EXPECT_EQ(silent_errors(reading, is_second ? order.second->plan.rows : sheet.truth.rows), 0) << "sheet " << i;
    }
    EXPECT_GE(seen, GetParam().least_seen);
    EXPECT_LE(seen, GetParam().most_seen);
}

INSTANTIATE_TEST_SUITE_P(Table, SheetFacts, testing::ValuesIn(table), [](const auto& line) {
    std::string name;
    for (const char letter : std::string(line.param.scenario)) name += std::isalnum(letter) != 0 ? letter : '_';
    return name;
});

// None of the flags that send a sheet to people or a technician to the scanner may come by itself.
TEST(SheetFactsAlone, NothingIsSeenOnSheetsWithNothing) {
    for (const Grade grade : {Grade::clean, Grade::office}) {
        Hall hall(grade, 11);
        for (int i = 0; i < 40; ++i) {
            const auto sheet = hall.sheet(hall.order(i), i);
            const auto reading = hall.read(sheet.image);
            const auto done = [&](const char* defect) {
                return std::ranges::find(sheet.truth.defects, defect) != sheet.truth.defects.end();
            };
            EXPECT_EQ(reading.status, omr::PageStatus::read);
            EXPECT_FALSE(has(reading, Flag::double_feed)) << i;
            EXPECT_FALSE(has(reading, Flag::seal_missing)) << i;
            EXPECT_FALSE(has(reading, Flag::cut_edge) && !done("clipped")) << i;
            EXPECT_FALSE(has(reading, Flag::low_toner) && !done("pale_toner")) << i;
            EXPECT_FALSE(has(reading, Flag::folded) && !done("fold") && !done("dog_ear")) << i;
            EXPECT_FALSE(has(reading, Flag::streak) && !done("fold") && !done("streak")) << i;
        }
    }
}

// The technician is told where to wipe: within a millimetre is under the tip of the cloth.
TEST(SheetFactsAlone, AStreakIsPlacedOnTheGlass) {
    Hall hall(Grade::clean);
    for (const double at : {0.2, 0.34, 0.5, 0.77}) {
        for (const int rotation : {0, 180, 90}) {
            if (rotation == 90 && (at < 0.3 || at > 0.6)) continue;  // beside the table, where no mark can be hurt
            simulator::SheetOrder order = hall.order(1);
            order.conditions.scan.rotation_deg = rotation;
            order.conditions.scan.streaks = {{at, 3, 0.5}};
            const auto sheet = hall.sheet(order, 1);
            const auto reading = hall.read(sheet.image);
            const double expected_mm = at * sheet.image.width / 200.0 * base::mm_per_inch;
            ASSERT_EQ(reading.streaks.size(), 1U) << at << " turned " << rotation;
            EXPECT_NEAR(reading.streaks.front().at_mm, expected_mm, 1.0);
            EXPECT_NEAR(reading.streaks.front().width_mm, 3 / 200.0 * base::mm_per_inch, 0.3);
        }
    }
}

base::PageImage gray_page(std::uint8_t gray) {
    base::PageImage image;
    image.width = 1654;
    image.height = 2339;
    image.pixels.assign(1654U * 2339U, gray);
    return image;
}

TEST(SheetFactsAlone, WhatIsNoSheetOfOursIsNamed) {
    Hall hall(Grade::clean);
    EXPECT_EQ(hall.read(gray_page(250)).status, omr::PageStatus::blank);

    base::PageImage letter = gray_page(250);
    for (std::size_t y = 300; y < 1900; y += 60) {  // thirty lines of something like print
        for (std::size_t x = 200; x < 1400; ++x) {
            for (std::size_t k = 0; k < 20; ++k)
                letter.pixels[(y + k) * 1654 + x] = (x / 9 + k / 7) % 3 == 0 ? 30 : 250;
        }
    }
    EXPECT_EQ(hall.read(letter).reason, omr::UnreadableReason::not_a_ballot);

    simulator::SheetOrder order = hall.order(0);
    order.code.conference = base::ConferenceId{99};
    order.tag = forms::make_tag(order.code, hall.key());
    EXPECT_EQ(hall.read(hall.sheet(order, 0).image).reason, omr::UnreadableReason::other_conference);

    order = hall.order(0);
    order.code.layout = base::LayoutId{order.code.layout.value + 1};
    order.tag = forms::make_tag(order.code, hall.key());
    EXPECT_EQ(hall.read(hall.sheet(order, 0).image).reason, omr::UnreadableReason::other_layout);
}

}  // namespace
}  // namespace kiemphieu
