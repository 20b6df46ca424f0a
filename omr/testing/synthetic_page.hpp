#pragma once
// For tests: a page warped in a known way, so that registration can be held against the truth.

#include <cstdint>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr::testing {

/// What the feed and the scanner do to a page. The defaults are an office scanner's: a little blur and noise.
struct Warp {
    double dpi{200};
    int rotation_deg{0};  ///< 0, 90, 180, 270 clockwise, before the skew
    double skew_deg{0};
    double scale_x{1};
    double scale_y{1};
    double shear{0};       ///< x moves by this share of y
    double stretch_mm{0};  ///< amplitude of a slow sine along the feed
    double stretch_period_mm{220};
    double stretch_phase{0.4};
    double margin_left_mm{0};  ///< background seen around the page; negative where the page is cropped
    double margin_top_mm{0};
    double margin_right_mm{0};
    double margin_bottom_mm{0};
    std::uint8_t background{255};
    double blur_px{0.5};
    double noise{4};  ///< standard deviation of the gray
    std::uint8_t paper{243};
    std::uint8_t print{28};
    unsigned seed{1};
    enum class Depth { gray, bilevel } depth{Depth::gray};
};

/// An ideal page: 0 full ink to 255 paper, `raster_px_per_mm` pixels a millimetre.
inline constexpr double raster_px_per_mm = 12.0;
base::PageImage draw_page(const forms::BallotLayout& layout, const forms::LayoutPage& page);
/// Darkens a rectangle given in page millimetres, edges by coverage.
void fill(base::PageImage& raster, const base::PageRect& rect, std::uint8_t gray);
/// Draws a straight stroke of a pen on the ideal page.
void stroke(base::PageImage& raster, base::PagePoint from, base::PagePoint to, double width_mm, std::uint8_t gray);
/// Puts a small picture (0 ink to 255 paper) of known resolution on the ideal page, its top left at a point.
void paste(base::PageImage& raster, const base::PageImage& picture, base::PagePoint at);

/// Prints a QR symbol of version 5-Q into a box.
void print_qr(base::PageImage& raster, const base::PageRect& box, base::Bytes payload);

/// Prints lines of characters into a box, in the face of the readable code.
void print_lines(base::PageImage& raster, const base::PageRect& box, const std::vector<std::string>& lines);

/// The scan of an ideal page, and the truth of where every point of the page went.
class SyntheticScan {
  public:
    SyntheticScan(const base::PageImage& raster, const forms::BallotLayout& layout, const Warp& warp);
    const base::PageImage& image() const { return image_; }
    base::PageImage& image() { return image_; }
    base::GrayView view() const { return image_.gray(); }
    base::ScanPoint to_scan(base::PagePoint p) const;

  private:
    base::PagePoint stretched(base::PagePoint p) const;
    base::PagePoint to_page(base::ScanPoint p) const;

    Warp warp_;
    Homography affine_;
    base::PageImage image_;
};

/// A ballot as the regulation's is built, made by hand: marks, code place, a table of `rows` rows with text-like print
/// in it.
forms::BallotLayout synthetic_layout(int rows);

/// How far a transform is off the truth over the table, measured on a 5 mm lattice.
struct RegistrationError {
    double rms_mm{};
    double max_mm{};
};
RegistrationError error_in_table(const PageTransform& found, const SyntheticScan& scan, const forms::LayoutPage& page);

}  // namespace kiemphieu::omr::testing
