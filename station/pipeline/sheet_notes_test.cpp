#include "station/pipeline/sheet_notes.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::station {
namespace {

omr::SheetReading streaked(double at_mm, double width_mm = 0.3) {
    omr::SheetReading reading;
    reading.status = omr::PageStatus::read;
    reading.flags = {omr::Flag::streak};
    reading.streaks = {{at_mm, width_mm}};
    return reading;
}

omr::SheetReading clean() {
    omr::SheetReading reading;
    reading.status = omr::PageStatus::read;
    return reading;
}

TEST(SheetNotes, SayWhereToWipeTheGlass) {
    SheetNotes notes;
    for (int i = 0; i < 20; ++i) notes.add(clean());
    for (const double at : {33.8, 34.0, 34.3}) notes.add(streaked(at));
    notes.add(streaked(120));  // once: a fold along the feed may look like that
    const auto advice = notes.advice();
    ASSERT_EQ(advice.size(), 1U);
    EXPECT_EQ(advice[0].sheets, 3);
    EXPECT_EQ(advice[0].english(), "Clean the glass 34.0 mm from the left edge: a streak 0.3 mm wide on 3 sheets.");
    EXPECT_EQ(advice[0].vietnamese(), "Lau kính máy quét ở chỗ cách mép trái 34,0 mm: sọc rộng 0,3 mm trên 3 tờ.");
    EXPECT_EQ(to_json(advice), R"([{"kind":"clean_glass","sheets":3,"at_mm":34.0,"width_mm":0.3}])");
}

TEST(SheetNotes, OfTwoSheetsOneIsEnough) {
    SheetNotes notes;
    notes.add(clean());
    notes.add(streaked(50));
    EXPECT_EQ(notes.advice().size(), 1U);
}

TEST(SheetNotes, NothingIsAdvisedWhereNothingIsWrong) {
    SheetNotes notes;
    notes.add(clean());
    EXPECT_TRUE(notes.advice().empty());
    EXPECT_EQ(to_json(notes.advice()), "[]");
}

TEST(SheetNotes, PrinterAndFeederAreNamed) {
    SheetNotes one;
    omr::SheetReading reading = clean();
    reading.flags = {omr::Flag::low_toner, omr::Flag::cut_edge, omr::Flag::double_feed};
    one.add(reading);
    SheetNotes both;
    both.add(one);
    both.add(one);
    const auto advice = both.advice();
    ASSERT_EQ(advice.size(), 3U);
    for (const CareAdvice& a : advice) EXPECT_EQ(a.sheets, 2);
}

}  // namespace
}  // namespace kiemphieu::station
