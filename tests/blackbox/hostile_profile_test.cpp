// A wrong or hostile scanner profile: it may send rows to people, it never makes a silent error, and what a plain look
// counted it can't change.

#include <algorithm>

#include <gtest/gtest.h>

#include "forms/testing/sample_conference.hpp"
#include "omr/read_page.hpp"
#include "omr/second_look.hpp"
#include "tests/blackbox/hostile_profiles.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/scanners.hpp"
#include "tests/simulator/sheet.hpp"

namespace kiemphieu {
namespace {

const base::SecretKey key = base::sha256(base::as_bytes("hostile case"));

bool counts(const omr::RowReading& row) {
    return omr::level_of(row.decision) && row.name_crossed == omr::NameCrossed::no;
}

struct Day {
    simulator::Grade grade;
    simulator::Scanner scanner;
};

class HostileProfileTable : public testing::TestWithParam<Day> {
  protected:
    HostileProfileTable() : layout_(forms::testing::layout_of(forms::testing::conference_of(9))) {}

    /// Sheets of odd marks; a third of them on paper that another sheet shows through as strongly as it can.
    base::PageImage sheet(simulator::SheetSource& source, int number, simulator::SheetTruth& truth) {
        simulator::SheetOrder order = source.order(number);
        if (GetParam().scanner != simulator::Scanner::good) put_on(GetParam().scanner, order.conditions.scan);
        if (number % 3 == 0) {
            order.conditions.wear.show_through = 0.16;
            order.hand.pen = {simulator::PenKind::felt, 1.4, 0.95, 0, 0.1};
        }
        auto made = simulate(source.printer(), order, {},
                             simulator::Random(3).fork("sheet", static_cast<std::uint64_t>(number)));
        EXPECT_TRUE(made);
        truth = made->truth;
        return std::move(made->image);
    }

    forms::BallotLayout layout_;
};

TEST_P(HostileProfileTable, MakesNoSilentError) {
    simulator::SheetSource::Options options;
    options.seed = 31;
    options.grade = GetParam().grade;
    options.habits = simulator::difficult();
    options.key = key;
    simulator::SheetSource source(layout_, options);
    const auto reader = omr::PageReader::create({layout_}, {key, {}});
    ASSERT_TRUE(reader);
    int looked = 0;
    int decided = 0;
    for (int n = 0; n < 30; ++n) {
        simulator::SheetTruth truth;
        const base::PageImage image = sheet(source, n, truth);
        omr::DebugPictures none;
        const omr::SheetReading plain = reader->read(image.gray(), none);
        for (const HostileProfile& hostile : hostile_profiles()) {
            const omr::SheetReading reading = reader->read(image.gray(), {}, none, hostile.profile);
            ASSERT_EQ(reading.rows.size(), plain.rows.size());
            for (std::size_t r = 0; r < reading.rows.size(); ++r) {
                const omr::RowReading& row = reading.rows[r];
                ++looked;
                if (row == plain.rows[r]) continue;
                ++decided;
                const std::string where =
                    "sheet " + std::to_string(n) + " row " + std::to_string(row.number) + ", " + hostile.name;
                EXPECT_EQ(plain.rows[r].decision, omr::Decision::review) << where << ": what was counted stays";
                ASSERT_TRUE(counts(row)) << where;
                EXPECT_FALSE(simulator::is_crossed(truth.rows[r].name)) << where;
                EXPECT_EQ(simulator::level_of(truth.rows[r]), omr::level_of(row.decision)) << where;
                EXPECT_TRUE(reading.profile && reading.profile->id == "hostile")
                    << where << ": the reading says what decided it";
            }
        }
    }
    RecordProperty("rows_looked_at", looked);
    RecordProperty("rows_decided", decided);
    EXPECT_GT(looked, 700);
}

INSTANTIATE_TEST_SUITE_P(Days, HostileProfileTable,
                         testing::Values(Day{simulator::Grade::clean, simulator::Scanner::pale},
                                         Day{simulator::Grade::clean, simulator::Scanner::dark_noisy},
                                         Day{simulator::Grade::office, simulator::Scanner::good},
                                         Day{simulator::Grade::office, simulator::Scanner::blurred},
                                         Day{simulator::Grade::hard, simulator::Scanner::good}),
                         [](const auto& day) {
                             std::string name = std::string(simulator::name_of(day.param.grade)) + "_" +
                                                std::string(simulator::name_of(day.param.scanner));
                             std::ranges::replace(name, ' ', '_');
                             return name;
                         });

TEST(ProfileBounds, CutEveryNumber) {
    for (const HostileProfile& hostile : hostile_profiles()) {
        const omr::ScannerProfile p = omr::bounded(hostile.profile);
        EXPECT_LE(p.smooth_px, omr::ProfileBounds::smooth_px) << hostile.name;
        EXPECT_LE(p.sharpen_px, omr::ProfileBounds::sharpen_px) << hostile.name;
        EXPECT_LE(p.sharpen_amount, omr::ProfileBounds::sharpen_amount) << hostile.name;
        EXPECT_GE(p.smooth_px, 0) << hostile.name;
        EXPECT_GE(p.least_darkness, omr::ProfileBounds::show_through) << hostile.name;
        EXPECT_EQ(omr::bounded(p), p) << hostile.name;
        if (!p.gray_map) continue;
        for (int g = 0; g < 256; ++g) {
            const double before = std::max(0, p.white - g);
            const double after = std::max(0, p.white - int{p.gray_map->at(static_cast<std::size_t>(g))});
            EXPECT_LE(after, before * omr::ProfileBounds::darkening + 1) << hostile.name << " " << g;
            EXPECT_GE(after, before / omr::ProfileBounds::darkening - 1) << hostile.name << " " << g;
        }
        EXPECT_TRUE(std::ranges::is_sorted(*p.gray_map)) << hostile.name;
    }
}

omr::RowReading doubtful(std::vector<omr::Reason> reasons) {
    omr::RowReading row;
    row.decision = omr::Decision::review;
    row.reasons = std::move(reasons);
    return row;
}

omr::RowEvidence lone_mark(std::size_t box) {
    omr::RowEvidence evidence;
    evidence.boxes.at(box).crosses.push_back({});
    evidence.boxes.at(box).crosses.front().darkness = 0.18;
    evidence.boxes.at(box).ink_mm = 9;
    return evidence;
}

TEST(SecondLook, IsForLoneFaintMarksOnly) {
    const auto faint = doubtful({omr::Reason::faint});
    EXPECT_EQ(omr::box_for_second_look(faint, lone_mark(1)), 1U);
    auto evidence = lone_mark(1);
    evidence.boxes[0].other_ink_mm = 0.9;
    EXPECT_FALSE(omr::box_for_second_look(faint, evidence)) << "another box has ink";
    evidence = lone_mark(1);
    evidence.boxes[2] = evidence.boxes[1];
    EXPECT_FALSE(omr::box_for_second_look(faint, evidence)) << "two marks";
    evidence = lone_mark(1);
    evidence.boxes[1].crosses.front().darkness = 0.15;
    EXPECT_FALSE(omr::box_for_second_look(faint, evidence)) << "may show through from another sheet";
    EXPECT_FALSE(omr::box_for_second_look(faint, lone_mark(1), 0.2)) << "paler than this scanner's limit";
    evidence = lone_mark(1);
    evidence.contested = true;
    EXPECT_FALSE(omr::box_for_second_look(faint, evidence));
    for (const omr::Reason reason : {omr::Reason::corrected, omr::Reason::streak, omr::Reason::tangled,
                                     omr::Reason::stray_ink, omr::Reason::overspill}) {
        EXPECT_FALSE(omr::box_for_second_look(doubtful({omr::Reason::faint, reason}), lone_mark(1)));
    }
    auto crossed = faint;
    crossed.name_crossed = omr::NameCrossed::review;
    EXPECT_FALSE(omr::box_for_second_look(crossed, lone_mark(1)));
    auto counted = faint;
    counted.decision = omr::Decision::high;
    EXPECT_FALSE(omr::box_for_second_look(counted, lone_mark(0)));
    EXPECT_FALSE(omr::box_for_second_look(faint, {})) << "nothing was seen: nothing can be made of it";
}

TEST(SecondLook, CountsForTheBoxThatHadTheInkOrNotAtAll) {
    const auto faint = doubtful({omr::Reason::faint});
    omr::RowReading mended;
    mended.decision = omr::Decision::low;
    EXPECT_EQ(omr::after_second_look(faint, mended, 2), mended);
    EXPECT_EQ(omr::after_second_look(faint, mended, 1), faint);
    mended.decision = omr::Decision::none;
    EXPECT_EQ(omr::after_second_look(faint, mended, 2), faint);
}

}  // namespace
}  // namespace kiemphieu
