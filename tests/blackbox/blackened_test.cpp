// Boxes that were blackened: a patch of ink is no X, whatever its size and shape, and is never counted as one.

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "forms/testing/sample_conference.hpp"
#include "omr/read_page.hpp"
#include "tests/blackbox/hostile_profiles.hpp"
#include "tests/simulator/printer.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"
#include "tests/simulator/wear.hpp"

namespace kiemphieu {
namespace {

const base::SecretKey key = base::sha256(base::as_bytes("blackened case"));

enum class Shape { square, disc, wide, tall, diamond, ragged };

/// The patch's outline around the origin, `size` across.
std::vector<cv::Point2d> outline_of(Shape shape, double size, simulator::Random& random) {
    const double r = size / 2;
    std::vector<cv::Point2d> points;
    switch (shape) {
        case Shape::square:
            return {{-r, -r}, {r, -r}, {r, r}, {-r, r}};
        case Shape::wide:
            return {{-r, -r / 2}, {r, -r / 2}, {r, r / 2}, {-r, r / 2}};
        case Shape::tall:
            return {{-r / 2, -r}, {r / 2, -r}, {r / 2, r}, {-r / 2, r}};
        case Shape::diamond:
            return {{0, -r}, {r, 0}, {0, r}, {-r, 0}};
        case Shape::disc:
        case Shape::ragged:
            for (int i = 0; i < 40; ++i) {
                const double at = i * CV_2PI / 40;
                const double reach = shape == Shape::disc ? r : r * random.uniform(0.7, 1.2);
                points.emplace_back(reach * std::cos(at), reach * std::sin(at));
            }
    }
    return points;
}

void blacken(simulator::Paper& paper, base::PagePoint centre, const std::vector<cv::Point2d>& outline) {
    cv::Mat picture(paper.picture.height, paper.picture.width, CV_8UC1, paper.picture.pixels.data());
    std::vector<cv::Point> points;
    for (const cv::Point2d& p : outline) {
        points.emplace_back(cvRound((centre.x + p.x) * paper.px_per_mm), cvRound((centre.y + p.y) * paper.px_per_mm));
    }
    cv::fillPoly(picture, std::vector<std::vector<cv::Point>>{points}, cv::Scalar(40), cv::LINE_AA);
}

class Blackened : public testing::TestWithParam<simulator::Grade> {};

TEST_P(Blackened, IsNeverCounted) {
    const forms::BallotLayout layout = forms::testing::layout_of(forms::testing::conference_of(6));
    simulator::Printer printer(layout, simulator::paper_px_per_mm(base::Dpi{200}));
    const auto reader = omr::PageReader::create({layout}, {key, {}});
    ASSERT_TRUE(reader);
    // A ragged patch has spikes and dents like an X's arms, no two alike.
    std::vector shapes{Shape::square, Shape::disc, Shape::wide, Shape::tall, Shape::diamond};
    shapes.insert(shapes.end(), 6, Shape::ragged);
    std::uint64_t sheets = 0;
    int patches = 0;
    for (const Shape shape : shapes) {
        for (double size = 1.5; size <= 8.0; size += 0.5) {
            simulator::Random random(static_cast<std::uint64_t>(1000 * size) +
                                     100000 * static_cast<std::uint64_t>(shape) + 7777777 * ++sheets);
            const forms::LayoutPage& page = layout.pages.front();
            const forms::SheetCode code{layout.conference,           layout.style, layout.id,
                                        base::Serial{random.bits()}, page.sheet,   page.page,
                                        forms::BallotKind::official};
            auto paper = printer.print(code, make_tag(code, key));
            ASSERT_TRUE(paper);
            const simulator::Conditions conditions = choose_conditions(GetParam(), base::Dpi{200}, random);
            wear_print(*paper, page, conditions.wear, simulator::Light::gray, random);
            for (const forms::Row& row : page.rows) {
                const forms::Cell& cell = row.cells.at(static_cast<std::size_t>(random.integer(0, 2)));
                blacken(*paper, cell.box.center(), outline_of(shape, size, random));
            }
            wear_sheet(*paper, conditions.wear, random);
            const base::PageImage image = scan(*paper, conditions, random);
            omr::DebugPictures none;
            for (const omr::RowReading& row : reader->read(image.gray(), none).rows) {
                ++patches;
                EXPECT_FALSE(omr::level_of(row.decision))
                    << "shape " << static_cast<int>(shape) << " of " << size << " mm in row " << row.number << " is "
                    << name_of(row.decision);
            }
            // Whatever a scanner's profile makes of the picture.
            for (const HostileProfile& hostile : hostile_profiles()) {
                for (const omr::RowReading& row : reader->read(image.gray(), {}, none, hostile.profile).rows) {
                    EXPECT_FALSE(omr::level_of(row.decision))
                        << "shape " << static_cast<int>(shape) << " of " << size << " mm, " << hostile.name;
                }
            }
        }
    }
    EXPECT_GT(patches, 300) << "too few sheets were read to say anything";
}

INSTANTIATE_TEST_SUITE_P(Grades, Blackened,
                         testing::Values(simulator::Grade::clean, simulator::Grade::office, simulator::Grade::hard),
                         [](const auto& grade) { return std::string(simulator::name_of(grade.param)); });

}  // namespace
}  // namespace kiemphieu
