// Lines through names that a black-and-white scan dropped all but some pixels of: the row's mark is not counted.

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "omr/read_page.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/sheet.hpp"

namespace kiemphieu {
namespace {

constexpr std::uint64_t seed = 7;

/// Half of all names are struck, a fifth underlined.
simulator::SheetSource::Options options() {
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
// between its letters, a pixel wide.
TEST(LostLines, AreNeverCounted) {
    const forms::Conference conference = simulator::sample_conference(13);
    const auto layout = forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51});
    ASSERT_TRUE(layout);
    simulator::SheetSource source(*layout, options());
    const auto reader = omr::PageReader::create({*layout}, {options().key, {}});
    ASSERT_TRUE(reader);
    for (const int number : {294, 329, 494, 732, 847}) {
        simulator::SheetOrder order = source.order(number);
        if (!order.conditions.scan.bilevel_at) order.conditions.scan.bilevel_at = 110 + number * 37 % 76;
        const auto random = simulator::Random(seed).fork("probe", static_cast<std::uint64_t>(number));
        const auto sheet = simulator::simulate(source.printer(), order, options().book, random);
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

}  // namespace
}  // namespace kiemphieu
