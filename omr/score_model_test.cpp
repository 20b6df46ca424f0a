// The scores' model by itself: what it is made of, and that it can only hold rows back.

#include "omr/score_model.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

forms::Row row_of_cells() {
    forms::Row row;
    for (std::size_t b = 0; b < 3; ++b) row.cells[b].area = {20.0 * static_cast<double>(b), 0, 20, 12};
    return row;
}

Cross plain_cross() {
    Cross c;
    c.meeting = c.center = {10, 6};
    c.angle_deg = 85;
    c.tilt_deg = 44;
    c.shortest_arm_mm = 3;
    c.shortest_bar_mm = c.longest_bar_mm = 7;
    c.evenness = 0.8;
    c.straightness = 0.97;
    c.darkness = 0.6;
    c.width_mm = 0.5;
    return c;
}

TEST(ScoreModel, APlainXIsNearOneAndBarePaperNearNothing) {
    RowEvidence evidence;
    evidence.boxes[0].crosses.push_back(plain_cross());
    const forms::Row row = row_of_cells();
    EXPECT_GT(mark_probability(features_of(row, evidence, 0, ScanDepth::gray)), 0.99);
    EXPECT_LT(mark_probability(features_of(row, evidence, 1, ScanDepth::gray)), 0.01);
}

TEST(ScoreModel, AScribbledXIsLessSureThanAPlainOne) {
    RowEvidence evidence;
    evidence.boxes[0].crosses.push_back(plain_cross());
    const forms::Row row = row_of_cells();
    const double plain = mark_probability(features_of(row, evidence, 0, ScanDepth::gray));
    evidence.boxes[0].other_ink_mm = 30;
    evidence.boxes[0].longest_other_mm = 12;
    evidence.boxes[1].crosses.push_back(plain_cross());
    EXPECT_LT(mark_probability(features_of(row, evidence, 0, ScanDepth::gray)), plain);
}

TEST(ScoreModel, ARowsRiskIsTheChanceThatAnyBoxIsOtherThanCounted) {
    EXPECT_DOUBLE_EQ(row_risk({1, 0, 0}, 0), 0);
    EXPECT_DOUBLE_EQ(row_risk({1, 0, 0}, 1), 1);
    EXPECT_NEAR(row_risk({0.9, 0.1, 0}, 0), 1 - 0.9 * 0.9, 1e-12);
}

}  // namespace
}  // namespace kiemphieu::omr
