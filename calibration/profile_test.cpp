#include "calibration/profile.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calibration/advice.hpp"
#include "calibration/drift.hpp"

namespace kiemphieu::calibration {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Profile sample() {
    Profile p;
    p.scanner = "escl:10.0.0.9 \"tầng 2\"";
    p.made = "2026-11-01T08:30:00Z";
    p.software = "kiemphieu 0.1.0";
    p.fitness = Fitness::with_care;
    p.nominal_dpi = 200;
    p.width_px = 1654;
    p.dpi_x = 200.812;
    p.dpi_y = 199.603;
    p.stretch_mm = 0.12;
    p.skew_deg = -0.21;
    p.at_stroke = 0.8;
    p.finest_module_mm = 0.3;
    p.palest_mark = 0.14;
    p.expected = {245, 22, 2, 0.7};
    p.tone = {{0, 22}, {0.5, 133.2}, {1, 245}};
    p.dust = {{512.3, 64.8, 2, 0.31, 1}};
    p.reading.dpi = 200.812;
    p.reading.white = 245;
    p.reading.sharpen_px = 1.8;
    p.reading.sharpen_amount = 1.2;
    p.reading.gray_map.emplace();
    for (std::size_t g = 0; g < 256; ++g) (*p.reading.gray_map)[g] = static_cast<std::uint8_t>(g);
    return p;
}

TEST(Profile, IsTheSameAfterItsFile) {
    Profile p = sample();
    const std::string text = to_toml(p);
    p.reading.id = id_of(text);
    const auto read = profile_from_toml(text, "profile.toml");
    ASSERT_TRUE(read) << base::to_string(read.error());
    EXPECT_EQ(*read, p);
    EXPECT_EQ(to_toml(*read), text);
    EXPECT_EQ(p.reading.id.size(), 16U);
}

/// The sample's text with one thing changed, and what is said of it.
std::string refusal(const std::string& from, const std::string& to) {
    std::string text = to_toml(sample());
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    const auto read = profile_from_toml(text, "p.toml");
    return read ? "" : base::to_string(read.error());
}

TEST(Profile, RefusesWhatNoCalibrationWrites) {
    EXPECT_THAT(refusal("version = 1", "version = 2"), HasSubstr("version"));
    EXPECT_THAT(refusal("sharpen_amount = 1.200", "sharpen_amount = 90.0"), HasSubstr("reading.sharpen_amount"));
    EXPECT_THAT(refusal("sharpen_px = 1.800", "sharpen_px = nan"), HasSubstr("reading.sharpen_px"));
    EXPECT_THAT(refusal("smooth_px = 0.000\n", ""), HasSubstr("reading.smooth_px"));
    EXPECT_THAT(refusal(" 7,", " 700,"), HasSubstr("reading.gray_map"));
    EXPECT_THAT(refusal(" 7,", " 200,"), HasSubstr("never fall"));
    EXPECT_THAT(refusal(" 7,", ""), HasSubstr("256"));
    EXPECT_THAT(refusal("with_care", "splendid"), HasSubstr("fitness"));
    EXPECT_THAT(refusal("[sight]", "[side]"), HasSubstr("sight"));
    EXPECT_THAT(refusal("white = 245.00", "white = \"245\""), HasSubstr("sight.white"));
    EXPECT_THAT(refusal("[geometry]", "[geometry"), HasSubstr("line"));
    EXPECT_FALSE(profile_from_toml("", "empty.toml"));
}

TEST(Profile, TooOldOrOfAnotherScannerIsTold) {
    const Profile p = sample();
    EXPECT_THAT(doubts_of(p, "2026-11-20T08:00:00Z", p.scanner, 1654), IsEmpty());
    EXPECT_EQ(doubts_of(p, "2026-12-20T08:00:00Z", p.scanner, 1654).front().topic, "age");
    EXPECT_EQ(doubts_of(p, "2026-11-20T08:00:00Z", "escl:10.0.0.7", 1654).front().topic, "scanner");
    EXPECT_EQ(doubts_of(p, "2026-11-20T08:00:00Z", "", 2480).front().topic, "resolution");
    Profile undated = p;
    undated.made = "yesterday";
    EXPECT_EQ(doubts_of(undated, "2026-11-20T08:00:00Z", "", 0).front().topic, "age");
}

StackLook stack_like(const Profile& p) {
    return {20, p.expected, {}};
}

std::vector<std::string> topics_of(const std::vector<Advice>& advice) {
    std::vector<std::string> out;
    for (const Advice& one : advice) out.push_back(one.topic);
    return out;
}

TEST(Drift, IsToldByWhatChanged) {
    using testing::ElementsAre;
    const Profile p = sample();
    EXPECT_THAT(drift_of(p, stack_like(p)), IsEmpty());
    StackLook stack = stack_like(p);
    stack.look.white -= 25;
    EXPECT_THAT(topics_of(drift_of(p, stack)), ElementsAre("white"));
    stack = stack_like(p);
    stack.look.noise = 4;
    stack.look.edge_px = 1.1;
    EXPECT_THAT(topics_of(drift_of(p, stack)), ElementsAre("noise", "sharpness"));
    stack = stack_like(p);
    stack.streaks = {{64.5, 20}, {120.0, 18}, {180.0, 3}};
    EXPECT_THAT(topics_of(drift_of(p, stack)), ElementsAre("dust")) << "one is known, one is on few sides";
    stack.sides = 2;
    EXPECT_THAT(drift_of(p, stack), IsEmpty()) << "too few sides to say anything";
}

TEST(Drift, AWatchKeepsTheLatestSidesAndCountsStreaks) {
    StackWatch watch;
    for (int i = 0; i < 500; ++i)
        watch.add({i < 400 ? 240.0 : 200.0, 20, 2, 0.7},
                  i % 2 == 0 ? std::vector{50.0 + 0.1 * (i % 3)} : std::vector<double>{});
    const StackLook look = watch.look();
    EXPECT_EQ(look.sides, 500);
    EXPECT_EQ(look.look.white, 200);
    ASSERT_EQ(look.streaks.size(), 1U);
    EXPECT_EQ(look.streaks.front().sides, 250);
}

}  // namespace
}  // namespace kiemphieu::calibration
