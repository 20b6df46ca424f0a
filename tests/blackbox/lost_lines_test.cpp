// Lines through names that a black-and-white scan dropped all but some pixels of: the row's mark is not counted.

#include <algorithm>

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "omr/read_page.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/sheet.hpp"

namespace kiemphieu {
namespace {

/// Half of all names are struck, a fifth underlined.
simulator::SheetSource::Options options(std::uint64_t seed) {
    simulator::SheetSource::Options out;
    out.seed = seed;
    out.grade = simulator::Grade::hard;
    out.habits = simulator::difficult();
    out.habits.names = {0.20, 0.22, 0.05, 0.04, 0.06, 0.06, 0.03, 0.22, 0.12};
    out.key = base::sha256(base::as_bytes("simulated case"));
    return out;
}

// Each of these sheets had a struck name whose mark was counted. On the first three the pen is gone from the name, its
// mark was put together of dashes, and other names show specks; on the last two the line shows beside the name or
// between its letters, a pixel wide. On the one of seed 55 a fold runs along the name and took the line with it.
TEST(LostLines, AreNeverCounted) {
    const forms::Conference conference = simulator::sample_conference(13);
    const auto layout = forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51});
    ASSERT_TRUE(layout);
    const auto reader = omr::PageReader::create({*layout}, {options(0).key, {}});
    ASSERT_TRUE(reader);
    for (const auto& [seed, number] : std::initializer_list<std::pair<std::uint64_t, int>>{
             {7, 294}, {7, 329}, {7, 494}, {7, 732}, {7, 847}, {55, 402}}) {
        simulator::SheetSource source(*layout, options(seed));
        simulator::SheetOrder order = source.order(number);
        if (!order.conditions.scan.bilevel_at) order.conditions.scan.bilevel_at = 110 + number * 37 % 76;
        const auto random = simulator::Random(seed).fork("probe", static_cast<std::uint64_t>(number));
        const auto sheet = simulator::simulate(source.printer(), order, options(seed).book, random);
        ASSERT_TRUE(sheet);
        omr::DebugPictures none;
        const omr::SheetReading reading = reader->read(sheet->image.gray(), none);
        ASSERT_EQ(reading.status, omr::PageStatus::read);
        for (std::size_t r = 0; r < reading.rows.size(); ++r) {
            if (!simulator::is_crossed(sheet->truth.rows[r].name)) continue;
            const bool counted = omr::level_of(reading.rows[r].decision).has_value() &&
                                 reading.rows[r].name_crossed == omr::NameCrossed::no;
            EXPECT_FALSE(counted) << "sheet " << number << ", row " << r + 1;
        }
    }
}

/// A sheet of the office grade, as `tests/bench/volume` reads it.
omr::SheetReading read_office_sheet(int number, std::initializer_list<const char*> defects) {
    const forms::Conference conference = simulator::sample_conference(60);
    const auto layout = forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51});
    simulator::SheetSource::Options office = options(4502);
    office.grade = simulator::Grade::office;
    office.habits = simulator::ordinary();
    simulator::SheetSource source(layout.value(), office);
    const auto sheet = source.sheet(number);
    for (const char* defect : defects) EXPECT_EQ(std::ranges::count(sheet.value().truth.defects, defect), 1);
    omr::DebugPictures none;
    return omr::PageReader::create({*layout}, {office.key, {}}).value().read(sheet.value().image.gray(), none);
}

// A fold down the names left specks on seven of twelve; they stand in one line, as no pen's rests do.
TEST(LostLines, AFoldsSpecksAreNone) {
    const omr::SheetReading reading = read_office_sheet(2887, {"fold", "bilevel"});
    ASSERT_EQ(reading.rows.size(), 12U);
    for (const omr::RowReading& row : reading.rows) EXPECT_EQ(row.name_crossed, omr::NameCrossed::no) << row.number;
}

// A fold runs along the boxes' left border over a third of the page; on either side of it the border hides another
// half.
TEST(LostLines, AFoldAlongABorderIsOneLine) {
    const omr::SheetReading reading = read_office_sheet(3068, {"fold"});
    EXPECT_EQ(std::ranges::count(reading.flags, omr::Flag::folded), 1);
    EXPECT_GE(
        std::ranges::count_if(reading.rows, [](const auto& row) { return omr::level_of(row.decision).has_value(); }),
        10);
}

}  // namespace
}  // namespace kiemphieu
