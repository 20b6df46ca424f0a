#include "calibration/profile.hpp"

#include <cmath>
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
    p.pens = 4;
    p.palest_pen = 0.51;
    p.limit = {1e-5, 4.514, 0.171, 0.0033, 0.186};
    p.reading.least_darkness = 0.186;
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
    EXPECT_THAT(refusal("risk = 1e-05", "risk = 0.5"), HasSubstr("reading.risk"));
    EXPECT_THAT(refusal("least_darkness = 0.186", "least_darkness = 0.1"), HasSubstr("reading.least_darkness"));
    EXPECT_THAT(refusal("palest_pen = 0.510", "palest_pen = -1.0"), HasSubstr("sight.palest_pen"));
    EXPECT_THAT(refusal("[geometry]", "[geometry"), HasSubstr("line"));
    EXPECT_FALSE(profile_from_toml("", "empty.toml"));
}

TEST(Profile, OfBeforeTheLimitWasFittedHasTheBound) {
    std::string text = to_toml(sample());
    for (const char* line : {"pens = 4\n", "palest_pen = 0.510\n", "risk = 1e-05\n", "deviations = 4.514\n",
                             "show_through = 0.171\n", "mark_noise = 0.0033\n", "least_darkness = 0.186\n"}) {
        ASSERT_NE(text.find(line), std::string::npos) << line;
        text.erase(text.find(line), std::string(line).size());
    }
    const auto read = profile_from_toml(text, "p.toml");
    ASSERT_TRUE(read) << base::to_string(read.error());
    EXPECT_EQ(read->reading.least_darkness, omr::ProfileBounds::show_through);
    EXPECT_EQ(read->limit, FittedLimit{});
    EXPECT_FALSE(limit_in_words(read->limit));
}

/// A scanner that sees evenly, with so much noise.
Findings seen_by(double noise, double tone) {
    Findings f;
    f.dpi_x.middle = 200;
    f.tone.white = 240;
    f.tone.black = 40;
    f.tone.noise = noise;
    for (int i = 0; i <= 10; ++i) f.tone.curve.push_back({i / 10.0, 40 + 200 * std::pow(i / 10.0, tone)});
    return f;
}

TEST(FittedLimit, FollowsCurveNoiseAndRisk) {
    const FittedLimit even = fit_limit(seen_by(2, 1), 1e-5);
    EXPECT_NEAR(even.deviations, 4.504, 0.001) << "of a normal distribution, at a third of the risk";
    EXPECT_NEAR(even.show_through, 0.16, 0.001);
    // 2 mm are 15.7 pixels; half of them independent: 0.01 * sqrt(2 / 15.7); between pixels 0.007 * 0.16.
    EXPECT_NEAR(even.mark_noise, 0.00374, 0.00001);
    EXPECT_NEAR(even.least_darkness, 0.16 + 4.504 * 0.00374, 0.001);
    EXPECT_LT(even.least_darkness, fit_limit(seen_by(2, 1), 1e-9).least_darkness) << "less risk asks for more";
    EXPECT_LT(even.least_darkness, fit_limit(seen_by(8, 1), 1e-5).least_darkness) << "so does noise";
    EXPECT_LT(even.least_darkness, fit_limit(seen_by(2, 1.4), 1e-5).least_darkness) << "and a curve that darkens";
    EXPECT_EQ(fit_limit(seen_by(0, 0.5), 1e-2).least_darkness, omr::ProfileBounds::show_through)
        << "a curve that pales asks for no less than the bound";
    EXPECT_EQ(fit_limit(seen_by(90, 1), 1e-9).least_darkness, omr::ProfileBounds::least_darkness);
}

TEST(FittedLimit, IsToldInBothLanguages) {
    const auto words = limit_in_words(sample().limit);
    ASSERT_TRUE(words);
    EXPECT_THAT(words->vietnamese, testing::AllOf(HasSubstr("18,6 %"), HasSubstr("100.000 dòng")));
    EXPECT_THAT(words->english, testing::AllOf(HasSubstr("18.6 %"), HasSubstr("100,000 rows")));
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
    return {20, p.expected, {}, {}, {}};
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

/// A stack of 40 sides with marks this dark, begun with others.
StackLook marked(double darkness, double begun) {
    StackLook stack{60, sample().expected, {}, {darkness, 40}, {begun, 40}};
    return stack;
}

TEST(Drift, MarksPalerThanTheFirstOrThanAllPensAreTold) {
    Profile p = sample();
    EXPECT_THAT(drift_of(p, marked(0.6, 0.6)), IsEmpty());
    EXPECT_THAT(drift_of(p, marked(0.48, 0.6)), IsEmpty()) << "pens differ as much";
    EXPECT_THAT(drift_of(p, marked(0.8, 0.6)), IsEmpty()) << "darker marks are read as well";
    const auto than_begun = drift_of(p, marked(0.44, 0.6));
    ASSERT_EQ(topics_of(than_begun), std::vector<std::string>{"marks"});
    EXPECT_THAT(than_begun.front().vietnamese, HasSubstr("đậm 44 % so với 60 % ở các phiếu đầu"));
    EXPECT_THAT(drift_of(p, marked(0.44, 0.44), {0.6, 30}), testing::SizeIs(1)) << "the count's first stacks";
    const auto than_pens = drift_of(p, marked(0.37, 0.37));
    ASSERT_EQ(topics_of(than_pens), std::vector<std::string>{"marks"});
    EXPECT_THAT(than_pens.front().english, HasSubstr("paler than the palest pen that was tried (51 %)"));
    p.pens = 2;
    EXPECT_THAT(drift_of(p, marked(0.37, 0.37)), IsEmpty()) << "two pens are not a hall's";
    StackLook few = marked(0.3, 0.6);
    few.marks.sides = least_marked_sides - 1;
    EXPECT_THAT(drift_of(p, few), IsEmpty()) << "a few people's pens";
}

TEST(Drift, FirstMarksAreOfAsManyStacksAsItTakes) {
    const auto stack = [](double darkness, int sides) { return StackLook{sides, {}, {}, {}, {darkness, sides}}; };
    EXPECT_EQ(first_marks({stack(0.6, 8), stack(0.5, 8)}), SeenMarks{}) << "not yet enough";
    const SeenMarks first = first_marks({stack(0.6, 10), stack(0.5, 10), stack(0.1, 50)});
    EXPECT_EQ(first.sides, 20);
    EXPECT_NEAR(first.darkness, 0.55, 1e-9);
}

TEST(Drift, AWatchKeepsTheLatestSidesAndCountsStreaks) {
    StackWatch watch;
    for (int i = 0; i < 500; ++i)
        watch.add({i < 400 ? 240.0 : 200.0, 20, 2, 0.7},
                  i % 2 == 0 ? std::vector{50.0 + 0.1 * (i % 3)} : std::vector<double>{},
                  i % 4 == 0 ? std::optional<double>{}
                  : i < 300  ? 0.7
                             : 0.4);
    const StackLook look = watch.look();
    EXPECT_EQ(look.sides, 500);
    EXPECT_EQ(look.look.white, 200);
    ASSERT_EQ(look.streaks.size(), 1U);
    EXPECT_EQ(look.streaks.front().sides, 250);
    EXPECT_EQ(look.marks, (SeenMarks{0.4, 64}));
    EXPECT_EQ(look.begun, (SeenMarks{0.7, 64}));
}

}  // namespace
}  // namespace kiemphieu::calibration
