#include "forms/font_face.hpp"

#include <array>
#include <cmath>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "forms/typeface.hpp"

namespace kiemphieu::forms {

struct FontFace::State {
    FT_Library library{};
    FT_Face face{};
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (face != nullptr) FT_Done_Face(face);
        if (library != nullptr) FT_Done_FreeType(library);
    }
};

FontFace::FontFace(std::unique_ptr<State> state) : state_(std::move(state)) {}
FontFace::~FontFace() = default;

base::Expected<const FontFace*, base::Failure> FontFace::get(Face face) {
    thread_local std::array<std::unique_ptr<FontFace>, 6> faces;
    std::unique_ptr<FontFace>& slot = faces.at(static_cast<std::size_t>(face));
    if (slot) return slot.get();
    const auto path = font_file(face);
    if (!path) return tl::unexpected(path.error());
    auto state = std::make_unique<State>();
    if (FT_Init_FreeType(&state->library) != 0 || FT_New_Face(state->library, path->c_str(), 0, &state->face) != 0) {
        return base::fail(
            base::Failure{base::FailureClass::world, *path, "", "font file can't be opened; expected TrueType"});
    }
    slot.reset(new FontFace(std::move(state)));
    return slot.get();
}

bool FontFace::has_glyph(char32_t letter) const {
    return FT_Get_Char_Index(state_->face, letter) != 0;
}

int FontFace::advance_thousandths(char32_t letter) const {
    if (FT_Load_Char(state_->face, letter, FT_LOAD_NO_SCALE) != 0) return 0;
    return static_cast<int>(state_->face->glyph->metrics.horiAdvance * 1000 / state_->face->units_per_EM);
}

GlyphBox FontFace::glyph_box(char32_t letter) const {
    if (FT_Load_Char(state_->face, letter, FT_LOAD_NO_SCALE) != 0) return {};
    const FT_Glyph_Metrics& m = state_->face->glyph->metrics;
    const double em = state_->face->units_per_EM;
    return {static_cast<double>(m.horiBearingX) / em, static_cast<double>(m.horiBearingY - m.height) / em,
            static_cast<double>(m.horiBearingX + m.width) / em, static_cast<double>(m.horiBearingY) / em};
}

GlyphBitmap FontFace::draw(char32_t letter, double px_per_em, double x, double y) const {
    const FT_Face face = state_->face;
    if (FT_Set_Char_Size(face, 0, std::lround(px_per_em * 64), 72, 72) != 0) return {};
    if (FT_Load_Char(face, letter, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) return {};
    // FreeType's y runs up.
    FT_Outline_Translate(&face->glyph->outline, std::lround(x * 64), std::lround(-y * 64));
    if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) return {};
    const FT_Bitmap& bitmap = face->glyph->bitmap;
    GlyphBitmap out{face->glyph->bitmap_left,
                    -face->glyph->bitmap_top,
                    static_cast<int>(bitmap.width),
                    static_cast<int>(bitmap.rows),
                    {}};
    out.coverage.reserve(static_cast<std::size_t>(bitmap.width) * bitmap.rows);
    for (unsigned row = 0; row < bitmap.rows; ++row) {
        const std::uint8_t* source = bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch;
        out.coverage.insert(out.coverage.end(), source, source + bitmap.width);
    }
    return out;
}

}  // namespace kiemphieu::forms
