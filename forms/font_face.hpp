#pragma once
// A font file opened by FreeType: metrics for layout, outlines for the expected print. Inside forms only.

#include <cstdint>
#include <memory>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/layout.hpp"

namespace kiemphieu::forms {

/// Units: em, y up from the baseline.
struct GlyphBox {
    double left{}, bottom{}, right{}, top{};
};

/// Coverage of one drawn glyph; `left` and `top` are the pixel of its first byte relative to the pixel the pen's origin
/// lies in, y down.
struct GlyphBitmap {
    int left{}, top{}, width{}, height{};
    std::vector<std::uint8_t> coverage;
};

/// One face for one thread: FreeType faces must not be shared.
class FontFace {
  public:
    /// This thread's copy of a face, opened at its first use. Errors: world when its file is missing or damaged.
    [[nodiscard]] static base::Expected<const FontFace*, base::Failure> get(Face face);
    ~FontFace();

    bool has_glyph(char32_t letter) const;
    /// Advance in whole 1/1000 em, cut as libharu cuts it for the PDF's width table.
    int advance_thousandths(char32_t letter) const;
    GlyphBox glyph_box(char32_t letter) const;
    /// Draws a glyph with its origin at (`x`, `y`), fractions of a pixel.
    GlyphBitmap draw(char32_t letter, double px_per_em, double x, double y) const;

  private:
    struct State;
    explicit FontFace(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kiemphieu::forms
