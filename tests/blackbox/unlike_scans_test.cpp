// Other scanners and other pens than the simulator's grades have: nothing may be counted that was not given, and what
// is mild must not all go to people. The limits may only be tightened.

#include "tests/blackbox/unlike_scans.hpp"

#include <gtest/gtest.h>

#include "omr/read_page.hpp"
#include "scanner/document.hpp"
#include "tests/bench/judging.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"

namespace kiemphieu::blackbox {
namespace {

class UnlikeScans : public testing::TestWithParam<Unlike> {};

base::PageImage after_jpeg(const base::PageImage& image, int quality) {
    const auto bytes = bench::whole(simulator::encode_jpeg(image, quality));
    return bench::whole(bench::whole(scanner::open_document(bytes, "sheet"))->page(0, scanner::WantedPixels::gray));
}

TEST_P(UnlikeScans, NothingIsCountedThatWasNotGiven) {
    const Unlike& unlike = GetParam();
    const forms::Conference conference = simulator::sample_conference(13);
    const auto layout = forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51});
    ASSERT_TRUE(layout);
    simulator::SheetSource::Options options;
    options.seed = 45;
    options.habits = simulator::ordinary();
    options.key = base::sha256(base::as_bytes("simulated case"));
    simulator::SheetSource source(*layout, options);
    const auto reader = omr::PageReader::create({*layout}, {options.key, {}});
    ASSERT_TRUE(reader);
    bench::Tally plain;
    bench::Tally all;
    int away = 0;
    for (int i = 0; i < unlike_sheets; ++i) {
        simulator::SheetOrder order = source.order(i);
        if (unlike.order) unlike.order(order);
        const simulator::Random random = simulator::Random(options.seed).fork("unlike", static_cast<std::uint64_t>(i));
        auto sheet = simulate(source.printer(), order, {}, random);
        ASSERT_TRUE(sheet);
        simulator::Random own = random.fork("picture");
        if (unlike.picture) unlike.picture(sheet->image, own);
        if (unlike.jpeg_quality > 0) sheet->image = after_jpeg(sheet->image, unlike.jpeg_quality);
        omr::DebugPictures none;
        const omr::SheetReading reading = reader->read(sheet->image.gray(), none);
        if (reading.status != omr::PageStatus::read) {
            ++away;
            continue;
        }
        ASSERT_EQ(reading.rows.size(), sheet->truth.rows.size());
        for (std::size_t r = 0; r < reading.rows.size(); ++r) {
            const bench::Outcome outcome = bench::judge(sheet->truth.rows[r], reading.rows[r]);
            EXPECT_NE(outcome, bench::Outcome::silent) << "sheet " << i << ", row " << r + 1;
            all.add(outcome);
            if (bench::is_plain_x(sheet->truth.rows[r])) plain.add(outcome);
        }
    }
    const double left = plain.rows() > 0 ? 1 - plain.percent(bench::Outcome::right) / 100 : 0;
    EXPECT_LE(left, unlike.most_left);
    EXPECT_LE(away, unlike.most_away);
    std::printf("%-40s plain X %3ld, not counted %5.1f %%; false invalid %ld; sheets turned away %d of %d\n",
                unlike.name.c_str(), plain.rows(), 100 * left, plain.of(bench::Outcome::false_invalid), away,
                unlike_sheets);
}

INSTANTIATE_TEST_SUITE_P(Conditions, UnlikeScans, testing::ValuesIn(unlike_scans()));

}  // namespace
}  // namespace kiemphieu::blackbox
