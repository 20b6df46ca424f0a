#pragma once
// What a person added to a page: the dark pixels of the table's region that the layout does not print.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/geometry.hpp"
#include "base/page_image.hpp"
#include "omr/photometry.hpp"
#include "omr/print_zone.hpp"
#include "omr/profile.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// Page millimetres of work pixels: exact on a grid of knots, bilinear between them.
class PageGrid {
  public:
    static constexpr int knot_px = 32;

    PageGrid() = default;
    /// `scale` scan pixels a work pixel; the work area's corner lies at `origin` in the scan.
    PageGrid(const PageTransform& transform, base::ScanPoint origin, int scale, int width, int height);
    /// Beyond the area the cells at its rim go on: a fold is followed past it.
    base::PagePoint at(double x, double y) const {
        const double u = x / knot_px;
        const double v = y / knot_px;
        const int i = std::clamp(static_cast<int>(u), 0, columns_ - 2);
        const int j = std::clamp(static_cast<int>(v), 0, rows_ - 2);
        const double s = u - i;
        const double t = v - j;
        const base::PagePoint* k = knots_.data() + static_cast<std::ptrdiff_t>(j) * columns_ + i;
        const base::PagePoint top = k[0] * (1 - s) + k[1] * s;
        const base::PagePoint bottom = k[columns_] * (1 - s) + k[columns_ + 1] * s;
        return top * (1 - t) + bottom * t;
    }
    /// The knots of one height, for many looks along it: the page at `x` lies between knots `x / knot_px` and the next.
    void take_row(double y, std::vector<base::PagePoint>& row) const;

  private:
    int columns_{};
    int rows_{};
    std::vector<base::PagePoint> knots_;
};

/// Whether the scan has grays, or black and white only.
enum class ScanDepth { gray, bilevel };

/// A scanner streak: dirt on the glass drawn over the whole length of the page along the feed.
struct Streak {
    int x{};      ///< first column, work pixels
    int width{};  ///< columns
};

/// A band of the page where a line was taken out of the ink: what a pen drew there may be gone with it.
struct HiddenBand {
    std::vector<base::PagePoint> middle;
    double half_width_mm{};
    double limit{};  ///< share of full print: ink up to that darkness is gone

    bool contains(base::PagePoint p) const;
};

/// The table's region of a scan at about 200 dpi, and which of its pixels are added ink.
struct AddedInk {
    AddedInk() = default;
    AddedInk(AddedInk&&) = default;
    AddedInk& operator=(AddedInk&&) = default;

    base::GrayView gray;     ///< of the scan itself, which must outlive this, or of `made`
    base::PageImage made;    ///< the region made smaller or mended, where it is no part of the scan as it is
    bool mended{false};      ///< whether a scanner's profile changed the picture
    int scale{1};            ///< scan pixels a work pixel
    base::ScanPoint origin;  ///< of the work area in the scan
    PageGrid grid;
    double px_per_mm{};  ///< work pixels a millimetre
    double range{};      ///< gray between paper and full print on this sheet
    double noise{};
    ScanDepth depth{ScanDepth::gray};
    int threshold{};  ///< gray below paper from which a pixel is ink
    PaperLevel paper;
    std::vector<std::uint8_t> ink;  ///< 1 where ink was added
    std::vector<std::uint8_t>
        in_chunk;  ///< ink pixels of every `chunk_px` pixels of a row, before folds were taken out; 0 where none are
    std::vector<Streak> streaks;
    std::vector<Streak> faint_streaks;  ///< found as lines through the whole region, upright as no fold is
    int folds{};                        ///< lines through the whole region that are no streaks
    std::vector<HiddenBand> hidden;

    static constexpr int chunk_px = PageGrid::knot_px;
    int chunks() const { return (gray.width + chunk_px - 1) / chunk_px; }
    /// Gray below the paper's level, 0 where it is brighter.
    int darkness(int x, int y) const { return std::max(0, paper.between(x, y) - gray.at(x, y)); }
    int darkness(std::size_t index) const {
        const auto width = static_cast<std::size_t>(gray.width);
        return darkness(static_cast<int>(index % width), static_cast<int>(index / width));
    }
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(gray.width) + static_cast<std::size_t>(x);
    }
    base::PagePoint to_page(double x, double y) const { return grid.at(x, y); }
};

/// `print_range` is the gray between bare paper and the printed registration marks of this sheet.
/// A scan with grays is mended by `profile` first, where there is one; its numbers must be within the bounds.
/// Empty (width 0) when the region does not lie in the scan at all. It looks at the scan, which must outlive it.
AddedInk find_added_ink(const base::GrayView& scan, const PageTransform& transform, const PrintZone& zone,
                        double print_range, const ScannerProfile* profile = nullptr);

/// Gray between bare paper and the middle of the printed registration marks; the darkest half of the marks, since one
/// may be covered.
double measure_print_range(const base::GrayView& scan, const PageTransform& transform,
                           const std::vector<base::PageRect>& marks);

}  // namespace kiemphieu::omr
