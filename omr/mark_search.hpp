#pragma once
// Finding filled squares of about a known size: the registration marks, wherever they lie.

#include <optional>
#include <vector>

#include "base/geometry.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::omr {

/// What tells ink from paper and a mark from other dark things, in a scan of a guessed resolution.
struct MarkLook {
    double size_px{};    ///< side of the square at the guessed resolution
    double threshold{};  ///< gray below which a small patch counts as ink
};

/// A dark square, its middle good to about a tenth of its side.
struct MarkCandidate {
    base::ScanPoint center;
    double size_px{};
};

/// How dark print is: as it should be, or by a toner that is running out.
enum class Print { full, pale };

/// Solid print's threshold as a share of the paper's gray.
inline constexpr double full_print_share = 0.58;

/// The gray between ink and paper, from the brightness that most of the page has.
double ink_threshold(const base::GrayView& scan, Print print);

/// The square that a dark point is part of; nothing when what is there is no square of that size.
/// Lines that run across it (streaks, a pen) do not hide it.
std::optional<MarkCandidate> square_around(const base::GrayView& scan, base::ScanPoint inside, const MarkLook& look);

/// The square whose middle lies within reach of where one is expected, the expected place looked at first.
std::optional<MarkCandidate> square_near(const base::GrayView& scan, base::ScanPoint expected, double reach_px,
                                         const MarkLook& look);

/// Every such square of the image, by looking at a lattice fine enough to hit each several times.
std::vector<MarkCandidate> find_squares(const base::GrayView& scan, const MarkLook& look);

}  // namespace kiemphieu::omr
