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

    /// Whether nothing is printed at a place of the region: what `at` says, from an eighth of the memory.
    bool is_bare(double page_x, double page_y) const {
        const int x = static_cast<int>((page_x - region_.x) * px_per_mm);
        const int y = static_cast<int>((page_y - region_.y) * px_per_mm);
        if (page_x < region_.x || page_y < region_.y || x >= width_ || y >= height_) return false;
        const std::size_t word = static_cast<std::size_t>(y) * words_ + static_cast<std::size_t>(x) / 64;
        return ((bare_[word] >> (static_cast<unsigned>(x) % 64)) & 1U) != 0;
    }

    /// What is printed along a short way from one place to another: nothing, everything, or some of both.
    enum class Along { bare, printed, both };
    /// Exact for ways of up to 6 mm; longer ones are `both`.
    Along along(base::PagePoint from, base::PagePoint to) const;

  private:
    void note_bare();

    base::PageRect region_;
    int width_{};
    int height_{};
    std::vector<std::uint8_t> zone_;
    std::size_t words_{};              ///< of a row of `bare_`
    std::vector<std::uint64_t> bare_;  ///< a bit for every pixel where `zone_` is 0
};

}  // namespace kiemphieu::omr
