#pragma once
// Between page millimetres and scan pixels: a transform instead of a resampled page.

#include <array>
#include <cstddef>
#include <vector>

#include "base/geometry.hpp"

namespace kiemphieu::omr {

/// A 3×3 homography, row-major, page mm → scan px, with its inverse.
class Homography {
  public:
    Homography() = default;
    explicit Homography(const std::array<double, 9>& page_to_scan);
    base::ScanPoint to_scan(base::PagePoint p) const;
    base::PagePoint to_page(base::ScanPoint p) const;
    const std::array<double, 9>& matrix() const { return forward_; }

  private:
    std::array<double, 9> forward_{1, 0, 0, 0, 1, 0, 0, 0, 1};
    std::array<double, 9> backward_{1, 0, 0, 0, 1, 0, 0, 0, 1};
};

/// A homography plus what the feed did locally: a shift in page millimetres on a grid of knots, bilinear between them,
/// constant beyond. A point p of the layout lies in the scan at `base.to_scan(p + shift(p))`.
class PageTransform {
  public:
    PageTransform() = default;
    explicit PageTransform(Homography base) : base_(base) {}
    /// `xs` and `ys` ascend; `shifts` has xs.size() * ys.size() entries, row by row.
    PageTransform(Homography base, std::vector<double> xs, std::vector<double> ys, std::vector<base::PagePoint> shifts);

    base::ScanPoint to_scan(base::PagePoint p) const;
    base::PagePoint to_page(base::ScanPoint p) const;
    /// The same for many places, which is quicker than one by one.
    std::vector<base::PagePoint> to_page(const std::vector<base::ScanPoint>& places) const;
    base::PagePoint shift_at(base::PagePoint p) const;
    const Homography& base() const { return base_; }
    /// Scan pixels a page millimetre near a point, the mean of both directions.
    double px_per_mm(base::PagePoint near) const;

  private:
    Homography base_;
    /// Ascending knots of one axis.
    struct Knots {
        std::vector<double> at;
        double per_mm{};  ///< knots a millimetre, on average
    };
    /// The interval that holds a place, and how far the place is along it; clamped to the ends.
    struct Place {
        std::size_t low{};
        double along{};
    };
    static Knots measured(std::vector<double> at);
    static Place place_of(const Knots& knots, double v);

    Knots xs_;
    Knots ys_;
    std::vector<base::PagePoint> shifts_;
};

}  // namespace kiemphieu::omr
