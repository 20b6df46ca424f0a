// Which rows of a black-and-white scan a look at closed dashes is for.

#include "omr/second_look.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

RowReading doubtful(std::vector<Reason> reasons) {
    RowReading out;
    out.reasons = std::move(reasons);
    return out;
}

RowEvidence dashes_in(std::size_t box) {
    RowEvidence out;
    out.boxes.at(box).other_ink_mm = 5;
    out.boxes.at(box).widest_other_mm = 0.3;
    out.boxes.at(box).dots = 3;
    return out;
}

TEST(DashesLook, IsForTheOnlyBoxThatHoldsAnythingOfAThinPen) {
    const RowReading row = doubtful({Reason::unusual_mark});
    EXPECT_EQ(box_for_dashes(row, dashes_in(1), {}), 1U);
    RowEvidence dots;
    dots.boxes[2].dots = 1;
    EXPECT_EQ(box_for_dashes(doubtful({Reason::stray_ink}), dots, {}), 2U);
    EXPECT_FALSE(box_for_dashes(row, {}, {})) << "nothing was seen: nothing can be made of it";
    RowEvidence evidence = dashes_in(1);
    evidence.boxes[0].dots = 1;
    EXPECT_FALSE(box_for_dashes(row, evidence, {})) << "all that may be left of a correction";
    evidence = dashes_in(1);
    evidence.boxes[1].widest_other_mm = 0.8;
    EXPECT_FALSE(box_for_dashes(row, evidence, {})) << "a felt pen is not left in dashes";
    evidence = dashes_in(1);
    evidence.contested = true;
    EXPECT_FALSE(box_for_dashes(row, evidence, {}));
}

// Of a line through the name, drawn with the same pen, a threshold may leave next to nothing.
TEST(DashesLook, IsForNoRowWithAnythingOnItsName) {
    const RowReading row = doubtful({Reason::unusual_mark});
    NameInk speck;
    speck.near = 0.01;
    EXPECT_FALSE(box_for_dashes(row, dashes_in(1), speck));
    speck = {};
    speck.core = 0.01;
    EXPECT_FALSE(box_for_dashes(row, dashes_in(1), speck));
    RowReading crossed = row;
    crossed.name_crossed = NameCrossed::review;
    EXPECT_FALSE(box_for_dashes(crossed, dashes_in(1), {}));
}

TEST(DashesLook, IsForNoRowWithAnotherFault) {
    for (const Reason reason :
         {Reason::corrected, Reason::streak, Reason::overspill, Reason::tangled, Reason::out_of_place})
        EXPECT_FALSE(box_for_dashes(doubtful({Reason::faint, reason}), dashes_in(0), {}));
    RowReading counted = doubtful({});
    counted.decision = Decision::high;
    EXPECT_FALSE(box_for_dashes(counted, dashes_in(0), {}));
}

}  // namespace
}  // namespace kiemphieu::omr
