// A printed deck through a simulated office, and through what a rehearsal is there to find.

#include <functional>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "forms/print/print_run.hpp"
#include "forms/testing/sample_conference.hpp"
#include "omr/read_page.hpp"
#include "scanner/document.hpp"
#include "station/rehearsal/compare.hpp"
#include "tests/simulator/printer.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"
#include "tests/simulator/wear.hpp"

namespace kiemphieu {
namespace {

const base::SecretKey key = base::sha256(base::as_bytes("rehearsed case"));

void draw(simulator::Paper& paper, const forms::InkStroke& stroke) {
    cv::Mat picture(paper.picture.height, paper.picture.width, CV_8UC1, paper.picture.pixels.data());
    constexpr int fraction_bits = 4;
    std::vector<cv::Point> points;
    for (const base::PagePoint point : stroke.points) {
        const double scale = paper.px_per_mm * (1 << fraction_bits);
        points.emplace_back(cvRound(point.x * scale), cvRound(point.y * scale));
    }
    cv::polylines(picture, points, false, cv::Scalar(255 * stroke.gray),
                  std::max(1, cvRound(stroke.width_mm * paper.px_per_mm)), cv::LINE_AA, fraction_bits);
}

/// A deck of four candidates, printed, marked and scanned; `spoil` changes the day of every sheet.
class RehearsalTable : public testing::Test {
  protected:
    using Spoil = std::function<void(simulator::Conditions&)>;

    RehearsalTable() : layout_(forms::testing::layout_of(forms::testing::conference_of(4))) {
        const auto run = make_print_run(layout_, forms::BallotKind::test, deck_size(layout_), base::Digest{9}, key);
        deck_ = plan_deck(layout_, run.serials);
    }

    void scan_deck(simulator::Grade grade, std::uint64_t seed, const Spoil& spoil = {}) {
        simulator::Printer printer(layout_, simulator::paper_px_per_mm(base::Dpi{200}));
        for (std::size_t i = 0; i < deck_.ballots.size(); ++i) {
            const bool copied = deck_.ballots[i].kind == forms::DeckBallotKind::copied;
            for (int copy = 0; copy < (copied ? 2 : 1); ++copy) {
                scan_ballot(printer, deck_.ballots[i], grade,
                            simulator::Random(seed).fork("ballot", 2 * i + static_cast<std::size_t>(copy)), spoil);
            }
        }
    }

    void scan_ballot(simulator::Printer& printer, const forms::DeckBallot& ballot, simulator::Grade grade,
                     const simulator::Random& random, const Spoil& spoil) {
        base::SecretKey own = key;
        if (ballot.kind == forms::DeckBallotKind::forged) own.front() ^= 1U;
        for (const forms::LayoutPage& page : layout_.pages) {
            const forms::SheetCode code{layout_.conference,     layout_.style, layout_.id,
                                        ballot.serial,          page.sheet,    page.page,
                                        forms::BallotKind::test};
            auto paper = printer.print(code, make_tag(code, own));
            ASSERT_TRUE(paper);
            simulator::Random day = random.fork("day", static_cast<std::uint64_t>(page.page));
            simulator::Conditions conditions = choose_conditions(grade, base::Dpi{200}, day);
            if (spoil) spoil(conditions);
            wear_print(*paper, page, conditions.wear, simulator::Light::gray, day);
            for (const forms::InkStroke& stroke : ink_on(page, ballot)) draw(*paper, stroke);
            wear_sheet(*paper, conditions.wear, day);
            scans_.push_back(scan(*paper, conditions, day));
        }
    }

    /// What the rehearsal says when the station takes the ballots for `layout`.
    station::Rehearsal rehearse(const forms::BallotLayout& layout) {
        const auto reader = omr::PageReader::create({layout}, {key, {}});
        EXPECT_TRUE(reader);
        std::vector<omr::SheetReading> readings;
        for (const base::PageImage& scan : scans_) {
            omr::DebugPictures none;
            readings.push_back(reader->read(scan.gray(), none));
        }
        return station::compare(deck_, layout, readings);
    }

    static std::string told(const station::Rehearsal& rehearsal) {
        std::string text;
        for (const station::Difference& difference : rehearsal.differences) text += in_vietnamese(difference) + "\n";
        return text;
    }

    /// Figures that do not agree.
    static std::size_t wrong_figures(const station::Rehearsal& rehearsal) {
        return static_cast<std::size_t>(
            std::ranges::count_if(rehearsal.differences, [](const station::Difference& difference) {
                return difference.ballot == 0 && !difference.candidate.empty();
            }));
    }

    forms::BallotLayout layout_;
    forms::TestDeck deck_;
    std::vector<base::PageImage> scans_;
};

TEST_F(RehearsalTable, PassesInAnOrdinaryOffice) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        scans_.clear();
        scan_deck(simulator::Grade::office, seed);
        const station::Rehearsal rehearsal = rehearse(layout_);
        EXPECT_TRUE(rehearsal.passed()) << "seed " << seed << "\n" << told(rehearsal);
        RecordProperty("rows_to_people_" + std::to_string(seed), rehearsal.plain_to_people);
    }
}

TEST_F(RehearsalTable, FindsTwoCandidatesSwapped) {
    scan_deck(simulator::Grade::clean, 4);
    forms::BallotLayout swapped = layout_;
    std::swap(swapped.pages[0].rows[0].candidate, swapped.pages[0].rows[1].candidate);
    const station::Rehearsal rehearsal = rehearse(swapped);
    EXPECT_FALSE(rehearsal.passed());
    EXPECT_EQ(wrong_figures(rehearsal), 6U) << "two people at three levels\n" << told(rehearsal);
}

TEST_F(RehearsalTable, FindsTwoColumnsSwapped) {
    scan_deck(simulator::Grade::clean, 5);
    forms::BallotLayout swapped = layout_;
    for (forms::LayoutPage& page : swapped.pages) {
        for (forms::Row& row : page.rows) {
            std::swap(row.cells[0].box, row.cells[2].box);
            std::swap(row.cells[0].area, row.cells[2].area);
        }
    }
    const station::Rehearsal rehearsal = rehearse(swapped);
    EXPECT_FALSE(rehearsal.passed());
    EXPECT_EQ(wrong_figures(rehearsal), 8U) << "four people, cao and thấp\n" << told(rehearsal);
}

TEST_F(RehearsalTable, FindsABrokenThreshold) {
    scan_deck(simulator::Grade::clean, 6);
    const auto reader = omr::PageReader::create({layout_}, {key, {}});
    ASSERT_TRUE(reader);
    std::vector<omr::SheetReading> readings;
    for (const base::PageImage& scan : scans_) {
        omr::DebugPictures none;
        readings.push_back(reader->read(scan.gray(), none));
        for (omr::RowReading& row : readings.back().rows) {
            // As if no mark at thấp were ever enough.
            if (row.decision == omr::Decision::low) row.decision = omr::Decision::none;
        }
    }
    const station::Rehearsal rehearsal = station::compare(deck_, layout_, readings);
    EXPECT_EQ(wrong_figures(rehearsal), 4U) << told(rehearsal);
}

TEST_F(RehearsalTable, FindsADirtyGlass) {
    // A smear over the middle of the boxes for thấp.
    const base::PageRect box = layout_.pages[0].rows[0].cells[2].box;
    scan_deck(simulator::Grade::clean, 7, [&](simulator::Conditions& conditions) {
        conditions.scan.streaks.push_back({box.center().x / 210.0, 4.0, 0.7});
    });
    const station::Rehearsal rehearsal = rehearse(layout_);
    EXPECT_FALSE(rehearsal.passed());
    std::size_t counted_wrongly = 0;
    for (const station::RehearsedFigures& figures : rehearsal.figures) {
        for (std::size_t i = 0; i < 3; ++i) counted_wrongly += figures.read.at(i) > figures.expected.at(i) ? 1U : 0U;
    }
    EXPECT_EQ(counted_wrongly, 0U) << told(rehearsal);
    EXPECT_NE(told(rehearsal).find("vệt bẩn cách mép trái ảnh"), std::string::npos) << told(rehearsal);
    EXPECT_NE(in_english(rehearsal.differences.back()).find(", a streak "), std::string::npos);
}

}  // namespace
}  // namespace kiemphieu
