#include "omr/shift_grid.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

std::vector<ShiftSample> samples_of(double (*field)(base::PagePoint), double spread, int count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> x(10, 200);
    std::uniform_real_distribution<double> y(10, 290);
    std::normal_distribution<double> noise(0, 1);
    std::vector<ShiftSample> samples;
    for (int i = 0; i < count; ++i) {
        const base::PagePoint p{x(random), y(random)};
        samples.push_back({p, field(p) + spread * noise(random), 1});
    }
    return samples;
}

double slope(base::PagePoint p) {
    return 0.1 + 0.002 * p.x - 0.001 * p.y;
}
double wave(base::PagePoint p) {
    return 0.5 * std::sin(p.y / 35);
}

double value(const ShiftField& field, const std::vector<double>& xs, std::size_t column, std::size_t row) {
    return field.knots_mm[row * xs.size() + column];
}

TEST(ShiftField, TakesASlopeExactly) {
    const auto xs = equal_knots(10, 200, 5);
    const auto ys = equal_knots(10, 290, 20);
    const auto field = fit_shift_field(samples_of(slope, 0, 300, 1), xs, ys);
    for (std::size_t r = 0; r < ys.size(); ++r) {
        for (std::size_t c = 0; c < xs.size(); ++c) EXPECT_NEAR(value(field, xs, c, r), slope({xs[c], ys[r]}), 1e-4);
    }
}

TEST(ShiftField, FollowsASlowWave) {
    const auto xs = equal_knots(10, 200, 5);
    const auto ys = equal_knots(10, 290, 20);
    const auto field = fit_shift_field(samples_of(wave, 0.02, 600, 2), xs, ys);
    for (std::size_t r = 1; r + 1 < ys.size(); ++r) EXPECT_NEAR(value(field, xs, 2, r), wave({xs[2], ys[r]}), 0.03);
}

TEST(ShiftField, DisbelievesWhatIsFarOff) {
    const auto xs = equal_knots(10, 200, 5);
    const auto ys = equal_knots(10, 290, 20);
    auto samples = samples_of(wave, 0.02, 600, 3);
    std::mt19937 random(4);
    std::uniform_real_distribution<double> wrong(0.4, 1.1);
    for (std::size_t i = 0; i < samples.size(); i += 4) samples[i].shift_mm += wrong(random);
    const auto field = fit_shift_field(samples, xs, ys);
    for (std::size_t r = 1; r + 1 < ys.size(); ++r) EXPECT_NEAR(value(field, xs, 2, r), wave({xs[2], ys[r]}), 0.05);
    int believed = 0;
    for (std::size_t i = 0; i < samples.size(); i += 4) believed += field.weights[i] > 0.5 ? 1 : 0;
    EXPECT_LT(believed, 8);  // of 150
}

TEST(ShiftField, IsFlatWithoutSamples) {
    const auto xs = equal_knots(0, 210, 3);
    const auto ys = equal_knots(0, 297, 3);
    for (const double knot : fit_shift_field({}, xs, ys).knots_mm) EXPECT_EQ(knot, 0.0);
}

}  // namespace
}  // namespace kiemphieu::omr
