#pragma once
// Where the layout prints something: ink there can't be told from print, ink elsewhere was added by a person (or is
// dirt).

#include <cstdint>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/geometry.hpp"
#include "forms/layout.hpp"

namespace kiemphieu::omr {

/// A raster of one page's printed parts, grown by what print and registration may be off. Made once a layout.
class PrintZone {
  public:
    static constexpr double px_per_mm = 10.0;
    /// Bits of `at`.
    static constexpr std::uint8_t line = 1;  ///< in or beside a printed line
    static constexpr std::uint8_t text = 2;  ///< in or beside a letter
    static constexpr std::uint8_t core = 4;  ///< in the letter itself, hardly grown
    static constexpr std::uint8_t outside = 128;

    /// Errors: world when a font file is missing.
    [[nodiscard]] static base::Expected<PrintZone, base::Failure> create(const forms::LayoutPage& page);

    /// Where marks, struck names and added names are looked for: the table and the band under it, grown a little.
    const base::PageRect& region() const { return region_; }
    std::uint8_t at(double page_x, double page_y) const {
        const int x = static_cast<int>((page_x - region_.x) * px_per_mm);
        const int y = static_cast<int>((page_y - region_.y) * px_per_mm);
        if (page_x < region_.x || page_y < region_.y || x >= width_ || y >= height_) return outside;
        return zone_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)];
    }

    /// Which of the places `origin + step * i`, i below 32, have nothing printed on them: of the bits set in `wanted`,
    /// at least one, those of bare places.
    std::uint32_t bare_of(base::PagePoint origin, base::PagePoint step, std::uint32_t wanted) const;

    /// Whether anything is printed at one of the places `reach` millimetres left, right, above and below of one.
    bool is_beside_print(base::PagePoint p, double reach) const {
        const Place low = place(p - base::PagePoint{reach, reach});
        const Place middle = place(p);
        const Place high = place(p + base::PagePoint{reach, reach});
        if (p.x - reach < region_.x || p.y - reach < region_.y || high.x >= width_ || high.y >= height_)
            return at(p.x - reach, p.y) != 0 || at(p.x + reach, p.y) != 0 || at(p.x, p.y - reach) != 0 ||
                   at(p.x, p.y + reach) != 0;
        return (is_bare(low.x, middle.y) & is_bare(high.x, middle.y) & is_bare(middle.x, low.y) &
                is_bare(middle.x, high.y)) == 0;
    }

  private:
    struct Place {
        int x{};
        int y{};
    };
    Place place(base::PagePoint p) const {
        return {static_cast<int>((p.x - region_.x) * px_per_mm), static_cast<int>((p.y - region_.y) * px_per_mm)};
    }
    /// What `at` says, from an eighth of the memory.
    unsigned is_bare(int x, int y) const {
        const auto column = static_cast<unsigned>(x);
        return static_cast<unsigned>(bare_[static_cast<std::size_t>(y) * words_ + column / 64] >> (column % 64)) & 1U;
    }
    void note_bare();

    base::PageRect region_;
    int width_{};
    int height_{};
    std::vector<std::uint8_t> zone_;
    std::size_t words_{};              ///< of a row of `bare_`
    std::vector<std::uint64_t> bare_;  ///< a bit for every pixel where `zone_` is 0
};

}  // namespace kiemphieu::omr
