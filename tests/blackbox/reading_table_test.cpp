// Simulated sheets by seed, read end to end, held against what was meant. The table's limits may only be tightened.

#include <gtest/gtest.h>

#include "omr/read_page.hpp"
#include "scanner/document.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"

namespace kiemphieu {
namespace {

struct Line {
    const char* name;
    simulator::Grade grade;
    simulator::Habits (*habits)();
    std::uint64_t seed;
    int sheets;
    double least_right;    ///< share of rows read as meant
    double most_left;      ///< share of rows left to people
    int most_turned_away;  ///< sheets
};

/// Measured when the limits were last tightened, in this order: 1299 of 1300 rows right and 1 left to people; 629 of
/// 650 and 20; 292 of 381 and 100; 285 of 390 and 114.
const Line table[] = {
    {"clean sheets of X marks", simulator::Grade::clean, simulator::x_only, 7, 200, 0.999, 0.001, 0},
    {"an ordinary hall in an ordinary office", simulator::Grade::office, simulator::ordinary, 3, 100, 0.965, 0.032, 0},
    {"odd marks on hard sheets", simulator::Grade::hard, simulator::difficult, 21, 60, 0.76, 0.27, 1},
    {"odd marks in an ordinary office", simulator::Grade::office, simulator::difficult, 5, 60, 0.725, 0.30, 0},
};

bool counts_wrongly(const simulator::RowTruth& truth, const omr::RowReading& reading) {
    const auto level = omr::level_of(reading.decision);
    if (!level || reading.name_crossed != omr::NameCrossed::no) return false;
    return simulator::is_crossed(truth.name) || simulator::level_of(truth) != level;
}

bool is_right(const simulator::RowTruth& truth, const omr::RowReading& reading) {
    if (simulator::is_crossed(truth.name)) return reading.name_crossed == omr::NameCrossed::yes;
    if (reading.name_crossed != omr::NameCrossed::no) return false;
    if (const auto level = simulator::level_of(truth)) return omr::level_of(reading.decision) == level;
    const int marks = truth.marks();
    return reading.decision == (marks == 0   ? omr::Decision::none
                                : marks == 2 ? omr::Decision::double_mark
                                             : omr::Decision::triple_mark);
}

class ReadingTable : public testing::TestWithParam<Line> {};

TEST_P(ReadingTable, NothingIsCountedThatWasNotGiven) {
    const Line& line = GetParam();
    const forms::Conference conference = simulator::sample_conference(13);
    const auto layout = forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51});
    ASSERT_TRUE(layout);
    simulator::SheetSource::Options options;
    options.seed = line.seed;
    options.grade = line.grade;
    options.habits = line.habits();
    options.key = base::sha256(base::as_bytes("simulated case"));
    simulator::SheetSource source(*layout, options);
    const auto reader = omr::PageReader::create({*layout}, {options.key, {}});
    ASSERT_TRUE(reader);

    int rows = 0;
    int right = 0;
    int left = 0;
    int turned_away = 0;
    for (int i = 0; i < line.sheets; ++i) {
        const auto quality = source.order(i).conditions.scan;
        const auto sheet = source.sheet(i);
        ASSERT_TRUE(sheet);
        base::PageImage scan = sheet->image;
        if (!quality.bilevel_at) {
            const auto jpeg = simulator::encode_jpeg(scan, quality.jpeg_quality);
            ASSERT_TRUE(jpeg);
            auto page = (*scanner::open_document(*jpeg, "sheet"))->page(0, scanner::WantedPixels::gray);
            ASSERT_TRUE(page);
            scan = std::move(*page);
        }
        omr::DebugPictures none;
        const omr::SheetReading reading = reader->read(scan.gray(), none);
        if (reading.status != omr::PageStatus::read) {
            ++turned_away;
            continue;
        }
        ASSERT_EQ(reading.rows.size(), sheet->truth.rows.size());
        EXPECT_EQ(reading.code, sheet->truth.code);
        EXPECT_EQ(reading.rotation_deg, sheet->truth.rotation_deg);
        for (std::size_t r = 0; r < reading.rows.size(); ++r) {
            const simulator::RowTruth& truth = sheet->truth.rows[r];
            EXPECT_FALSE(counts_wrongly(truth, reading.rows[r])) << "sheet " << i << ", row " << r + 1;
            ++rows;
            right += is_right(truth, reading.rows[r]) ? 1 : 0;
            left += reading.rows[r].decision == omr::Decision::review ||
                            reading.rows[r].name_crossed == omr::NameCrossed::review
                        ? 1
                        : 0;
        }
    }
    EXPECT_GE(right, line.least_right * rows);
    EXPECT_LE(left, line.most_left * rows);
    EXPECT_LE(turned_away, line.most_turned_away);
    RecordProperty("right", right);
    RecordProperty("left", left);
    std::printf("%s: %d rows, %d right, %d left to people, %d sheets turned away\n", line.name, rows, right, left,
                turned_away);
}

INSTANTIATE_TEST_SUITE_P(Grades, ReadingTable, testing::ValuesIn(table));

}  // namespace
}  // namespace kiemphieu
