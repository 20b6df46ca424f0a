#pragma once
// How likely a box carries a mark its voter meant: a logistic model over named features of the box's ink. The weights
// stand in omr/score_model.txt, written by tests/bench/train_scores from simulated sheets.

#include <array>
#include <cstddef>
#include <string_view>

#include "forms/layout.hpp"
#include "omr/added_ink.hpp"
#include "omr/marks.hpp"

namespace kiemphieu::omr {

/// What is measured of a box, each about 0 to 1. "best" is the box's first cross; its features are 0 without one.
inline constexpr std::array<std::string_view, 21> score_features{
    "constant",
    "cross",               // 1 where strokes cross like an X
    "cross_angle",         // between its bars, share of 90°
    "cross_tilt",          // 45° is 1
    "cross_arm",           // shortest arm, 3 mm is 1
    "cross_evenness",      //
    "cross_bend",          // 1 less straightness
    "cross_darkness",      // of the paler bar
    "cross_breadth",       // pen's width, 2 mm is 1
    "cross_wedges",        // inked ground between the arms, 4 wedges are 1
    "cross_inset",         // of the meeting from the cell's border, 3 mm is 1
    "more_crosses",        // a second one in the box
    "other_ink",           // length that is part of no cross, 10 mm is 1
    "longest_other",       // its longest stroke, 10 mm is 1
    "other_darkness",      //
    "other_beside_cross",  // other ink where there is a cross too
    "dots",                // 5 are 1
    "cross_elsewhere",     // another box of the row has one
    "ink_elsewhere",       // other boxes have ink of no cross, 10 mm is 1
    "contested",           // strokes of neighbouring rows are tangled with this one's
    "bilevel",             // a black-and-white scan, and nothing but dots here
};
using ScoreFeatures = std::array<double, score_features.size()>;

ScoreFeatures features_of(const forms::Row& row, const RowEvidence& evidence, std::size_t box, ScanDepth depth);

/// Units: a probability.
double mark_probability(const ScoreFeatures& features);

/// The chance that a row does not say what counting box `counted` would make of it, boxes taken as independent.
double row_risk(const std::array<double, 3>& probabilities, std::size_t counted);

}  // namespace kiemphieu::omr
