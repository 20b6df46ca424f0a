#include "omr/mark_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "omr/sampling.hpp"

namespace kiemphieu::omr {
namespace {

// The guessed resolution may be off by a bed larger than the page (A4 on A3 is 0.71) or a cropped page.
constexpr double smallest_size = 0.6;
constexpr double largest_size = 1.4;
// Scale differs by 1.5 % between the directions and blur adds a pixel; the rest is room for a ragged edge.
constexpr double largest_aspect = 1.3;
// A mark is hit at least twice in each direction.
constexpr double lattice_pitch = 0.42;
// Toner voids leave a tenth of a solid square open; letters and hatching leave far more.
constexpr double least_inside_dark = 0.85;
// A streak or stroke across the surroundings covers up to a quarter of them; text and filled boxes' borders more.
constexpr double least_outside_light = 0.7;

/// Looks at small patches, so that single specks and voids decide nothing.
class Patches {
  public:
    Patches(const base::GrayView& scan, const MarkLook& look)
        : scan_(scan),
          threshold_(look.threshold),
          side_(std::max(1, static_cast<int>(std::lround(look.size_px / 20)))),
          least_light_(static_cast<int>(std::ceil(look.threshold * side_ * side_))) {}
    /// Whether the mean of a patch is below the threshold.
    bool dark(double x, double y) const {
        const int left = static_cast<int>(x) - side_ / 2;
        const int top = static_cast<int>(y) - side_ / 2;
        if (x < 0 || y < 0 || left < 0 || top < 0 || left + side_ > scan_.width || top + side_ > scan_.height)
            return mean_around(scan_, x, y, side_) < threshold_;
        const std::uint8_t* row = scan_.row(top) + left;
        switch (side_) {
            case 1:
                return row[0] < least_light_;
            case 2:
                return sum_of<2>(row) < least_light_;
            case 3:
                return sum_of<3>(row) < least_light_;
            default:
                return sum_of(row, side_) < least_light_;
        }
    }

  private:
    int sum_of(const std::uint8_t* row, int side) const {
        int sum = 0;
        for (int j = 0; j < side; ++j, row += scan_.stride) {
            for (int i = 0; i < side; ++i) sum += row[i];
        }
        return sum;
    }
    /// The sides of patches at 150 to 350 dpi, known to the compiler.
    template <int side>
    int sum_of(const std::uint8_t* row) const {
        return sum_of(row, side);
    }

    const base::GrayView& scan_;
    double threshold_;
    int side_;
    int least_light_;  ///< sum of a whole patch whose mean reaches the threshold
};

struct Extent {
    double low{};
    double high{};
    double middle() const { return (low + high) / 2; }
    double length() const { return high - low; }
};

/// How far it stays dark from `from` in both directions, in steps; longer than `limit` ends the walk.
template <class DarkAt>
Extent dark_extent(const DarkAt& dark_at, double from, double step, double limit) {
    const auto walk = [&](double direction) {
        double end = from;
        while (std::abs(end - from) < limit && dark_at(end + direction * step)) end += direction * step;
        return end;
    };
    return {walk(-1.0) - step / 2, walk(+1.0) + step / 2};
}

/// The middle one by length of five parallel extents, so that a streak in one or two of them does not matter.
template <class ExtentAt>
Extent median_extent(const ExtentAt& extent_at, const Extent& across) {
    std::array<Extent, 5> extents;
    for (std::size_t i = 0; i < extents.size(); ++i) {
        extents[i] = extent_at(across.low + across.length() * (0.18 + 0.16 * static_cast<double>(i)));
    }
    std::nth_element(extents.begin(), extents.begin() + 2, extents.end(),
                     [](const Extent& a, const Extent& b) { return a.length() < b.length(); });
    return extents[2];
}

bool has_size(double length, double size) {
    return length > smallest_size * size && length < largest_size * size;
}

bool looks_square(const Patches& patches, const Extent& x, const Extent& y) {
    const double aspect = x.length() / y.length();
    if (aspect > largest_aspect || aspect < 1 / largest_aspect) return false;
    int inside = 0;
    constexpr int grid = 6;
    for (int i = 0; i < grid; ++i) {
        for (int j = 0; j < grid; ++j) {
            const double u = 0.12 + 0.76 * i / (grid - 1);
            const double v = 0.12 + 0.76 * j / (grid - 1);
            inside += patches.dark(x.low + x.length() * u, y.low + y.length() * v) ? 1 : 0;
        }
    }
    if (inside < least_inside_dark * grid * grid) return false;
    int light = 0;
    constexpr int each_side = 8;
    const double gap = 0.2;  // of the side: beyond the blur of the edge, short of the next print
    for (int i = 0; i < each_side; ++i) {
        const double u = (i + 0.5) / each_side;
        light += patches.dark(x.low + x.length() * u, y.low - y.length() * gap) ? 0 : 1;
        light += patches.dark(x.low + x.length() * u, y.high + y.length() * gap) ? 0 : 1;
        light += patches.dark(x.low - x.length() * gap, y.low + y.length() * u) ? 0 : 1;
        light += patches.dark(x.high + x.length() * gap, y.low + y.length() * u) ? 0 : 1;
    }
    return light >= least_outside_light * 4 * each_side;
}

}  // namespace

double ink_threshold(const base::GrayView& scan, Print print) {
    constexpr int lattice = 64;
    std::array<int, 256> histogram{};
    for (int j = 0; j < lattice; ++j) {
        const std::uint8_t* row = scan.row((2 * j + 1) * scan.height / (2 * lattice));
        for (int i = 0; i < lattice; ++i) ++histogram[row[(2 * i + 1) * scan.width / (2 * lattice)]];
    }
    // A page fills at least a third of any bed it is fed to, so the upper sixth is paper whatever the background.
    int paper = 0;
    for (int below = histogram[0]; below <= lattice * lattice * 5 / 6;)
        below += histogram[static_cast<std::size_t>(++paper)];
    // Solid print is below 0.45 of the paper's gray, JPEG and blur lift nothing in its middle; with over half of the
    // toner missing it is up to 0.7. Shading takes up to 0.15 from paper, so the pale threshold is not for the first
    // try.
    return (print == Print::full ? full_print_share : 0.78) * paper;
}

std::optional<MarkCandidate> square_around(const base::GrayView& scan, base::ScanPoint inside, const MarkLook& look) {
    const Patches patches(scan, look);
    const double size = look.size_px;
    const double step = std::max(1.0, size / 20);
    const double limit = largest_size * size;
    const auto row_extent = [&](double y, double from) {
        return dark_extent([&](double x) { return patches.dark(x, y); }, from, step, limit);
    };
    const auto column_extent = [&](double x, double from) {
        return dark_extent([&](double y) { return patches.dark(x, y); }, from, step, limit);
    };
    const Extent first = row_extent(inside.y, inside.x);
    if (!has_size(first.length(), size)) return std::nullopt;
    const Extent y = median_extent([&](double x) { return column_extent(x, inside.y); }, first);
    if (!has_size(y.length(), size)) return std::nullopt;
    const Extent x = median_extent([&](double at) { return row_extent(at, first.middle()); }, y);
    if (!has_size(x.length(), size) || !looks_square(patches, x, y)) return std::nullopt;
    return MarkCandidate{{x.middle(), y.middle()}, (x.length() + y.length()) / 2};
}

std::optional<MarkCandidate> square_near(const base::GrayView& scan, base::ScanPoint expected, double reach_px,
                                         const MarkLook& look) {
    // A start that lies in the square at all is enough, so half a side is a fine step.
    const double step = look.size_px / 2;
    const int rings = static_cast<int>(std::ceil(reach_px / step));
    for (int ring = 0; ring <= rings; ++ring) {
        for (int j = -ring; j <= ring; ++j) {
            for (int i = -ring; i <= ring; ++i) {
                if (std::max(std::abs(i), std::abs(j)) != ring) continue;
                const auto found = square_around(scan, {expected.x + i * step, expected.y + j * step}, look);
                if (!found) continue;
                const base::ScanPoint off = found->center - expected;
                if (std::hypot(off.x, off.y) <= reach_px) return found;
            }
        }
    }
    return std::nullopt;
}

std::vector<MarkCandidate> find_squares(const base::GrayView& scan, const MarkLook& look) {
    const double pitch = lattice_pitch * smallest_size / 0.7 * look.size_px;
    const double size = look.size_px;
    const Patches patches(scan, look);
    std::vector<MarkCandidate> found;
    const auto known = [&](double x, double y) {
        return std::any_of(found.begin(), found.end(), [&](const MarkCandidate& mark) {
            return std::abs(mark.center.x - x) < mark.size_px * 0.6 && std::abs(mark.center.y - y) < mark.size_px * 0.6;
        });
    };
    for (double y = pitch / 2; y < scan.height; y += pitch) {
        for (double x = pitch / 2; x < scan.width; x += pitch) {
            if (!patches.dark(x, y) || known(x, y)) continue;
            // Inside a solid area, the background around the page above all, it is dark on both sides.
            const double beyond = largest_size * size;
            if (patches.dark(x - beyond, y) && patches.dark(x + beyond, y)) continue;
            if (const auto mark = square_around(scan, {x, y}, look); mark && !known(mark->center.x, mark->center.y)) {
                found.push_back(*mark);
            }
        }
    }
    return found;
}

}  // namespace kiemphieu::omr
