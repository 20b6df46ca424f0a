#include "omr/qr_modules.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "omr/sampling.hpp"

namespace kiemphieu::omr {
namespace {

constexpr int modules = 37;  // version 5, the only one that is printed
constexpr int quiet = 4;
constexpr int finder = 7;

/// What a module is in every symbol of the version, whatever it says.
enum class Fixed { dark, light, data };

Fixed fixed_at(int x, int y) {
    const auto in_finder = [](int u, int v) {
        if (u < 0 || v < 0 || u > finder || v > finder) return Fixed::data;
        if (u == finder || v == finder) return Fixed::light;  // the separator
        const int ring = std::min({u, v, finder - 1 - u, finder - 1 - v});
        return ring == 1 ? Fixed::light : Fixed::dark;
    };
    for (const auto& [u, v] : {std::pair{x, y}, std::pair{modules - 1 - x, y}, std::pair{x, modules - 1 - y}}) {
        if (const Fixed fixed = in_finder(u, v); fixed != Fixed::data) return fixed;
    }
    if (x == 6 || y == 6) return (x + y) % 2 == 0 ? Fixed::dark : Fixed::light;  // the timing patterns
    return Fixed::data;
}

/// The mean gray in the middle of a module, of nine looks over its inner half.
class Modules {
  public:
    Modules(const base::GrayView& scan, const Homography& map, const base::PageRect& box)
        : scan_(scan), side_mm_(box.w / modules), origin_(map.to_scan({box.x, box.y})) {
        right_ = map.to_scan({box.x + side_mm_, box.y}) - origin_;
        down_ = map.to_scan({box.x, box.y + side_mm_}) - origin_;
    }
    void slide(double right_mm, double down_mm) {
        shift_x_ = right_mm / side_mm_;
        shift_y_ = down_mm / side_mm_;
    }
    double gray(int x, int y) const {
        double sum = 0;
        for (const double v : {0.25, 0.5, 0.75}) {
            for (const double u : {0.25, 0.5, 0.75}) sum += look(x + u, y + v);
        }
        return sum / 9;
    }
    double middle(int x, int y) const { return look(x + 0.5, y + 0.5); }

  private:
    double look(double x, double y) const {
        return gray_at(scan_, origin_ + right_ * (x + shift_x_) + down_ * (y + shift_y_));
    }

    base::GrayView scan_;
    double side_mm_;
    base::ScanPoint origin_;
    base::ScanPoint right_;
    base::ScanPoint down_;
    double shift_x_{0};
    double shift_y_{0};
};

struct Known {
    double dark{};
    double light{};
    double contrast() const { return light - dark; }
};

/// Mean grays of the modules that are the same in every symbol.
template <class GrayAt>
Known known_grays(const GrayAt& gray_at_module) {
    Known sum;
    int dark = 0;
    int light = 0;
    for (int y = 0; y < modules; ++y) {
        for (int x = 0; x < modules; ++x) {
            const Fixed fixed = fixed_at(x, y);
            if (fixed == Fixed::data) continue;
            (fixed == Fixed::dark ? sum.dark : sum.light) += gray_at_module(x, y);
            ++(fixed == Fixed::dark ? dark : light);
        }
    }
    return {sum.dark / dark, sum.light / light};
}

/// Slides the symbol to where the known modules stand out most.
Known best_place(Modules& symbol) {
    // A coarse pose is off by half a millimetre, more where only the far marks are left; a quarter module is fine
    // enough.
    constexpr double reach_mm = 1.0;
    constexpr double step_mm = 0.125;
    constexpr int steps = static_cast<int>(reach_mm / step_mm);
    struct Trial {
        double right_mm, down_mm, contrast;
    };
    std::vector<Trial> trials;
    double best = 0;
    for (int j = -steps; j <= steps; ++j) {
        for (int i = -steps; i <= steps; ++i) {
            symbol.slide(i * step_mm, j * step_mm);
            const double contrast = known_grays([&](int x, int y) { return symbol.middle(x, y); }).contrast();
            trials.push_back({i * step_mm, j * step_mm, contrast});
            best = std::max(best, contrast);
        }
    }
    // Crisp print fits equally well over a good part of a module: its middle is the place.
    double right_mm = 0;
    double down_mm = 0;
    int count = 0;
    for (const Trial& trial : trials) {
        if (trial.contrast < 0.97 * best) continue;
        right_mm += trial.right_mm, down_mm += trial.down_mm, ++count;
    }
    symbol.slide(right_mm / std::max(1, count), down_mm / std::max(1, count));
    return known_grays([&](int x, int y) { return symbol.gray(x, y); });
}

}  // namespace

std::optional<base::PageImage> redrawn_symbol(const base::GrayView& scan, const Homography& page_to_scan,
                                              const base::PageRect& box, double level) {
    Modules symbol(scan, page_to_scan, box);
    const Known known = best_place(symbol);
    // The faintest symbols that read differ by 30 grays; paper's grain slid to its best place stays under 10.
    if (known.contrast() < 20) return std::nullopt;
    constexpr int module_px = 4;
    constexpr int side = (modules + 2 * quiet) * module_px;
    base::PageImage out{side, side, base::PixelFormat::gray8, std::vector<std::uint8_t>(side * side, 255), {}, {}};
    const double limit = known.dark + level * known.contrast();
    for (int y = 0; y < modules; ++y) {
        for (int x = 0; x < modules; ++x) {
            const Fixed fixed = fixed_at(x, y);
            if (fixed == Fixed::light || (fixed == Fixed::data && symbol.gray(x, y) > limit)) continue;
            for (int v = 0; v < module_px; ++v) {
                for (int u = 0; u < module_px; ++u) {
                    const int row = (y + quiet) * module_px + v;
                    out.pixels[static_cast<std::size_t>(row * side + (x + quiet) * module_px + u)] = 0;
                }
            }
        }
    }
    return out;
}

}  // namespace kiemphieu::omr
