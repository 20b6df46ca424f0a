#include "forms/expected_print.hpp"

#include <sstream>

#include "base/file.hpp"
#include "forms/print/print_run.hpp"
#include "forms/testing/print_folder.hpp"
#include "forms/testing/sample_conference.hpp"

namespace kiemphieu::forms {
namespace {

using testing::conference_of;
using testing::layout_of;

constexpr base::SecretKey key{7};
constexpr base::PageRect whole_page{0, 0, 210, 297};

/// A binary PGM as pdftoppm writes it.
base::PageImage read_pgm(const std::filesystem::path& path) {
    const auto bytes = base::read_file(path);
    if (!bytes) return {};
    std::istringstream in(std::string(bytes->begin(), bytes->begin() + 40));
    std::string magic;
    int most = 0;
    base::PageImage image;
    in >> magic >> image.width >> image.height >> most;
    if (magic != "P5" || most != 255) return {};
    const auto head = static_cast<std::ptrdiff_t>(in.tellg()) + 1;
    image.pixels.assign(bytes->begin() + head, bytes->end());
    return image;
}

void blank_out(base::PageImage& image, const base::PageRect& box, double px_per_mm) {
    for (int y = static_cast<int>(box.y * px_per_mm); y <= static_cast<int>(box.bottom() * px_per_mm); ++y) {
        for (int x = static_cast<int>(box.x * px_per_mm); x <= static_cast<int>(box.right() * px_per_mm); ++x) {
            image.pixels[static_cast<std::size_t>(y * image.width + x)] = 255;
        }
    }
}

/// How many pixels darker than half have nothing dark within `reach` pixels (in either direction) in the other picture.
long unmatched(const base::PageImage& of, const base::PageImage& in, int reach) {
    long count = 0;
    const base::GrayView a = of.gray();
    const base::GrayView b = in.gray();
    for (int y = 0; y < a.height; ++y) {
        for (int x = 0; x < a.width; ++x) {
            if (a.at(x, y) >= 128) continue;
            bool found = false;
            for (int v = -reach; v <= reach && !found; ++v) {
                for (int u = -reach; u <= reach && !found; ++u) {
                    found = b.contains(x + u, y + v) && b.at(x + u, y + v) < 128;
                }
            }
            count += found ? 0 : 1;
        }
    }
    return count;
}

class ExpectedPrint : public testing::PrintFolder {
  protected:
    /// Prints one ballot and draws its first page with poppler, the code left out.
    base::PageImage printed(const BallotLayout& layout, int dpi) {
        const PrintRun run = make_print_run(layout, BallotKind::official, 1, base::Digest{1}, key);
        if (!print_ballots(layout, run, key, folder_ / "a.pdf")) return {};
        const std::string path = (folder_ / "a").string();
        testing::output_of("pdftoppm -gray -singlefile -r " + std::to_string(dpi) + " '" + path + ".pdf' '" + path +
                           "'");
        base::PageImage image = read_pgm(folder_ / "a.pgm");
        if (image.pixels.empty()) return image;
        for (const base::PageRect& box : {layout.pages[0].qr_box.grown(0.5), layout.pages[0].readable_box}) {
            blank_out(image, box, dpi / base::mm_per_inch);
        }
        return image;
    }
};

TEST_F(ExpectedPrint, LiesWithinATenthOfAMillimetreOfThePrintedPage) {
    constexpr int dpi = 600;
    constexpr int reach = 2;  // 0.085 mm; a pen's stroke is 0.4 mm, and the reader takes print out with 0.1 mm to spare
    Conference conference = conference_of(5);
    conference.policy.mark_box = MarkBox::square;
    const BallotLayout layout = layout_of(conference);
    const base::PageImage paper = printed(layout, dpi);
    ASSERT_FALSE(paper.pixels.empty());
    const auto drawn = draw_expected_print(layout.pages[0], whole_page, dpi / base::mm_per_inch);
    ASSERT_TRUE(drawn);
    EXPECT_EQ(unmatched(paper, *drawn, reach), 0);
    EXPECT_EQ(unmatched(*drawn, paper, reach), 0);
    // The comparison can fail: another list of names is far off.
    const auto other = draw_expected_print(layout_of(conference_of(4)).pages[0], whole_page, dpi / base::mm_per_inch);
    EXPECT_GT(unmatched(paper, *other, reach), 1000);
}

TEST_F(ExpectedPrint, IsAsDarkAsThePrintedPageAtTheResolutionOfScans) {
    const BallotLayout layout = layout_of(conference_of(5));
    const base::PageImage paper = printed(layout, 200);
    const auto drawn = draw_expected_print(layout.pages[0], whole_page, 200 / base::mm_per_inch);
    ASSERT_TRUE(drawn);
    ASSERT_EQ(paper.pixels.empty(), false);
    const auto ink = [](const base::PageImage& image) {
        double sum = 0;
        for (const std::uint8_t pixel : image.pixels) sum += 255 - pixel;
        return sum / 255;
    };
    EXPECT_NEAR(ink(*drawn) / ink(paper), 1, 0.03);  // two renderers differ by a few per cent in their anti-aliasing
    EXPECT_EQ(unmatched(paper, *drawn, 2), 0);       // 0.25 mm
}

TEST_F(ExpectedPrint, ARegionIsTheSamePixelsAsThatPartOfThePage) {
    const BallotLayout layout = layout_of(conference_of(3));
    const auto page = draw_expected_print(layout.pages[0], whole_page, 8);
    const base::PageRect region{40, 100, 60, 50};
    const auto part = draw_expected_print(layout.pages[0], region, 8);
    ASSERT_TRUE(page && part);
    ASSERT_EQ(part->width, 480);
    ASSERT_EQ(part->height, 400);
    long different = 0;
    for (int y = 0; y < part->height; ++y) {
        for (int x = 0; x < part->width; ++x) {
            different += part->gray().at(x, y) != page->gray().at(x + 320, y + 800) ? 1 : 0;
        }
    }
    EXPECT_EQ(different, 0);
}

}  // namespace
}  // namespace kiemphieu::forms
