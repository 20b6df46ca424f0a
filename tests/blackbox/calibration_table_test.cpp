// The calibration sheet through simulated scanners: what is found against what was put in.

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "calibration/advice.hpp"
#include "calibration/drift.hpp"
#include "calibration/measure.hpp"
#include "calibration/profile.hpp"
#include "forms/testing/sample_conference.hpp"
#include "omr/read_page.hpp"
#include "scanner/document.hpp"
#include "tests/simulator/calibration_paper.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/scanners.hpp"
#include "tests/simulator/sheet.hpp"

namespace kiemphieu {
namespace {

constexpr base::ConferenceId conference{0x0123456789abcdefULL};
const base::SecretKey key = base::sha256(base::as_bytes("calibrated case"));

base::PageImage through_jpeg(const base::PageImage& image, int quality) {
    const auto bytes = simulator::encode_jpeg(image, quality);
    EXPECT_TRUE(bytes);
    const auto document = scanner::open_document(*bytes, "scan");
    EXPECT_TRUE(document);
    return *(*document)->page(0, scanner::WantedPixels::gray);
}

class CalibrationTable : public testing::Test {
  protected:
    CalibrationTable() : measurer_(*forms::make_calibration_sheet(), conference, key) {}

    static void SetUpTestSuite() {
        paper_ = *simulator::print_calibration(*forms::make_calibration_sheet(), conference, key, 12);
    }

    static base::PageImage scanned(const simulator::ScanSettings& settings, std::uint64_t seed) {
        simulator::Conditions conditions;
        conditions.scan = settings;
        simulator::Random random(seed);
        return through_jpeg(scan(paper_, conditions, random), settings.jpeg_quality);
    }

    static inline simulator::Paper paper_;
    calibration::SheetMeasurer measurer_;
};

TEST_F(CalibrationTable, FindsWhatWasPutIn) {
    simulator::ScanSettings s;
    s.scale_x = 1.008;
    s.scale_y = 0.996;
    s.shear = 0.0015;
    s.stretch_mm = 0.4;
    s.stretch_period_mm = 150;
    s.white = 236;
    s.black = 44;
    s.tone = 0.8;
    s.noise = 3;
    s.blur_px = 0.9;
    s.streaks = {{0.31, 2, 0.3}, {0.72, 2, -0.07}};
    for (const int turned : {0, 90, 180, 270}) {
        s.rotation_deg = turned;
        s.skew = base::from_degrees(turned == 90 ? -1.2 : 0.9);
        const auto measured = measurer_.measure(scanned(s, static_cast<std::uint64_t>(turned)), "a.jpg");
        ASSERT_TRUE(measured.findings) << "turned by " << turned;
        const calibration::SheetFindings& f = *measured.findings;
        EXPECT_EQ(f.rotation_deg, turned);
        EXPECT_NEAR(f.geometry.dpi_x / (200 * s.scale_x), 1, 0.001) << turned;
        EXPECT_NEAR(f.geometry.dpi_y / (200 * s.scale_y), 1, 0.001) << turned;
        EXPECT_NEAR(f.geometry.skew_deg, base::to_degrees(s.skew), 0.05) << turned;
        EXPECT_NEAR(f.geometry.shear, s.shear, 0.0003) << turned;
        EXPECT_NEAR(f.geometry.stretch_mm, s.stretch_mm, 0.1) << turned;
        EXPECT_NEAR(f.tone.white, s.white, 2) << turned;
        EXPECT_NEAR(f.tone.black, s.black, 2) << turned;
        EXPECT_NEAR(f.tone.curve[5].gray, s.black + (s.white - s.black) * std::pow(0.5, s.tone), 3) << turned;
        EXPECT_NEAR(f.tone.noise, s.noise, 1) << turned;
        EXPECT_NEAR(f.sharpness.blur_across_px, s.blur_px, 0.15) << turned;
        EXPECT_NEAR(f.sharpness.blur_along_px, s.blur_px, 0.15) << turned;
        ASSERT_EQ(f.dust.size(), 2U) << turned;
        for (std::size_t i = 0; i < 2; ++i) {
            EXPECT_NEAR(f.dust[i].at_px, s.streaks[i].at * f.width_px, 1) << turned;
            EXPECT_NEAR(f.dust[i].depth, s.streaks[i].darkness, 0.06) << turned;
        }
    }
}

TEST_F(CalibrationTable, ABroadSmearIsFoundWhereItIs) {
    for (const double width : {8.0, 12.0, 20.0}) {
        simulator::ScanSettings s;
        put_on(simulator::Scanner::good, s);
        s.streaks = {{0.5, width, 0.4}, {0.31, 2, 0.3}};
        const auto measured = measurer_.measure(scanned(s, 2), "a.jpg");
        ASSERT_TRUE(measured.findings) << width;
        const auto& dust = measured.findings->dust;
        ASSERT_EQ(dust.size(), 2U) << width;
        EXPECT_NEAR(dust[1].at_px, 0.5 * measured.findings->width_px, 1) << width;
        // Its rims have the smear itself for a flank and are not told: the width is what is surely dirty.
        EXPECT_GE(dust[1].width_px, 0.4 * width) << width;
        EXPECT_LE(dust[1].width_px, width + 2) << width;
        EXPECT_NEAR(dust[1].depth, 0.4, 0.08) << width;
        EXPECT_NEAR(dust[0].at_px, 0.31 * measured.findings->width_px, 1) << width;
        const auto advice = calibration::advise(calibration::combine({*measured.findings}));
        const auto told = std::ranges::find(advice, "dust", &calibration::Advice::topic);
        EXPECT_EQ(told->grade, width > 10 ? calibration::Grade::bad : calibration::Grade::watch) << width;
    }
}

TEST_F(CalibrationTable, SeesHowMarksPensAndSymbolsComeOut) {
    simulator::Paper marked = paper_;
    simulator::Random hand(5);
    const simulator::Pen good{simulator::PenKind::gel, 0.5, 0.85, 0, 0.1};
    const simulator::Pen pale{simulator::PenKind::ballpoint, 0.4, 0.3, 0.2, 0.1};
    try_pens(marked, measurer_.sheet(), {good, pale}, hand);
    simulator::Conditions day;
    const auto measured = measurer_.measure(through_jpeg(scan(marked, day, hand), 88), "a.jpg");
    ASSERT_TRUE(measured.findings);
    const calibration::SheetFindings& f = *measured.findings;
    ASSERT_EQ(f.pens.size(), 2U) << "four places were left empty";
    EXPECT_NEAR(f.pens[0].darkness, 0.8, 0.12);
    EXPECT_NEAR(f.pens[1].darkness, 0.25, 0.1);
    EXPECT_NEAR(f.pens[0].width_mm, 0.5, 0.15);
    for (const calibration::MarkFinding& mark : f.graded) EXPECT_NEAR(mark.seen_darkness, mark.darkness, 0.1);
    for (const calibration::MarkFinding& mark : f.widths) {
        if (mark.width_mm < 0.3) continue;
        EXPECT_NEAR(mark.seen_width, mark.width_mm, 0.15);
    }
    EXPECT_EQ(f.symbols.back().read, 1);
    EXPECT_EQ(f.symbols[4].read, 1) << "the size ballots have";
    // Blurred by 2.2 pixels the finest modules run into one another.
    day.scan.blur_px = 2.2;
    const auto blurred = measurer_.measure(through_jpeg(scan(marked, day, hand), 88), "b.jpg");
    ASSERT_TRUE(blurred.findings);
    EXPECT_EQ(blurred.findings->symbols.front().read, 0);
    EXPECT_LT(blurred.findings->sharpness.at_stroke, 0.4);
}

TEST_F(CalibrationTable, LearnsNothingFromOtherImages) {
    simulator::ScanSettings s;
    const base::PageImage gray = scanned(s, 1);
    const calibration::SheetMeasurer other(*forms::make_calibration_sheet(), conference, base::sha256({}));
    EXPECT_EQ(other.measure(gray, "a").why, calibration::NoFinding::other_sheet);
    base::PageImage white = gray;
    std::ranges::fill(white.pixels, std::uint8_t{240});
    EXPECT_EQ(measurer_.measure(white, "b").why, calibration::NoFinding::no_sheet);
    base::PageImage bilevel = gray;
    for (std::uint8_t& pixel : bilevel.pixels) pixel = pixel < 150 ? 0 : 255;
    EXPECT_EQ(measurer_.measure(bilevel, "c").why, calibration::NoFinding::bilevel);
    EXPECT_FALSE(measurer_.measure({}, "d").findings);
}

/// What a stack of simulated ballots of a scanner looks like.
calibration::StackLook stack_of(const forms::BallotLayout& layout, const omr::PageReader& reader,
                                const std::function<void(simulator::ScanSettings&)>& change, int sheets = 5) {
    simulator::SheetSource::Options options;
    options.habits = simulator::x_only();
    options.key = key;
    simulator::SheetSource source(layout, options);
    calibration::StackWatch watch;
    for (int n = 0; n < sheets; ++n) {
        simulator::SheetOrder order = source.order(n);
        put_on(simulator::Scanner::good, order.conditions.scan);
        change(order.conditions.scan);
        const auto sheet = simulate(source.printer(), order, {}, simulator::Random(static_cast<std::uint64_t>(n)));
        EXPECT_TRUE(sheet);
        const base::PageImage image = through_jpeg(sheet->image, 85);
        omr::DebugPictures none;
        std::vector<double> streaks;
        const omr::SheetReading reading = reader.read(image.gray(), none);
        for (const omr::GlassStreak& s : reading.streaks) streaks.push_back(s.at_mm);
        watch.add(calibration::look_at(image.gray()), streaks, reading.mark_darkness);
    }
    return watch.look();
}

TEST_F(CalibrationTable, BallotsOfAScannerThatDriftedAreTold) {
    std::vector<calibration::SheetFindings> scans;
    for (std::uint64_t i = 0; i < 3; ++i) {
        simulator::ScanSettings settings;
        put_on(simulator::Scanner::good, settings);
        const auto measured = measurer_.measure(scanned(settings, i), "a");
        ASSERT_TRUE(measured.findings);
        scans.push_back(*measured.findings);
    }
    const calibration::Profile profile =
        calibration::make_profile(calibration::combine(scans), "", "2026-11-01T08:00:00Z", "");
    const forms::BallotLayout layout = forms::testing::layout_of(forms::testing::conference_of(6));
    const auto reader = omr::PageReader::create({layout}, {key, {}});
    ASSERT_TRUE(reader);
    const auto told = [&](const std::function<void(simulator::ScanSettings&)>& change) {
        std::string topics;
        for (const auto& one : calibration::drift_of(profile, stack_of(layout, *reader, change)))
            topics += one.topic + " ";
        return topics;
    };
    EXPECT_EQ(told([](auto&) {}), "") << "the same scanner as calibrated";
    EXPECT_EQ(told([](auto& s) { s.white = 215; }), "white ") << "the lamp fades";
    EXPECT_EQ(told([](auto& s) { s.noise = 7; }), "noise ");
    EXPECT_EQ(told([](auto& s) { s.blur_px = 1.3; }), "sharpness ");
    EXPECT_EQ(told([](auto& s) { s.streaks.push_back({0.6, 2, 0.4}); }), "dust ");
}

TEST_F(CalibrationTable, MarksThatPaleFromStackToStackAreTold) {
    const forms::BallotLayout layout = forms::testing::layout_of(forms::testing::conference_of(3));
    const auto reader = omr::PageReader::create({layout}, {key, {}});
    ASSERT_TRUE(reader);
    const int sheets = calibration::least_marked_sides;
    const calibration::StackLook begun = stack_of(
        layout, *reader, [](auto&) {}, sheets);
    const calibration::StackLook paled = stack_of(
        layout, *reader, [](auto& s) { s.tone = 0.5; }, sheets);
    ASSERT_EQ(begun.marks.sides, sheets);
    ASSERT_EQ(paled.marks.sides, sheets);
    calibration::Profile profile;
    profile.expected = begun.look;
    EXPECT_TRUE(calibration::drift_of(profile, begun).empty());
    const auto told = calibration::drift_of(profile, paled, calibration::first_marks({begun, paled}));
    ASSERT_EQ(told.size(), 1U) << begun.marks.darkness << " then " << paled.marks.darkness;
    EXPECT_EQ(told.front().topic, "marks");
}

/// The fitted limit takes a stroke's measured darkness to stray by mark_noise: held against ballots of one X each.
TEST_F(CalibrationTable, AMarksDarknessStraysNoMoreThanTheLimitTakesIt) {
    const forms::BallotLayout layout = forms::testing::layout_of(forms::testing::conference_of(1));
    const auto reader = omr::PageReader::create({layout}, {key, {}});
    ASSERT_TRUE(reader);
    simulator::SheetSource::Options options;
    options.habits = simulator::x_only();
    options.key = key;
    simulator::SheetSource source(layout, options);
    for (const simulator::Scanner scanner : {simulator::Scanner::good, simulator::Scanner::dark_noisy}) {
        simulator::SheetOrder order = source.order(1);
        order.hand.pen = {simulator::PenKind::gel, 0.6, 0.7, 0, 0};
        put_on(scanner, order.conditions.scan);
        std::vector<double> seen;
        for (std::uint64_t n = 0; n < 60; ++n) {
            // One X on one sheet, laid and scanned anew: only the scanner's noise differs.
            order.conditions.scan.offset_mm.x = 0.037 * static_cast<double>(n);
            const auto sheet = simulate(source.printer(), order, {}, simulator::Random(1));
            ASSERT_TRUE(sheet);
            omr::DebugPictures none;
            const auto darkness = reader->read(through_jpeg(sheet->image, 85).gray(), none).mark_darkness;
            if (darkness) seen.push_back(*darkness);
        }
        ASSERT_GT(seen.size(), 50U);
        double mean = 0;
        for (const double value : seen) mean += value / static_cast<double>(seen.size());
        double squares = 0;
        for (const double value : seen) squares += (value - mean) * (value - mean);
        const double strays = std::sqrt(squares / static_cast<double>(seen.size() - 1));
        simulator::ScanSettings settings;
        put_on(scanner, settings);
        const auto measured = measurer_.measure(scanned(settings, 9), "a");
        ASSERT_TRUE(measured.findings);
        const auto limit = calibration::fit_limit(calibration::combine({*measured.findings}), calibration::usual_risk);
        RecordProperty(std::string(simulator::name_of(scanner)) + " strays, assumed",
                       std::to_string(strays) + ", " + std::to_string(limit.mark_noise));
        // The limit takes show-through's own darkness; these marks have 0.7 of print.
        EXPECT_LT(strays, std::hypot(limit.mark_noise, 0.007 * 0.7)) << simulator::name_of(scanner);
    }
}

TEST_F(CalibrationTable, AScannerIsJudgedInWords) {
    const auto judged = [&](simulator::Scanner scanner, const std::function<void(simulator::ScanSettings&)>& change) {
        simulator::ScanSettings settings;
        put_on(scanner, settings);
        change(settings);
        const auto measured = measurer_.measure(scanned(settings, 3), "a");
        EXPECT_TRUE(measured.findings);
        std::string topics;
        for (const calibration::Advice& one : calibration::advise(calibration::combine({*measured.findings}))) {
            // No pen was tried on these sheets.
            if (one.grade != calibration::Grade::good && one.topic != "pens") {
                topics += one.topic + (one.grade == calibration::Grade::bad ? "! " : " ");
            }
        }
        return topics;
    };
    const auto plain = [](auto&) {};
    EXPECT_EQ(judged(simulator::Scanner::good, plain), "");
    EXPECT_NE(judged(simulator::Scanner::dark_noisy, plain).find("noise"), std::string::npos);
    EXPECT_NE(judged(simulator::Scanner::blurred, plain).find("sharpness"), std::string::npos);
    EXPECT_EQ(judged(simulator::Scanner::good, [](auto& s) { s.streaks.push_back({0.4, 2, 0.4}); }), "dust ");
    EXPECT_EQ(judged(simulator::Scanner::good, [](auto& s) { s.stretch_mm = 0.7; }), "geometry ");
    EXPECT_NE(judged(simulator::Scanner::good, [](auto& s) { s.white = 150, s.black = 95; }).find("contrast!"),
              std::string::npos);
}

TEST_F(CalibrationTable, AScannedSheetIsNeverTakenForABallot) {
    const forms::BallotLayout layout = forms::testing::layout_of(forms::testing::conference_of(6));
    const auto reader = omr::PageReader::create({layout}, {key, {}});
    const auto without_key = omr::PageReader::create({layout}, {std::nullopt, {}});
    const auto other_key = omr::PageReader::create({layout}, {base::sha256({}), {}});
    ASSERT_TRUE(reader && without_key && other_key);
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        simulator::Random random(seed);
        simulator::Conditions day =
            choose_conditions(seed < 4 ? simulator::Grade::office : simulator::Grade::hard, base::Dpi{200}, random);
        const base::PageImage image = scan(paper_, day, random);
        omr::DebugPictures none;
        for (const auto* r : {&reader, &without_key}) {
            const omr::SheetReading reading = (*r)->read(image.gray(), none);
            EXPECT_TRUE(reading.rows.empty()) << seed;
            if (!reading.code) continue;
            EXPECT_EQ(reading.status, omr::PageStatus::blank) << seed;
            EXPECT_EQ(reading.flags, std::vector{omr::Flag::calibration}) << seed;
        }
        // Of another case, or a ballot's code relabelled without the key: people look at it.
        const omr::SheetReading foreign = (*other_key).read(image.gray(), none);
        EXPECT_EQ(foreign.status, omr::PageStatus::unreadable) << seed;
        EXPECT_TRUE(foreign.rows.empty()) << seed;
    }
}

}  // namespace
}  // namespace kiemphieu
